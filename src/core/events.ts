import type { ChatId, MessageId, UserId } from "./ids.ts";

/** A piece of a message: plain text, or a mention of a member, of the bot itself or of everyone. */
export type Segment =
  | { readonly kind: "text"; readonly text: string }
  | {
      readonly kind: "mention";
      readonly user: UserId;
      readonly name: string;
      readonly isBot: boolean;
    }
  | { readonly kind: "mention-self"; readonly name: string }
  | { readonly kind: "mention-all" };

/** Somebody wrote a message. */
export interface MessageEvent {
  readonly type: "message";
  readonly chat: ChatId;
  readonly chatKind: "group" | "direct";
  readonly message: MessageId;
  /** Absent for anonymous senders: such a sender equals nobody and has no role. */
  readonly sender?: UserId;
  readonly content: readonly Segment[];
  /** The message it replies to. Inside a thread this is always the thread's first message. */
  readonly replyTo?: MessageId;
  readonly inThread: boolean;
  /** When it was written, by the platform's clock, in milliseconds. */
  readonly sentAtMs: number;
}

/** A message was recalled, by the bot or by hand. The platform does not say by whom, only in which capacity. */
export interface RecalledEvent {
  readonly type: "recalled";
  readonly chat: ChatId;
  readonly message: MessageId;
  readonly by: "author" | "owner" | "admin" | "organisation" | "unknown";
  readonly atMs: number;
}

/** The bot came into a group, or left it, or the group is gone. */
export interface MembershipEvent {
  readonly type: "bot-added" | "bot-removed" | "chat-gone";
  readonly chat: ChatId;
  readonly by?: UserId;
  readonly atMs: number;
}

/** Something about the group changed: what is cached about it is stale. */
export interface ChatChangedEvent {
  readonly type: "chat-changed";
  readonly chat: ChatId;
}

/** What a platform's decoder makes of a delivery. */
export type ChatEvent = MessageEvent | RecalledEvent | MembershipEvent | ChatChangedEvent;
