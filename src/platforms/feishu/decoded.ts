import type { ChatEvent } from "../../core/events.ts";
import type { ChatId, MessageId, UserId } from "../../core/ids.ts";

/** Who the bot itself is. The open id is learned from the platform and may not be known yet. */
export interface FeishuSelf {
  readonly appId: string;
  readonly openId: UserId | undefined;
}

/**
 * Somebody used a button or a menu of a card (Feishu docs: card-callback-communication). The platform does not
 * authorise the operator: everybody who sees the card can click, and everything in here can be made up by them
 * except the ids.
 */
export interface FeishuClick {
  /** `undefined` when the platform did not tell: equals nobody. */
  readonly operator: UserId | undefined;
  readonly chat: ChatId | undefined;
  /** The message that carries the card. */
  readonly message: MessageId | undefined;
  /** What the card's author attached to the element. */
  readonly value: unknown;
  /** What was chosen from a menu. */
  readonly option: string | undefined;
  readonly atMs: number;
}

/** Why a well-formed delivery is of no interest. */
export type IgnoredBecause =
  | "not-an-event"
  | "other-app"
  | "other-event-type"
  | "other-message-type"
  | "sent-by-a-bot"
  | "no-content"
  | "unreadable-content";

/** Why a delivery cannot be what the platform documents. */
export type JunkBecause =
  | "not-an-object"
  | "no-event-type"
  | "no-event-body"
  | "bad-field"
  | "bad-id"
  | "bad-time";

export type Decoded =
  | { readonly kind: "event"; readonly event: ChatEvent }
  | { readonly kind: "click"; readonly click: FeishuClick }
  | { readonly kind: "ignored"; readonly why: IgnoredBecause }
  | { readonly kind: "junk"; readonly why: JunkBecause };

export const ignored = (why: IgnoredBecause): Decoded => ({ kind: "ignored", why });
export const junk = (why: JunkBecause): Decoded => ({ kind: "junk", why });
