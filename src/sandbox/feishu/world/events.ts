import { type Actor, type Chat, roleOf } from "./chat.ts";
import type { Mention, Message, Reaction } from "./message.ts";
import type { User, World } from "./world.ts";

/** Something the platform tells the app's bot, if its scopes let it hear it. */
export interface PlatformEvent {
  readonly type: string;
  /** At least one of these must be granted. */
  readonly scopes: readonly string[];
  /** The event's fields, made at each attempt: a message recalled meanwhile arrives empty. */
  readonly body: () => Readonly<Record<string, unknown>>;
}

const readMessages = ["im:message", "im:message:readonly"] as const;
const readChats = ["im:chat", "im:chat:read", "im:chat:readonly"] as const;
const allGroupMessages = ["im:message.group_msg", "im:message.group_msg:readonly"] as const;
const mentionScopes = ["im:message.group_at_msg:readonly", "im:message.group_at_msg"] as const;

/** The id triple of a person; `user_id` only with the contact scope. */
export function idsOf(world: World, openId: string): Readonly<Record<string, string>> {
  const user: User | undefined = world.users.get(openId);
  return {
    open_id: openId,
    union_id: user?.unionId ?? openId.replace(/^ou_/, "on_"),
    ...(world.scopes.get("contact:user.employee_id:readonly") === true && user !== undefined
      ? { user_id: user.userId }
      : {}),
  };
}

function mentionBody(world: World, mention: Mention): Readonly<Record<string, unknown>> {
  return {
    key: mention.key,
    id: mention.isBot
      ? { open_id: mention.openId, union_id: mention.openId.replace(/^ou_/, "on_") }
      : idsOf(world, mention.openId),
    mentioned_type: mention.isBot ? "bot" : "user",
    name: mention.name,
    tenant_key: world.app.tenantKey,
  };
}

/** Which scopes let the bot hear a person's message; see Feishu docs: im.message.receive_v1. */
function receiveScopes(chat: Chat, message: Message): readonly string[] {
  if (chat.chatMode === "p2p") return ["im:message.p2p_msg:readonly", "im:message.p2p_msg"];
  const mentionsBot = message.mentions.some((mention) => mention.isBot);
  return mentionsBot ? [...mentionScopes, ...allGroupMessages] : allGroupMessages;
}

/** A person said something. See Feishu docs: im.message.receive_v1. */
export function messageReceived(world: World, chat: Chat, message: Message): PlatformEvent {
  const openId = message.sender.kind === "user" ? message.sender.openId : world.app.openId;
  return {
    type: "im.message.receive_v1",
    scopes: receiveScopes(chat, message),
    body: () => ({
      sender: {
        sender_id: idsOf(world, openId),
        sender_type: "user",
        tenant_key: world.app.tenantKey,
      },
      message: {
        message_id: message.messageId,
        ...(message.rootId === null ? {} : { root_id: message.rootId }),
        ...(message.parentId === null ? {} : { parent_id: message.parentId }),
        ...(message.threadId === null ? {} : { thread_id: message.threadId }),
        create_time: String(message.createTimeMs),
        update_time: String(message.updateTimeMs),
        chat_id: message.chatId,
        chat_type: chat.chatMode === "p2p" ? "p2p" : "group",
        message_type: message.msgType,
        content: message.deleted ? "" : message.content,
        ...(message.mentions.length === 0 || message.deleted
          ? {}
          : { mentions: message.mentions.map((mention) => mentionBody(world, mention)) }),
      },
    }),
  };
}

/** A message was recalled. See Feishu docs: im.message.recalled_v1. */
export function messageRecalled(options: {
  readonly chat: Chat;
  readonly message: Message;
  readonly by: Actor;
  readonly own: boolean;
  readonly atMs: number;
}): PlatformEvent {
  const { chat, message, by, own, atMs } = options;
  const manager = roleOf(chat, by) === "owner" ? "group_owner" : "group_manager";
  return {
    type: "im.message.recalled_v1",
    scopes: readMessages,
    body: () => ({
      message_id: message.messageId,
      chat_id: message.chatId,
      recall_time: String(atMs),
      recall_type: own ? "message_owner" : manager,
    }),
  };
}

/** A reaction came or went; carries no chat_id, as on the platform. */
export function reactionChanged(
  world: World,
  change: { readonly message: Message; readonly reaction: Reaction; readonly added: boolean },
): PlatformEvent {
  const { message, reaction, added } = change;
  const { operator } = reaction;
  return {
    type: added ? "im.message.reaction.created_v1" : "im.message.reaction.deleted_v1",
    scopes: ["im:message.reactions:read", ...readMessages],
    body: () => ({
      message_id: message.messageId,
      reaction_type: { emoji_type: reaction.emojiType },
      ...(operator.kind === "bot"
        ? { operator_type: "app", app_id: world.app.appId }
        : { operator_type: "user", user_id: idsOf(world, operator.openId) }),
      action_time: String(reaction.actionTimeMs),
    }),
  };
}

interface MemberChange {
  readonly chat: Chat;
  readonly operatorId: string;
}

function membership(world: World, { chat, operatorId }: MemberChange): Record<string, unknown> {
  return {
    chat_id: chat.chatId,
    operator_id: idsOf(world, operatorId),
    external: chat.external,
    operator_tenant_key: world.app.tenantKey,
    name: chat.name,
    i18n_names: { zh_cn: "", en_us: "", ja_jp: "" },
  };
}

/** The bot joined or left a chat. */
export function botMembershipChanged(
  world: World,
  change: MemberChange & { readonly added: boolean },
): PlatformEvent {
  return {
    type: change.added ? "im.chat.member.bot.added_v1" : "im.chat.member.bot.deleted_v1",
    scopes: ["im:chat", "im:chat.members:bot_access", "im:chat:readonly"],
    body: () => membership(world, change),
  };
}

/** People joined or left a chat. */
export function userMembershipChanged(
  world: World,
  change: MemberChange & { readonly added: boolean; readonly openIds: readonly string[] },
): PlatformEvent {
  return {
    type: change.added ? "im.chat.member.user.added_v1" : "im.chat.member.user.deleted_v1",
    scopes: ["im:chat", "im:chat.members:read", "im:chat:readonly"],
    body: () => ({
      ...membership(world, change),
      users: change.openIds.map((openId) => ({
        name: world.users.get(openId)?.name ?? "",
        tenant_key: world.app.tenantKey,
        user_id: idsOf(world, openId),
      })),
    }),
  };
}

/** Only what the platform reports: name, description, speaking permission and owner; never admins or pin settings. */
export function chatUpdated(
  world: World,
  change: MemberChange & {
    readonly before: Readonly<Record<string, unknown>>;
    readonly after: Readonly<Record<string, unknown>>;
  },
): PlatformEvent {
  return {
    type: "im.chat.updated_v1",
    scopes: readChats,
    body: () => ({
      chat_id: change.chat.chatId,
      operator_id: idsOf(world, change.operatorId),
      external: change.chat.external,
      operator_tenant_key: world.app.tenantKey,
      before_change: change.before,
      after_change: change.after,
    }),
  };
}

/** A group was dissolved. */
export function chatDisbanded(world: World, change: MemberChange): PlatformEvent {
  return {
    type: "im.chat.disbanded_v1",
    scopes: readChats,
    body: () => membership(world, change),
  };
}

/** Whether the bot is there to hear what happens in this chat. */
export function botHears(chat: Chat): boolean {
  return chat.botRole !== null && chat.status === "normal";
}
