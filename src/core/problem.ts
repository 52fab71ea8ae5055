/**
 * Every way in which something can fail that a person in the chat should understand. Each reason has one
 * sentence per language in `locales/`: who lacks what, and how to fix it.
 */
export const problemReasons = [
  // The message
  "message-gone",
  "message-invisible",
  "message-elsewhere",
  "message-unknown",
  "message-type-unsupported",
  "message-self-destructs",
  "message-too-old-to-recall",
  "not-bots-to-recall",
  // The chat
  "bot-not-in-chat",
  "chat-gone",
  "chat-unknown",
  "chat-external",
  "chat-other-tenant",
  "chat-kind-unsupported",
  "chat-muted",
  "chat-encrypted",
  "topic-unknown",
  "topic-reply-unsupported",
  "pin-for-admins-only",
  "top-notice-for-admins-only",
  "bot-lacks-role",
  // The app and its set-up
  "app-unknown",
  "app-disabled",
  "app-secret-wrong",
  "bot-ability-off",
  "scope-missing",
  "ip-not-allowed",
  "quota-used-up",
  "user-unavailable",
  "user-unknown",
  "user-from-other-app",
  "token-rejected",
  // What was sent
  "content-too-long",
  "content-refused",
  "content-invalid",
  "attachment-invalid",
  "reaction-refused",
  "reaction-unknown",
  "reaction-not-mine",
  "answer-not-editable",
  // Pace and weather
  "too-fast",
  "in-progress",
  "platform-down",
  "timeout",
  "cancelled",
  "unknown",
] as const;

export type ProblemReason = (typeof problemReasons)[number];

/** An expected failure of a call to a platform. */
export interface Problem {
  readonly reason: ProblemReason;
  /** `maybe`: the platform may have done it all the same (a timeout, a reset, a 5xx on a write). */
  readonly effect: "none" | "maybe";
  /** How long the platform asks us to wait, in milliseconds. */
  readonly retryAfterMs?: number;
  /** The platform's own code, for logs and metrics; never shown to people. */
  readonly code?: string;
  /** The platform's trace id, shown in small print so that an operator can ask the vendor. */
  readonly logId?: string;
  /** The scopes of which one is missing, for `scope-missing`. */
  readonly scopes?: readonly string[];
}

/** A problem that certainly had no effect. */
export const problem = (
  reason: ProblemReason,
  details: Omit<Problem, "reason" | "effect"> = {},
): Problem => ({ reason, effect: "none", ...details });
