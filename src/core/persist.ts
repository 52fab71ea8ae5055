import type { Clock } from "./clock.ts";
import type { Log } from "./log.ts";
import { pause } from "./pause.ts";

const firstPauseMs = 250;
const longestPauseMs = 5_000;

/** A step that the journal does not allow, or a fault in what is asked: waiting heals neither. */
const isBug = (error: unknown): boolean =>
  error instanceof TypeError ||
  error instanceof RangeError ||
  (error instanceof Error && "failure" in error && error.failure === "conflict");

/**
 * Asks the store again until it works: a full disk or a lost database heals, and what happened must not be forgotten
 * meanwhile. Gives up, with the last error, only when the app stops.
 */
export const persist = async <T>(
  ask: () => Promise<T>,
  parts: { readonly clock: Clock; readonly log: Log; readonly stopping: AbortSignal },
): Promise<T> => {
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
    try {
      return await ask();
    } catch (error) {
      if (parts.stopping.aborted || isBug(error)) throw error;
      parts.log.error({ err: error }, "the store does not work; trying again");
      await pause({ ms: pauseMs, clock: parts.clock, signal: parts.stopping });
    }
  }
};
