import { z } from "zod";
import type { Caller } from "./access.ts";
import {
  type Answer,
  noSuchMessage,
  noSuchRoom,
  notAMember,
  refusal,
  shortRefusal,
  success,
} from "./envelope.ts";
import { messageView } from "./views.ts";
import { isManager, type Message, type Room, type World } from "./world.ts";

const hexId = z.string().regex(/^[0-9a-f]{24}$/);
const postBody = z.looseObject({
  _id: hexId.optional(),
  messageType: z.string().min(1).max(60).optional(),
  message: z.unknown().optional(),
  reply: hexId.optional(),
  mentions: z.array(z.string()).max(500).optional(),
});
type PostBody = z.output<typeof postBody>;

const longestMessage = 65_536;

const recall = (world: World, message: Message, caller: Caller): Answer => {
  const room = world.rooms.get(message.room);
  const by = caller.kind === "user" ? caller.client : message.author;
  const may =
    caller.kind === "platform" ||
    message.author === by ||
    (room !== undefined && isManager(room, by));
  if (!may) return refusal(403, "PERMISSION_DENIED", "No permission to recall the message");
  if (message.messageType !== "recall") {
    Object.assign(message, { message: "", messageType: "recall", sender: by, pinned: false });
    world.touch(message);
  }
  return success(messageView(world, message, { pinned: false }));
};

/** What becomes of a body with `_id` that does not say "recall": the message says something else from now on. */
const edit = (world: World, message: Message, body: PostBody): Answer => {
  if (body.message !== undefined) message.message = body.message;
  if (body.messageType !== undefined) message.messageType = body.messageType;
  message.edits += 1;
  world.touch(message);
  return success(messageView(world, message, { pinned: false }));
};

const change = (
  world: World,
  body: PostBody & { readonly _id: string },
  about: { readonly room: Room; readonly caller: Caller },
): Answer => {
  const message = world.messages.get(body._id);
  if (message === undefined || message.room !== about.room.id) return noSuchMessage;
  if (body.messageType === "recall") return recall(world, message, about.caller);
  const isOwn = about.caller.kind === "user" && about.caller.client === message.author;
  if (!isOwn) return refusal(403, "PERMISSION_DENIED", "Only the sender may edit a message");
  return edit(world, message, body);
};

/** Whoever is mentioned is in the room, and stands in the text as `@` and their id, with nothing glued to it. */
const mentionsFit = (room: Room, { message, mentions = [] }: PostBody): boolean =>
  mentions.every((id) => {
    const text = typeof message === "string" ? message : "";
    const ends = text.split(`@${id}`).slice(1);
    return room.members.has(id) && ends.some((rest) => !/^[\p{L}\p{N}_]/u.test(rest));
  });

/**
 * `POST /rooms/:roomId/message`: sends, edits, or recalls. See IMKit docs: Recall a Message; Send a Message to
 * room via API.
 */
export const postMessage = (
  world: World,
  call: { readonly roomId: string; readonly body: unknown; readonly caller: Caller },
  onMessage: (message: Message) => void,
): Answer => {
  const { caller } = call;
  const parsed = postBody.safeParse(call.body);
  if (!parsed.success) return refusal(400, "INVALID_REQUEST", "The body is not a message");
  const body = parsed.data;
  const room = world.rooms.get(call.roomId);
  const { _id } = body;
  const isMember = caller.kind === "platform" || room?.members.has(caller.client) === true;
  if (_id !== undefined) {
    if (room === undefined) return noSuchRoom;
    if (!isMember) return notAMember;
    const answer = change(world, { ...body, _id }, { room, caller });
    const changed = world.messages.get(_id);
    if (answer.status === 200 && changed !== undefined) onMessage(changed);
    return answer;
  }
  if (room === undefined || !isMember) return shortRefusal(403, "Forbidden");
  if (caller.kind === "platform") return refusal(400, "INVALID_REQUEST", "Missing sender");
  if (body.messageType === undefined || body.message === undefined) {
    return refusal(400, "INVALID_REQUEST", "Missing message or messageType");
  }
  if (JSON.stringify(body.message).length > longestMessage) {
    return refusal(413, "PAYLOAD_TOO_LARGE", "The message is too long");
  }
  if (!mentionsFit(room, body)) {
    return refusal(
      400,
      "INVALID_REQUEST",
      "Somebody is mentioned who is not in the text or the room",
    );
  }
  const message = world.addMessage({
    room: room.id,
    message: body.message,
    messageType: body.messageType,
    sender: caller.client,
    mentions: body.mentions ?? [],
    reply: body.reply,
  });
  onMessage(message);
  return success(messageView(world, message, { pinned: false }));
};
