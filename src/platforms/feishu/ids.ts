import type { ChatId, MessageId, UserId } from "../../core/ids.ts";

/**
 * The only place where text becomes a Feishu id. The SDK does not URL-encode path parameters, so a text that
 * passes here must be harmless in a path: letters, digits, `_` and `-` after the prefix, 67 characters at most.
 */
const messagePattern = /^om_[0-9A-Za-z_-]{1,64}$/;
const chatPattern = /^oc_[0-9A-Za-z_-]{1,64}$/;
const userPattern = /^ou_[0-9A-Za-z_-]{1,64}$/;

/** `text` as a message id (`om_…`), or nothing when it is anything else. */
export const messageId = (text: unknown): MessageId | undefined =>
  typeof text === "string" && messagePattern.test(text) ? (text as MessageId) : undefined;

/** `text` as a chat id (`oc_…`), or nothing when it is anything else. */
export const chatId = (text: unknown): ChatId | undefined =>
  typeof text === "string" && chatPattern.test(text) ? (text as ChatId) : undefined;

/** `text` as a user's open_id (`ou_…`), or nothing when it is anything else. */
export const userId = (text: unknown): UserId | undefined =>
  typeof text === "string" && userPattern.test(text) ? (text as UserId) : undefined;

/** The only form of app id with which the SDK opens a long connection; others leave it idle without a word. */
export const isAppId = (text: string): boolean => /^cli_[0-9a-fA-F]{16}$/.test(text);
