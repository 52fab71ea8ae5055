/** Time, passed in so that tests own it. Milliseconds since the epoch. */
export interface Clock {
  now(): number;
  /** Runs `task` after `delayMs`; the returned function cancels it. Never keeps the process alive. */
  after(delayMs: number, task: () => void): () => void;
}

/** `setTimeout` fires at once for delays over 2^31-1 ms (24.8 days), so longer waits are cut into pieces. */
const longestDelayMs = 2_147_000_000;

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
