import type { Decisions } from "./decisions.ts";
import {
  type Answer,
  noSuchMessage,
  notAManager,
  notAMember,
  refusal,
  success,
} from "./envelope.ts";
import { messageView } from "./views.ts";
import { isManager, type World } from "./world.ts";

/** `POST` and `DELETE /messages/:id/pin`. See IMKit docs: Pin a Message, Unpin a Message. */
export const setPin = (
  world: World,
  call: { readonly messageId: string; readonly client: string; readonly pinned: boolean },
  decisions: Decisions,
): Answer => {
  const message = world.messages.get(call.messageId);
  const room = message === undefined ? undefined : world.rooms.get(message.room);
  if (message === undefined || room === undefined) return noSuchMessage;
  if (!room.members.has(call.client)) return notAMember;
  if (!isManager(room, call.client)) return notAManager;
  if (call.pinned && message.messageType === "recall") return noSuchMessage;
  const standing = world.inRoom(room.id).find((one) => one.pinned && one !== message);
  if (call.pinned && standing !== undefined) {
    if (decisions.secondPin === "refuse") {
      return refusal(409, "PINNED_MESSAGE_EXISTS", "The room has a pinned message already");
    }
    standing.pinned = false;
    world.touch(standing);
  }
  if (message.pinned !== call.pinned) {
    message.pinned = call.pinned;
    if (call.pinned) message.lastPin = { by: call.client, atMs: world.now() };
    world.touch(message);
  }
  return success(messageView(world, message, { pinned: true }));
};
