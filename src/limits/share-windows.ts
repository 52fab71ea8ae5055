import type { Clock } from "../core/clock.ts";
import type { SharedWindows } from "../core/shared-windows.ts";
import { createLocalShare } from "./local-share.ts";

/** Until then the others have noticed that they are one more. */
const settleMs = 4_000;
const askAgainMs = 100;

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
  const { instances, steadyNow } = options;
  const share = createLocalShare(steadyNow);
  const beganMs = steadyNow();
  const sinceMs = options.clock.now();
  const pausedUntilMs = new Map<string, number>();

  const pauseLeftMs = (key: string): number => {
    const leftMs = (pausedUntilMs.get(key) ?? 0) - steadyNow();
    if (leftMs <= 0) pausedUntilMs.delete(key);
    return leftMs;
  };

  return {
    take: (of, call) => {
      const early = instances() > 1 && steadyNow() < beganMs + settleMs;
      const leftMs = pauseLeftMs(of.key);
      if (early || leftMs > 0) {
        return Promise.resolve({ kind: "wait", ms: Math.max(askAgainMs, leftMs) });
      }
      const ms = share.take(of, call, {
        sinceMs: Number.NEGATIVE_INFINITY,
        instances: instances(),
        usedBefore: () => 0,
      });
      return Promise.resolve(ms === 0 ? { kind: "go" } : { kind: "wait", ms });
    },
    answered: share.answered,
    giveBack: share.giveBack,
    pause: ({ key }, ms) => {
      pausedUntilMs.set(key, Math.max(pausedUntilMs.get(key) ?? 0, steadyNow() + ms));
    },
    state: () => ({ kind: "alone", sinceMs, instances: instances() }),
    close: () => Promise.resolve(),
  };
};
