import type { SharedKey, SharedWindows } from "../../src/core/limits/shared-windows.ts";

/** Windows that let through what a test says, and note what they were told. */
export const someWindows = ({ waitMs = 100 } = {}) => {
  const free = new Map<string, number>();
  const noted: string[] = [];
  const asked: SharedKey[] = [];
  const windows: SharedWindows = {
    take: (of) => {
      asked.push(of);
      const left = free.get(of.key) ?? Number.POSITIVE_INFINITY;
      if (left <= 0) return Promise.resolve({ kind: "wait", ms: waitMs });
      free.set(of.key, left - 1);
      return Promise.resolve({ kind: "go" });
    },
    answered: ({ key }) => void noted.push(`answered ${key}`),
    giveBack: ({ key }) => void noted.push(`gave back ${key}`),
    pause: ({ key }, ms) => void noted.push(`paused ${key} ${ms}`),
    state: () => ({ kind: "shared", sinceMs: 0, instances: 3 }),
    close: () => Promise.resolve(),
  };
  return { windows, free, noted, asked };
};
