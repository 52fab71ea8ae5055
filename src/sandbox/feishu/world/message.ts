import type { Actor } from "./chat.ts";

/** Somebody mentioned in a message. */
export interface Mention {
  /** As it stands in the content: `@_user_1`. */
  readonly key: string;
  readonly openId: string;
  readonly name: string;
  readonly isBot: boolean;
}

/** One emoji under a message, by one person or the bot. */
export interface Reaction {
  readonly reactionId: string;
  readonly emojiType: string;
  readonly operator: Actor;
  readonly actionTimeMs: number;
}

/** One message of a chat; recalled ones stay, without their content. */
export interface Message {
  readonly messageId: string;
  readonly chatId: string;
  readonly sender: Actor;
  readonly rootId: string | null;
  readonly parentId: string | null;
  threadId: string | null;
  msgType: string;
  /** In the form in which bots receive it: a JSON string. */
  content: string;
  mentions: readonly Mention[];
  readonly createTimeMs: number;
  updateTimeMs: number;
  edits: number;
  deleted: boolean;
  /** By reaction id, oldest first. */
  readonly reactions: Map<string, Reaction>;
}

/** Whether both are the same person, or both the bot. */
export function isSameActor(one: Actor, other: Actor): boolean {
  if (one.kind === "bot" || other.kind === "bot") return one.kind === other.kind;
  return one.openId === other.openId;
}

/** Types that the platform itself writes and nobody can pin, recall, or answer. */
export function isSystemMessage(message: Message): boolean {
  return message.msgType === "system";
}
