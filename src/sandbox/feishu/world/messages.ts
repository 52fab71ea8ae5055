import { type Answer, refusal, success } from "../answer.ts";
import { degradeCard } from "./card.ts";
import { type Actor, bot, type Chat, isThreaded, roleOf } from "./chat.ts";
import { botHears, messageReceived } from "./events.ts";
import { parseJsonObject } from "./json.ts";
import type { Message } from "./message.ts";
import { type PageRequest, page } from "./paging.ts";
import { hasAnyScope } from "./scopes.ts";
import { type IdType, userIdAs } from "./user-ids.ts";
import { storeMessage, type World } from "./world.ts";

interface Place {
  readonly rootId: string | null;
  readonly parentId: string | null;
  readonly threadId: string | null;
}

/** Where a message lands: in threads the parent is always the root, as on the platform. */
function placeOf(
  world: World,
  chat: Chat,
  reply: { readonly parent: Message | null; readonly replyInThread: boolean },
): Place {
  const { parent, replyInThread } = reply;
  if (parent === null) {
    return {
      rootId: null,
      parentId: null,
      threadId: isThreaded(chat) ? `omt_${world.randomHex(8)}` : null,
    };
  }
  if (parent.threadId !== null) {
    const rootId = parent.rootId ?? parent.messageId;
    return { rootId, parentId: rootId, threadId: parent.threadId };
  }
  if (replyInThread) {
    parent.threadId = `omt_${world.randomHex(8)}`;
    return { rootId: parent.messageId, parentId: parent.messageId, threadId: parent.threadId };
  }
  return {
    rootId: parent.rootId ?? parent.messageId,
    parentId: parent.messageId,
    threadId: null,
  };
}

/** Puts a message whose right to be there is settled; people's messages are told to the bot. */
export function postMessage(
  world: World,
  post: {
    readonly chat: Chat;
    readonly sender: Actor;
    readonly msgType: string;
    readonly content: string;
    readonly mentions: Message["mentions"];
    readonly parent: Message | null;
    readonly replyInThread: boolean;
  },
): Message {
  const { chat, sender } = post;
  const atMs = Math.floor(world.now());
  const message: Message = {
    messageId: `om_${world.randomHex(16)}`,
    chatId: chat.chatId,
    sender,
    ...placeOf(world, chat, post),
    msgType: post.msgType,
    content: post.content,
    mentions: post.mentions,
    createTimeMs: atMs,
    updateTimeMs: atMs,
    edits: 0,
    deleted: false,
    reactions: new Map(),
  };
  storeMessage(world, chat, message);
  const heard = sender.kind === "user" && message.msgType !== "system" && botHears(chat);
  if (heard) world.emit(messageReceived(world, chat, message));
  world.touch();
  return message;
}

/** A message as the API shows it; `raw` keeps a card's own JSON. */
export function messageRecord(
  world: World,
  message: Message,
  options: { readonly raw: boolean; readonly deletedText?: string; readonly idType?: IdType },
): Readonly<Record<string, unknown>> {
  const { sender } = message;
  const idType = options.idType ?? "open_id";
  const content = message.deleted ? options.deletedText : shownContent(message, options.raw);
  return {
    message_id: message.messageId,
    ...(message.rootId === null ? {} : { root_id: message.rootId }),
    ...(message.parentId === null ? {} : { parent_id: message.parentId }),
    ...(message.threadId === null ? {} : { thread_id: message.threadId }),
    msg_type: message.msgType,
    create_time: String(message.createTimeMs),
    update_time: String(message.updateTimeMs),
    deleted: message.deleted,
    updated: message.edits > 0,
    chat_id: message.chatId,
    sender: {
      id: sender.kind === "bot" ? world.app.appId : userIdAs(world, sender.openId, idType),
      id_type: sender.kind === "bot" ? "app_id" : idType,
      sender_type: sender.kind === "bot" ? "app" : "user",
      tenant_key: world.app.tenantKey,
    },
    body: content === undefined ? {} : { content },
    ...(message.mentions.length === 0
      ? {}
      : {
          mentions: message.mentions.map((mention) => ({
            key: mention.key,
            id: userIdAs(world, mention.openId, idType),
            id_type: mention.isBot ? "open_id" : idType,
            name: mention.name,
            tenant_key: world.app.tenantKey,
          })),
        }),
  };
}

function shownContent(message: Message, raw: boolean): string {
  if (raw || message.msgType !== "interactive") return message.content;
  const card = parseJsonObject(message.content);
  return card === null ? message.content : JSON.stringify(degradeCard(card));
}

/** Messages of groups are read only with the sensitive scope, whatever else is granted. */
function mayReadGroup(world: World, chat: Chat): boolean {
  return (
    chat.chatMode === "p2p" ||
    hasAnyScope(world.scopes, ["im:message.group_msg", "im:message.group_msg:readonly"])
  );
}

/** See Feishu docs: im-v1/message/get. */
export function getMessage(
  world: World,
  request: { readonly messageId: string; readonly raw: boolean; readonly idType: IdType },
): Answer {
  const message = world.messages.get(request.messageId);
  const chat = message === undefined ? undefined : world.chats.get(message.chatId);
  if (message === undefined || chat === undefined) return refusal(99992354);
  if (roleOf(chat, bot) === null) return refusal(230002);
  if (!mayReadGroup(world, chat)) return refusal(230027);
  return success({ items: [messageRecord(world, message, request)] });
}

/** Messages of a chat (only roots of threads) or of a thread; bounds in seconds. See Feishu docs: im-v1/message/list. */
export function listMessages(
  world: World,
  request: PageRequest & {
    readonly containerType: "chat" | "thread";
    readonly containerId: string;
    readonly startS: number | undefined;
    readonly endS: number | undefined;
    readonly descending: boolean;
    readonly raw: boolean;
    readonly idType: IdType;
  },
): Answer {
  const byThread = request.containerType === "thread";
  const chat = byThread
    ? chatOfThread(world, request.containerId)
    : world.chats.get(request.containerId);
  if (chat === undefined) return refusal(230001, "invalid container_id");
  if (roleOf(chat, bot) === null) return refusal(230002);
  if (!mayReadGroup(world, chat)) return refusal(230027);
  if (byThread && (request.startS !== undefined || request.endS !== undefined)) {
    return refusal(230001, "threads do not support start_time and end_time");
  }
  const startMs = (request.startS ?? 0) * 1000;
  const endMs = (request.endS ?? Number.POSITIVE_INFINITY) * 1000;
  if (startMs > endMs) return refusal(230001, "start_time must not exceed end_time");
  const found: Message[] = [];
  for (const id of chat.messageIds) {
    const message = world.messages.get(id);
    if (message === undefined) continue;
    const inPlace = byThread
      ? message.threadId === request.containerId
      : message.threadId === null || message.rootId === null;
    if (inPlace && message.createTimeMs >= startMs && message.createTimeMs <= endMs)
      found.push(message);
  }
  if (request.descending) found.reverse();
  const result = page(found, { ...request, keyOf: (message) => message.messageId });
  if (result === null) return refusal(230001, "invalid page_token");
  return success({
    ...result,
    items: result.items.map((message) =>
      messageRecord(world, message, {
        raw: request.raw,
        idType: request.idType,
        deletedText: "This message was recalled",
      }),
    ),
  });
}

function chatOfThread(world: World, threadId: string): Chat | undefined {
  for (const message of world.messages.values()) {
    if (message.threadId === threadId) return world.chats.get(message.chatId);
  }
  return undefined;
}
