import type { Problem } from "../../core/problem.ts";

/** What to do after a failed try. */
export type NextStep =
  | { readonly kind: "give-up" }
  | {
      readonly kind: "again";
      readonly waitMs: number;
      /** How long everybody stands still meanwhile. */
      readonly pauseMs?: number;
      readonly renewToken?: true;
    };

/** How often a call is tried, a renewal of the token not counted. */
const mostTries = 3;
/** A longer wait is left to people: the platform asks for a whole minute. */
const longestPauseMs = 5_000;
const giveUp: NextStep = { kind: "give-up" };

/**
 * Decides after a failed try. What may have had an effect is repeated only where repeating is safe, with
 * exponential backoff and full jitter; a refused token is renewed once.
 */
export const nextStep = (failure: {
  readonly problem: Problem;
  /** Tries so far, this one included. */
  readonly tries: number;
  readonly repeatable: boolean;
  readonly tokenRenewed: boolean;
  /** Between 0 and 1. */
  readonly random: number;
}): NextStep => {
  const { problem, tries, random } = failure;
  if (problem.reason === "token-rejected") {
    return failure.tokenRenewed ? giveUp : { kind: "again", waitMs: 0, renewToken: true };
  }
  if (tries >= mostTries) return giveUp;
  if (problem.reason === "too-fast") {
    const pauseMs = (problem.retryAfterMs ?? 1000) + random * 500;
    return pauseMs > longestPauseMs ? giveUp : { kind: "again", waitMs: 0, pauseMs };
  }
  const refused = problem.code?.startsWith("http-4") === true;
  const passes = (problem.reason === "platform-down" && !refused) || problem.reason === "timeout";
  if (!passes || !failure.repeatable) return giveUp;
  return { kind: "again", waitMs: random * Math.min(250 * 2 ** tries, 4000) };
};
