import type { Words } from "../../core/answers/rich.ts";
import type { ChatId, MessageRef, UserId } from "../../core/ids.ts";
import type { Call } from "./client.ts";
import { renderCard } from "./render.ts";

/**
 * Shows a card to one person alone. It carries no key, so whoever repeats it may show two.
 * Source: Feishu docs, ephemeral/v1/send.
 */
export const privateCard = (
  chat: ChatId,
  user: UserId,
  { words, signal }: { readonly words: Words; readonly signal: AbortSignal },
): Call => ({
  api: "ephemeral.send",
  path: "/open-apis/ephemeral/v1/send",
  data: { chat_id: chat, open_id: user, msg_type: "interactive", card: renderCard(words) },
  chat,
  signal,
  repeatable: false,
});

/** Puts a reaction on a message; doing it twice is the same as doing it once. Source: message-reaction/create. */
export const reaction = (
  { chat, message }: MessageRef,
  emoji: string,
  signal: AbortSignal,
): Call => ({
  api: "reaction.create",
  path: `/open-apis/im/v1/messages/${message}/reactions`,
  data: { reaction_type: { emoji_type: emoji } },
  chat,
  message,
  signal,
  repeatable: true,
});
