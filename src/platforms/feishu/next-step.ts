import type { Problem } from "../../core/problem.ts";

/** What stands still, for everybody. */
interface Pause {
  readonly gate: "message" | "chat" | "api";
  readonly ms: number;
}

/** What to do after a failed try. */
export type NextStep =
  | { readonly kind: "give-up"; readonly pause?: Pause }
  | {
      readonly kind: "again";
      /** To wait before asking the gates again. */
      readonly waitMs: number;
      readonly pause?: Pause;
      readonly renewToken?: true;
    };

/** How often a call is tried, a renewal of the token not counted. */
const mostTries = 3;
const giveUp: NextStep = { kind: "give-up" };

/** The gateway refused these before the API saw the call, so even what must not be repeated may be sent again. */
const tokenCodes = new Set(["99991661", "99991663", "99991664", "99991665", "99991671"]);

/** "Too fast" of one message, chat or API, for which everybody waits; the rest waits alone. */
const paceOf = (
  code: string | undefined,
  countedBy: "message" | "chat" | undefined,
): Pause["gate"] | undefined => {
  if (code === "99991400" || code === "http-429" || code === "230048") return "api";
  if (code === "230047") return "message";
  if (code === "230020") return countedBy;
  return undefined;
};

/**
 * Decides after a failed try. Refusals for pace are retried by the platform's own pace, then explained.
 * What may have had an effect is repeated only where repeating is safe, with exponential backoff and full jitter.
 */
export const nextStep = (failure: {
  readonly problem: Problem;
  /** Tries so far, this one included. */
  readonly tries: number;
  readonly repeatable: boolean;
  /** What the API has a limit for beside its own, which is what 230020 is about. */
  readonly countedBy: "message" | "chat" | undefined;
  readonly tokenRenewed: boolean;
  /** Between 0 and 1. */
  readonly random: number;
}): NextStep => {
  const { problem, tries, random } = failure;
  if (problem.code !== undefined && tokenCodes.has(problem.code)) {
    return failure.tokenRenewed ? giveUp : { kind: "again", waitMs: 0, renewToken: true };
  }
  const last = tries >= mostTries;
  if (problem.reason === "too-fast") {
    const ms = (problem.retryAfterMs ?? 1000) + random * 500;
    const gate = paceOf(problem.code, failure.countedBy);
    if (gate === undefined) return last ? giveUp : { kind: "again", waitMs: ms };
    // The others wait whoever was refused: who goes on regardless is blocked for longer.
    const pause = { gate, ms };
    return last ? { kind: "give-up", pause } : { kind: "again", waitMs: 0, pause };
  }
  if (last || !failure.repeatable) return giveUp;
  // The twin that is under way has the same key; asking again tells how it went.
  if (problem.reason === "in-progress") return { kind: "again", waitMs: 500 + random * 500 };
  const refused = problem.code?.startsWith("http-4") === true;
  if ((problem.reason === "platform-down" && !refused) || problem.reason === "timeout") {
    return { kind: "again", waitMs: random * Math.min(500 * 2 ** tries, 8000) };
  }
  return giveUp;
};
