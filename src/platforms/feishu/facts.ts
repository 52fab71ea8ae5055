import type { UserId } from "../../core/ids.ts";
import { isJsonObject, type JsonObject, listOf, stringOf } from "../../core/json.ts";
import type { Actor, ChatFacts, MessageFacts, PinFacts } from "../../core/platform.ts";
import { type Problem, problem } from "../../core/problem.ts";
import { fail, ok, type Result } from "../../core/result.ts";
import { excerptOf } from "../../core/text/excerpt.ts";
import { epochMs } from "./decode-field.ts";
import { chatId, messageId, userId } from "./ids.ts";
import { textOf } from "./message-text.ts";

/** The platform answered with success but not with what it documents. */
export const unreadable: Problem = problem("platform-down", { code: "junk" });

/** Our own standing: in lists of managers bots are named by app id. */
const botRoleOf = (chat: JsonObject, appId: string): ChatFacts["botRole"] => {
  if (listOf(chat.bot_manager_id_list).includes(appId)) return "admin";
  // Without an owner some bot owns the group, and no field says which one: it may be us.
  return stringOf(chat.owner_id) === undefined && chat.chat_mode !== "p2p" ? "unknown" : "member";
};

/**
 * What `chat.get` says of a chat. An operator outside the group is told only its name and counts, without an
 * error, so a missing `chat_mode` means that the bot is not in it. Source: Feishu docs im-v1/chat/get.
 */
export const chatFacts = (chat: JsonObject, appId: string): Result<ChatFacts> => {
  if (chat.chat_status === "dissolved" || chat.chat_status === "dissolved_save") {
    return fail(problem("chat-gone"));
  }
  const mode = stringOf(chat.chat_mode);
  if (mode === undefined) return fail(problem("bot-not-in-chat"));
  const name = stringOf(chat.name);
  const owner = userId(chat.owner_id);
  return ok({
    ...(name === undefined ? {} : { name }),
    kind: mode === "p2p" ? "direct" : "group",
    owners: owner === undefined ? [] : [owner],
    admins: listOf(chat.user_manager_id_list).flatMap((one) => userId(one) ?? []),
    botRole: botRoleOf(chat, appId),
    // The documentation writes the value with a leading blank.
    topics: mode === "topic" || stringOf(chat.group_message_type)?.trim() === "thread",
    external: chat.external === true,
  });
};

const actorOf = (id: unknown, idType: unknown, appId: string): Actor | undefined => {
  if (idType === "app_id") return id === appId ? { kind: "self" } : { kind: "app" };
  const user = idType === "open_id" ? userId(id) : undefined;
  return user === undefined ? undefined : { kind: "user", user };
};

const authorOf = (message: JsonObject, appId: string): Actor | undefined => {
  const sender = message.sender;
  if (!isJsonObject(sender)) return undefined;
  if (sender.sender_type !== "user" && sender.sender_type !== "app") return undefined;
  return actorOf(sender.id, sender.id_type, appId);
};

/**
 * What `message.get` says of one message: the first item (a forwarded bundle brings its children after it).
 * Senders that are apps are named by app id here, not by open_id. Source: Feishu docs im-v1/message/get.
 */
export const messageFacts = (data: JsonObject, appId: string): Result<MessageFacts> => {
  const [item] = listOf(data.items);
  if (!isJsonObject(item)) return fail(problem("message-unknown"));
  const message = messageId(item.message_id);
  const chat = chatId(item.chat_id);
  const sentAtMs = epochMs(item.create_time);
  if (message === undefined || chat === undefined || sentAtMs === undefined) {
    return fail(unreadable);
  }
  const author = authorOf(item, appId);
  const gone = item.deleted === true;
  const text = gone ? undefined : textOf(item);
  const excerpt = text === undefined ? undefined : excerptOf(text);
  return ok({
    chat,
    message,
    ...(author === undefined ? {} : { author }),
    gone,
    sentAtMs,
    ...(excerpt === undefined ? {} : { excerpt }),
    ...(text === undefined ? {} : { text }),
  });
};

/** One pin; nothing when it cannot be read. An operator that is no user of ours to name counts as some app. */
export const pinFacts = (pin: unknown, appId: string): PinFacts | undefined => {
  if (!isJsonObject(pin)) return undefined;
  const message = messageId(pin.message_id);
  const atMs = epochMs(pin.create_time);
  if (message === undefined || atMs === undefined) return undefined;
  const by = actorOf(pin.operator_id, pin.operator_id_type, appId) ?? { kind: "app" };
  return { message, by, atMs };
};

/** The id of a member from `chat.members`. */
export const memberId = (member: unknown): UserId | undefined =>
  isJsonObject(member) ? userId(member.member_id) : undefined;

/** Id and name of a member from `chat.members`; nothing for one without either. */
export const memberName = (member: unknown): readonly [UserId, string] | undefined => {
  if (!isJsonObject(member)) return undefined;
  const user = memberId(member);
  const name = stringOf(member.name);
  return user === undefined || name === undefined ? undefined : [user, name];
};
