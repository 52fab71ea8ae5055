import { z } from "zod";
import type { Decisions } from "./decisions.ts";
import {
  type Answer,
  noSuchMessage,
  noSuchRoom,
  notAMember,
  refusal,
  success,
} from "./envelope.ts";
import { messageView } from "./views.ts";
import type { Message, World } from "./world.ts";

const hexId = z.string().regex(/^[0-9a-f]{24}$/);
const listQuery = z.object({
  limit: z.coerce.number().int().min(1).max(500).default(20),
  beforeMessage: hexId.optional(),
  afterMessage: hexId.optional(),
  sortOrder: z.enum(["asc", "desc"]).default("desc"),
});

/**
 * `GET /rooms/:id/messages/v3`: by the time of the last change, newest first unless asked otherwise. See IMKit docs:
 * Get Messages by Room; `sortOrder` is the vendor's Vue SDK's.
 */
export const listMessages = (
  world: World,
  call: { readonly roomId: string; readonly query: unknown; readonly viewer: string },
  decisions: Decisions,
): Answer => {
  const parsed = listQuery.safeParse(call.query);
  if (!parsed.success) return refusal(400, "INVALID_REQUEST", "The query is not understood");
  const { limit, beforeMessage, afterMessage, sortOrder } = parsed.data;
  const room = world.rooms.get(call.roomId);
  if (room === undefined) return noSuchRoom;
  if (!room.members.has(call.viewer)) return notAMember;
  const all = world.inRoom(room.id);
  const momentOf = (id: string): number | undefined =>
    all.find((message) => message.id === id)?.updatedAtMs;

  const since = afterMessage === undefined ? 0 : momentOf(afterMessage);
  const until = beforeMessage === undefined ? Number.POSITIVE_INFINITY : momentOf(beforeMessage);
  if (since === undefined || until === undefined) return noSuchMessage;
  const isAsked = ({ id, updatedAtMs }: Message): boolean => {
    if (id === afterMessage) return decisions.afterMessageIncludesIt;
    return updatedAtMs >= since && updatedAtMs <= until;
  };
  const sign = sortOrder === "asc" ? 1 : -1;
  const page = all
    .filter(isAsked)
    .sort((one, other) => sign * (one.updatedAtMs - other.updatedAtMs))
    .slice(0, limit);
  return success({
    totalCount: all.length,
    inspect: { query: { room: room.id }, tookMS: 0 },
    data: page.map((message) => ({
      reactions: [],
      ...messageView(world, message, { pinned: decisions.listsShowPinned }),
      reactionCount: 0,
    })),
    userDeletedIDs: [],
  });
};
