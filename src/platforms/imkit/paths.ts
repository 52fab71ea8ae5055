import type { ChatId, MessageId } from "../../core/ids.ts";

declare const built: unique symbol;

/** A path made by this file, from ids that passed their patterns: each stays in its own segment. */
export type Path = string & { readonly [built]: true };

const path = (...segments: readonly string[]): Path =>
  segments.map((segment) => `/${encodeURIComponent(segment)}`).join("") as Path;

export const paths = {
  me: path("me"),
  clients: path("admin", "clients"),
  room: (chat: ChatId): Path => path("rooms", chat),
  /** Sends, edits and recalls alike: the body decides. */
  roomMessage: (chat: ChatId): Path => path("rooms", chat, "message"),
  roomMessages: (chat: ChatId): Path => path("rooms", chat, "messages", "v3"),
  pin: (message: MessageId): Path => path("messages", message, "pin"),
} as const;
