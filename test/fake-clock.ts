import type { Clock } from "../src/core/clock.ts";

export interface FakeClock extends Clock {
  /** Moves time on, running what falls due on the way, in order. */
  advance(ms: number): Promise<void>;
  /** How many timers wait. */
  pending(): number;
}

/** Lets everything that is only waiting for promises run. */
export const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 40; turn += 1) await new Promise(setImmediate);
};

/** A clock that stands still until it is told to move. */
export const fakeClock = (startMs = Date.UTC(2026, 2, 5, 2, 0, 0)): FakeClock => {
  let nowMs = startMs;
  const timers = new Set<{ readonly atMs: number; readonly task: () => void }>();
  return {
    now: () => nowMs,
    after: (delayMs, task) => {
      const timer = { atMs: nowMs + Math.max(0, delayMs), task };
      timers.add(timer);
      return () => {
        timers.delete(timer);
      };
    },
    pending: () => timers.size,
    advance: async (ms) => {
      const untilMs = nowMs + ms;
      await settle();
      for (;;) {
        const [next] = [...timers]
          .filter(({ atMs }) => atMs <= untilMs)
          .sort((a, b) => a.atMs - b.atMs);
        if (!next) break;
        timers.delete(next);
        nowMs = Math.max(nowMs, next.atMs);
        next.task();
        await settle();
      }
      nowMs = untilMs;
      await settle();
    },
  };
};
