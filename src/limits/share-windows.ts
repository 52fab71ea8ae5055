import type { Clock } from "../core/clock.ts";
import type { SharedWindows } from "../core/limits/shared-windows.ts";
import { createLocalShare } from "./local-share.ts";
import { createRecentMost } from "./recent-most.ts";

/** Until then the others have noticed that they are one more. */
const settleMs = 4_000;
const askAgainMs = 100;
const lookEveryMs = 1_000;

/**
 * Limits for several processes without a Redis: each keeps to its part, limit ÷ processes. Safe, but what one does
 * not use, another cannot.
 */
export const createShareWindows = (options: {
  /** How many processes live. */
  readonly instances: () => number;
  readonly clock: Clock;
  /** Steady, in milliseconds. */
  readonly steadyNow: () => number;
}): SharedWindows => {
  const { instances, steadyNow, clock } = options;
  const share = createLocalShare(steadyNow);
  const beganMs = steadyNow();
  const sinceMs = clock.now();
  const most = createRecentMost(steadyNow);
  let cancelLook = (): void => {};

  const look = (): void => {
    most.note(instances());
    cancelLook = clock.after(lookEveryMs, look);
  };
  look();

  return {
    take: (of, call) => {
      most.note(instances());
      if (instances() > 1 && steadyNow() < beganMs + settleMs) {
        return Promise.resolve({ kind: "wait", ms: askAgainMs });
      }
      const ms = share.take(of, call, {
        sinceMs: Number.NEGATIVE_INFINITY,
        instances: most.within,
        usedBefore: () => 0,
      });
      return Promise.resolve(ms === 0 ? { kind: "go" } : { kind: "wait", ms });
    },
    answered: share.answered,
    giveBack: share.giveBack,
    pause: ({ key }, ms) => share.pause(key, ms),
    state: () => ({ kind: "alone", sinceMs, instances: instances() }),
    close: () => {
      cancelLook();
      return Promise.resolve();
    },
  };
};
