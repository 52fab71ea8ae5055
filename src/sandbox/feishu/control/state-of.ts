import type {
  ChatState,
  EphemeralState,
  MessageState,
  PinState,
  SandboxState,
} from "../../state.ts";
import type { Platform } from "../platform.ts";
import type { Actor, Chat } from "../world/chat.ts";
import type { Message } from "../world/message.ts";
import { nameOf, type World } from "../world/world.ts";

/** How much of the past the state shows; older messages and calls exist but are left out. */
const SHOWN_MESSAGES = 3000;
const SHOWN_CALLS = 300;

const idOf = (world: World, actor: Actor): string =>
  actor.kind === "bot" ? world.app.appId : actor.openId;

function chatState(world: World, chat: Chat): ChatState {
  return {
    platform: "feishu",
    chat_id: chat.chatId,
    name: chat.name,
    description: chat.description,
    chat_mode: chat.chatMode,
    group_message_type: chat.groupMessageType,
    external: chat.external,
    chat_status: chat.status === "normal" ? "normal" : "dissolved",
    pin_permission: chat.pinPermission,
    moderation_permission: chat.moderationPermission,
    members: [...chat.members].map(([openId, { role }]) => ({
      open_id: openId,
      name: nameOf(world, openId),
      role,
    })),
    bot_role: chat.botRole,
    bot: { sender_id: world.app.appId, mention_id: world.app.openId, name: world.app.name },
    top_notice_message_id: chat.topNoticeMessageId,
  };
}

function messageState(world: World, message: Message): MessageState {
  const senderId = idOf(world, message.sender);
  return {
    message_id: message.messageId,
    chat_id: message.chatId,
    root_id: message.rootId,
    parent_id: message.parentId,
    thread_id: message.threadId,
    msg_type: message.msgType,
    content: message.content,
    sender: {
      id: senderId,
      id_type: message.sender.kind === "bot" ? "app_id" : "open_id",
      name: nameOf(world, senderId),
    },
    mentions: message.mentions.map(({ key, openId, name }) => ({ key, id: openId, name })),
    create_time: String(message.createTimeMs),
    update_time: String(message.updateTimeMs),
    deleted: message.deleted,
    reactions: [...message.reactions.values()].map((reaction) => ({
      reaction_id: reaction.reactionId,
      emoji_type: reaction.emojiType,
      operator_id: idOf(world, reaction.operator),
      operator_name: nameOf(world, idOf(world, reaction.operator)),
    })),
  };
}

function pinStates(world: World): readonly PinState[] {
  const pins: PinState[] = [];
  for (const chat of world.chats.values()) {
    for (const pin of chat.pins.values()) {
      const operatorId = idOf(world, pin.operator);
      pins.push({
        message_id: pin.messageId,
        chat_id: chat.chatId,
        operator_id: operatorId,
        operator_id_type: pin.operator.kind === "bot" ? "app_id" : "open_id",
        operator_name: nameOf(world, operatorId),
        create_time: String(pin.createTimeMs),
        ends_at: null,
      });
    }
  }
  return pins.reverse().sort((one, other) => Number(other.create_time) - Number(one.create_time));
}

function ephemeralStates(world: World): readonly EphemeralState[] {
  return [...world.ephemeral.values()].map((shown) => ({
    message_id: shown.messageId,
    chat_id: shown.chatId,
    open_id: shown.openId,
    card: shown.card,
    create_time: String(shown.createTimeMs),
  }));
}

function build(platform: Platform): SandboxState {
  const { world, calls, limits, gateway } = platform;
  const messages = [...world.messages.values()].slice(-SHOWN_MESSAGES);
  return {
    rev: world.revision(),
    app: {
      app_id: world.app.appId,
      name: world.app.name,
      open_id: world.app.openId,
      scopes: [...world.scopes].map(([name, granted]) => ({ name, granted })),
      connections: gateway.connections(),
      slash_commands: [...world.slashCommands.values()].map((entry) => ({
        command_id: entry.commandId,
        command: entry.command,
        description: entry.description,
      })),
    },
    users: [...world.users.values()].map(({ openId, name, color }) => ({
      platform: "feishu" as const,
      open_id: openId,
      name,
      color,
    })),
    chats: [...world.chats.values()].map((chat) => chatState(world, chat)),
    messages: messages.map((message) => messageState(world, message)),
    pins: pinStates(world),
    ephemeral: ephemeralStates(world),
    calls: calls.calls.newest(SHOWN_CALLS),
    violations: { ...limits.violations },
  };
}

/** The state of `GET /sandbox/state`; made anew only when something has changed. */
export function createStateView(platform: Platform): () => SandboxState {
  let shown: SandboxState | null = null;
  return () => {
    if (shown?.rev !== platform.world.revision()) shown = build(platform);
    return shown;
  };
}
