import type { Clock } from "../../../src/core/clock.ts";

/** A clock that stands still until it is told to go on: tasks run in order of their time, at their time or late. */
export interface ManualClock extends Clock {
  /** Runs everything that is due within the next `ms`, letting promises settle in between. */
  advance(ms: number): Promise<void>;
}

interface Task {
  readonly atMs: number;
  readonly order: number;
  readonly run: () => void;
}

/** `latenessMs` delays each timer, as a busy event loop does. */
export const createManualClock = (latenessMs: () => number = () => 0): ManualClock => {
  let nowMs = 0;
  let order = 0;
  const tasks = new Set<Task>();
  const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  const next = (untilMs: number): Task | undefined => {
    let earliest: Task | undefined;
    for (const task of tasks) {
      if (task.atMs > untilMs) continue;
      const isEarlier =
        earliest === undefined ||
        task.atMs < earliest.atMs ||
        (task.atMs === earliest.atMs && task.order < earliest.order);
      if (isEarlier) earliest = task;
    }
    return earliest;
  };
  return {
    now: () => nowMs,
    after: (delayMs, run) => {
      order += 1;
      const task = { atMs: nowMs + Math.max(0, delayMs) + latenessMs(), order, run };
      tasks.add(task);
      return () => void tasks.delete(task);
    },
    advance: async (ms) => {
      const untilMs = nowMs + ms;
      await settle();
      for (let task = next(untilMs); task !== undefined; task = next(untilMs)) {
        tasks.delete(task);
        nowMs = Math.max(nowMs, task.atMs);
        task.run();
        await settle();
      }
      nowMs = untilMs;
    },
  };
};
