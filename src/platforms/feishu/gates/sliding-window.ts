import { marginMs } from "./pass.ts";

/**
 * Counts calls in a sliding window as the platform could see them at worst: a call counts from the moment it is
 * let go until `windowMs` after its answer. All times are milliseconds of one steady clock.
 *
 * If calls are let go only while `used(now) < limit`, no sliding window of `windowMs` at the platform holds more
 * than `limit` arrivals. Proof: of limit + 1 arrivals take the one let go last, at g. Then some other one did not count
 * any more, so its answer, and before that its arrival, was at g - windowMs or earlier; the last one arrived at g or later.
 */
export interface SlidingWindow {
  readonly limit: number;
  readonly windowMs: number;
  take(): void;
  giveBack(): void;
  /** The answer of a call that was taken came at `nowMs`. */
  answered(nowMs: number): void;
  used(nowMs: number): number;
  /** The earliest time at which there is room; infinite when that depends on answers that are still to come. */
  roomAtMs(nowMs: number): number;
  /** When the answered calls stop counting, earliest first. */
  releases(nowMs: number): readonly number[];
}

export const createSlidingWindow = (limit: number, lengthMs: number): SlidingWindow => {
  const windowMs = lengthMs + marginMs;
  let inFlight = 0;
  let releases: number[] = [];
  let gone = 0;

  const prune = (nowMs: number): void => {
    while (gone < releases.length && (releases[gone] ?? 0) <= nowMs) gone += 1;
    // At most `limit` count at a time, so the array stays below twice that.
    if (gone >= limit) {
      releases = releases.slice(gone);
      gone = 0;
    }
  };

  return {
    limit,
    windowMs,
    take: () => {
      inFlight += 1;
    },
    giveBack: () => {
      inFlight -= 1;
    },
    answered: (nowMs) => {
      inFlight -= 1;
      releases.push(nowMs + windowMs);
    },
    used: (nowMs) => {
      prune(nowMs);
      return inFlight + releases.length - gone;
    },
    roomAtMs: (nowMs) => {
      prune(nowMs);
      const excess = inFlight + releases.length - gone - limit;
      if (excess < 0) return nowMs;
      return releases[gone + excess] ?? Number.POSITIVE_INFINITY;
    },
    releases: (nowMs) => {
      prune(nowMs);
      return releases.slice(gone);
    },
  };
};
