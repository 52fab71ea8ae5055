import type { Clock } from "../../../src/core/clock.ts";

export interface StillClock extends Clock {
  /** Lets time pass, running what is due in order. */
  pass(ms: number): void;
  readonly pending: number;
}

interface Task {
  readonly dueMs: number;
  readonly run: () => void;
}

/** A clock that stands still until told, at a real date, and runs its tasks without letting promises settle. */
export function createStillClock(startMs = 1_700_000_000_000): StillClock {
  let nowMs = startMs;
  const tasks = new Set<Task>();
  const nextDue = (untilMs: number): Task | undefined =>
    [...tasks].filter((task) => task.dueMs <= untilMs).sort((a, b) => a.dueMs - b.dueMs)[0];
  return {
    now: () => nowMs,
    after(delayMs, run) {
      const task = { dueMs: nowMs + delayMs, run };
      tasks.add(task);
      return () => void tasks.delete(task);
    },
    pass(ms) {
      const untilMs = nowMs + ms;
      for (let task = nextDue(untilMs); task !== undefined; task = nextDue(untilMs)) {
        tasks.delete(task);
        nowMs = task.dueMs;
        task.run();
      }
      nowMs = untilMs;
    },
    get pending() {
      return tasks.size;
    },
  };
}
