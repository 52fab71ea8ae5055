import type { Clock } from "../clock.ts";
import type { Log } from "../log.ts";

const sameWarningEveryMs = 60_000;

/** Warns of refused requests, once a minute for each reason: anybody can send as many as they like. */
export const createRefusalWarnings = <Why extends string>(
  log: Log,
  clock: Clock,
): ((why: Why) => void) => {
  const warnedAtMs = new Map<Why, number>();
  return (why) => {
    const nowMs = clock.now();
    if (nowMs - (warnedAtMs.get(why) ?? Number.NEGATIVE_INFINITY) < sameWarningEveryMs) return;
    warnedAtMs.set(why, nowMs);
    log.warn({ why }, "webhook requests are refused");
  };
};
