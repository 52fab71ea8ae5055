import { type Answer, refusal, success } from "../answer.ts";
import { bot, type Chat } from "./chat.ts";
import { prepareContent, whySendRefused } from "./content.ts";
import { isSystemMessage } from "./message.ts";
import { messageRecord, postMessage } from "./messages.ts";
import type { World } from "./world.ts";

interface Outgoing {
  readonly msgType: string;
  readonly content: string;
}

/** The bot says something in a chat. See Feishu docs: im-v1/message/create. */
export function sendMessage(world: World, chat: Chat, outgoing: Outgoing): Answer {
  const refused = whySendRefused(chat);
  if (refused !== null) return refused;
  const prepared = prepareContent(world, outgoing);
  if (!prepared.ok) return prepared.answer;
  const message = postMessage(world, {
    chat,
    sender: bot,
    msgType: outgoing.msgType,
    ...prepared.value,
    parent: null,
    replyInThread: false,
  });
  return success(messageRecord(world, message, { raw: true }));
}

/** The bot answers a message. See Feishu docs: im-v1/message/reply. */
export function replyMessage(
  world: World,
  reply: Outgoing & { readonly messageId: string; readonly replyInThread: boolean },
): Answer {
  const parent = world.messages.get(reply.messageId);
  const chat = parent === undefined ? undefined : world.chats.get(parent.chatId);
  if (parent === undefined || chat === undefined) return refusal(99992354);
  const refused = whySendRefused(chat);
  if (refused !== null) return refused;
  if (parent.deleted) return refusal(230011);
  if (isSystemMessage(parent)) return refusal(230054);
  const prepared = prepareContent(world, reply);
  if (!prepared.ok) return prepared.answer;
  const message = postMessage(world, {
    chat,
    sender: bot,
    msgType: reply.msgType,
    ...prepared.value,
    parent,
    replyInThread: reply.replyInThread,
  });
  return success(messageRecord(world, message, { raw: true }));
}

/** The one-to-one chat of the bot and a person, opened when there is none yet. */
export function p2pChat(world: World, openId: string): Chat {
  for (const chat of world.chats.values()) {
    if (chat.chatMode === "p2p" && chat.members.has(openId)) return chat;
  }
  const chat: Chat = {
    chatId: `oc_${world.randomHex(16)}`,
    chatMode: "p2p",
    groupMessageType: "chat",
    createdByBot: false,
    name: world.app.name,
    description: "",
    external: false,
    status: "normal",
    pinPermission: "all_members",
    moderationPermission: "all_members",
    members: new Map([[openId, { role: "member", joinedAtMs: world.now() }]]),
    botRole: "member",
    topNoticeMessageId: null,
    messageIds: new Set(),
    pins: new Map(),
  };
  world.chats.set(chat.chatId, chat);
  world.touch();
  return chat;
}
