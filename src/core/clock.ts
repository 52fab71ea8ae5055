/** Time in milliseconds, passed in so that tests own it: since the epoch, or steady where that is asked for. */
export interface Clock {
  now(): number;
  /** Runs `task` after `delayMs`; the returned function cancels it. Never keeps the process alive. */
  after(delayMs: number, task: () => void): () => void;
}

/** `setTimeout` fires at once for delays over 2^31-1 ms (24.8 days), so longer waits are cut into pieces. */
const longestDelayMs = 2_147_000_000;

/** The time of day. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after: (delayMs, task) => {
    let timer: NodeJS.Timeout;
    const arm = (restMs: number): void => {
      const delay = Math.min(restMs, longestDelayMs);
      timer = setTimeout(() => (restMs > delay ? arm(restMs - delay) : task()), delay).unref();
    };
    arm(Math.max(0, delayMs));
    return () => clearTimeout(timer);
  },
};

/** Steady: never set forward or back, and good for spans alone. */
export const monotonicClock: Clock = { now: () => performance.now(), after: systemClock.after };
