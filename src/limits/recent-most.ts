/** Longer than any limit's window. */
const rememberMs = 120_000;

/**
 * The most that a number was within the last while. For how many processes there are: one that left had its part
 * of a window until the end, so that nobody else has it before the window is over.
 */
export interface RecentMost {
  note(value: number): void;
  within(ms: number): number;
}

/** `now` is steady, in milliseconds. */
export const createRecentMost = (now: () => number): RecentMost => {
  let current = 1;
  let former: readonly { readonly value: number; readonly untilMs: number }[] = [];
  return {
    note: (value) => {
      if (value === current) return;
      const nowMs = now();
      former = [
        ...former.filter(({ untilMs }) => untilMs > nowMs - rememberMs),
        { value: current, untilMs: nowMs },
      ];
      current = value;
    },
    within: (ms) => {
      const sinceMs = now() - ms;
      const values = former.filter(({ untilMs }) => untilMs > sinceMs).map(({ value }) => value);
      return Math.max(current, ...values);
    },
  };
};
