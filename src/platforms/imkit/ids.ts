import type { ChatId, MessageId, UserId } from "../../core/ids.ts";
import { isJsonObject } from "../../core/json.ts";

/**
 * The only place where text becomes an IMKit id. Messages have Mongo ids: 24 hex digits and nothing else, so the
 * platform's `_all`, which wipes a room, can never be one. Rooms and users are named by the app as it likes; what
 * could leave its own path segment, or hide in a log, is refused all the same.
 */
const messagePattern = /^[0-9a-f]{24}$/;
const namePattern = /^[^\p{C}\p{Z}/\\?#%"'<>`]{1,128}$/u;
const onlyDots = /^\.+$/;
const reserved = new Set(["_all"]);

const isName = (text: unknown): text is string =>
  typeof text === "string" && namePattern.test(text) && !onlyDots.test(text) && !reserved.has(text);

/** `text` as a message id, or nothing when it is anything else. */
export const messageId = (text: unknown): MessageId | undefined =>
  typeof text === "string" && messagePattern.test(text) ? (text as MessageId) : undefined;

/** `text` as a room id, or nothing when it is anything else. */
export const chatId = (text: unknown): ChatId | undefined =>
  isName(text) ? (text as ChatId) : undefined;

/** `text` as a user's (client's) id, or nothing when it is anything else. */
export const userId = (text: unknown): UserId | undefined =>
  isName(text) ? (text as UserId) : undefined;

/** A user named by id or by object, as the platform does either. */
export const userIdOf = (user: unknown): UserId | undefined =>
  userId(isJsonObject(user) ? (user._id ?? user.id) : user);

/** A message named by id or by object. */
export const messageIdOf = (message: unknown): MessageId | undefined =>
  messageId(isJsonObject(message) ? (message._id ?? message.id) : message);

/** When a message was made, to the second: the first four bytes of its id. */
export const madeAtMs = (message: MessageId): number =>
  Number.parseInt(message.slice(0, 8), 16) * 1000;
