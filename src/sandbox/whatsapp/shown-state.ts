import { keyedText } from "../mention-text.ts";
import type { CallState, ChatState, MessageState, PinState, SandboxRole } from "../state.ts";
import { withoutSecrets } from "../without-secrets.ts";
import type { ArrivedCall } from "./gateway.ts";
import { markedUp } from "./marked-up.ts";
import { digitsOf } from "./world/ids.ts";
import type { Group, GroupRole, StandingPin, StoredMessage, World } from "./world/world.ts";

const roles: Readonly<Record<GroupRole, SandboxRole>> = {
  superadmin: "owner",
  admin: "admin",
  member: "member",
};

const ranks: readonly SandboxRole[] = ["owner", "admin", "member"];

const nameOf = (world: World, id: string): string => world.person(id)?.name ?? digitsOf(id);

const idType = (world: World, jid: string) => (jid === world.self.jid ? "app_id" : "open_id");

/** A group, in the sandbox's state. */
export const chatState = (world: World, group: Group): ChatState => {
  const own = group.participants.get(world.self.jid);
  return {
    platform: "whatsapp",
    chat_id: group.jid,
    name: group.name,
    description: "",
    chat_mode: "group",
    group_message_type: "chat",
    external: false,
    chat_status: "normal",
    pin_permission: group.adminsOnlyPin ? "only_owner" : "all_members",
    moderation_permission: "all_members",
    members: [...group.participants]
      .filter(([jid]) => jid !== world.self.jid)
      .map(([jid, role]) => ({ open_id: jid, name: nameOf(world, jid), role: roles[role] }))
      .sort((one, other) => ranks.indexOf(one.role) - ranks.indexOf(other.role)),
    bot_role: own === undefined ? null : roles[own],
    bot: { sender_id: world.self.jid, mention_id: world.self.jid, name: world.self.name },
    top_notice_message_id: null,
  };
};

/** A message, in the sandbox's state, its `*bold*` and the like as a reader sees them. */
export const messageState = (world: World, message: StoredMessage): MessageState => {
  const { text, mentions } = keyedText(
    message.text,
    message.mentions.map((id) => ({
      written: `@${digitsOf(id)}`,
      id: world.person(id)?.jid ?? id,
      name: nameOf(world, id),
    })),
  );
  const rich = markedUp(text);
  return {
    message_id: message.id,
    chat_id: message.chat,
    root_id: message.replyTo ?? null,
    parent_id: message.replyTo ?? null,
    thread_id: null,
    msg_type: rich === undefined ? "text" : "post",
    content: message.revoked ? "" : JSON.stringify(rich ?? { text }),
    sender: {
      id: message.from,
      id_type: idType(world, message.from),
      name: nameOf(world, message.from),
    },
    mentions,
    create_time: String(message.atMs),
    update_time: String(message.atMs),
    deleted: message.revoked,
    reactions: [],
  };
};

/** A pin that stands, in the sandbox's state. */
export const pinState = (world: World, group: Group, pin: StandingPin): PinState => ({
  message_id: pin.messageId,
  chat_id: group.jid,
  operator_id: pin.by,
  operator_id_type: idType(world, pin.by),
  operator_name: nameOf(world, pin.by),
  create_time: String(pin.atMs),
  ends_at: String(pin.endsAtMs),
});

/** A call of the bot, in the sandbox's state. */
export const callState = (call: ArrivedCall, id: number): CallState => ({
  platform: "whatsapp",
  id,
  at: String(call.atMs),
  method: call.method,
  path: call.path,
  request: withoutSecrets(call.request),
  status: call.status,
  code: call.status >= 200 && call.status < 300 ? 0 : call.status,
  response: withoutSecrets(call.response),
  duration_ms: call.durationMs,
  log_id: "",
});
