import { keyedText } from "../mention-text.ts";
import type { CallState, ChatState, MessageState, PinState, SandboxRole } from "../state.ts";
import { withoutSecrets } from "../without-secrets.ts";
import type { ImkitCall } from "./control.ts";
import type { Message, Room, World } from "./world.ts";

const nameOf = (world: World, id: string): string => world.clients.get(id)?.nickname ?? id;

const roleIn = (room: Room, client: string): SandboxRole => {
  if (room.owner === client) return "owner";
  return room.managers.includes(client) ? "admin" : "member";
};

const idType = (id: string, botId: string) => (id === botId ? "app_id" : "open_id");

/** A room, in the sandbox's state. */
export const chatState = (world: World, room: Room, botId: string): ChatState => ({
  platform: "imkit",
  chat_id: room.id,
  name: room.name,
  description: "",
  chat_mode: room.roomType === "direct" ? "p2p" : "group",
  group_message_type: "chat",
  external: false,
  chat_status: "normal",
  pin_permission: "only_owner",
  moderation_permission: "all_members",
  members: [...room.members]
    .filter((client) => client !== botId)
    .map((client) => ({
      open_id: client,
      name: nameOf(world, client),
      role: roleIn(room, client),
    })),
  bot_role: room.members.has(botId) ? roleIn(room, botId) : null,
  bot: { sender_id: botId, mention_id: botId, name: nameOf(world, botId) },
  top_notice_message_id: null,
});

/** A message, in the sandbox's state; one that was recalled stays its author's. */
export const messageState = (world: World, message: Message, botId: string): MessageState => {
  const deleted = message.messageType === "recall";
  const plain = typeof message.message === "string" ? message.message : "";
  const { text, mentions } = keyedText(
    plain,
    message.mentions.map((id) => ({ written: `@${id}`, id, name: nameOf(world, id) })),
  );
  return {
    message_id: message.id,
    chat_id: message.room,
    root_id: message.reply ?? null,
    parent_id: message.reply ?? null,
    thread_id: null,
    msg_type: deleted ? "text" : message.messageType,
    content: deleted ? "" : JSON.stringify({ text }),
    sender: {
      id: message.author,
      id_type: idType(message.author, botId),
      name: nameOf(world, message.author),
    },
    mentions,
    create_time: String(message.sentAtMs),
    // Pins and recalls touch the message too; only an edit is shown as one.
    update_time: String(message.edits > 0 ? message.updatedAtMs : message.sentAtMs),
    deleted,
    reactions: [],
  };
};

/** What stands pinned in a room. */
export const pinStates = (world: World, room: Room, botId: string): readonly PinState[] =>
  world
    .inRoom(room.id)
    .filter(({ pinned }) => pinned)
    .map(({ id, lastPin, updatedAtMs }) => {
      const by = lastPin?.by ?? "";
      return {
        message_id: id,
        chat_id: room.id,
        operator_id: by,
        operator_id_type: idType(by, botId),
        operator_name: nameOf(world, by),
        create_time: String(lastPin?.atMs ?? updatedAtMs),
        ends_at: null,
      };
    });

/** A call of the bot, in the sandbox's state. */
export const callState = (call: ImkitCall, id: number): CallState => ({
  platform: "imkit",
  id,
  at: String(call.atMs),
  method: call.method,
  path: call.path,
  request: withoutSecrets(call.body),
  status: call.status,
  code: call.status >= 200 && call.status < 300 ? 0 : call.status,
  response: withoutSecrets(call.answer),
  duration_ms: call.durationMs,
  log_id: "",
});
