/** A clock for telling a look-alike what happened before it was started. */
export interface PastClock {
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** From now on it is so long ago. */
  goBack(minutes: number): void;
  /** From now on it is now, for good. */
  comeBack(): void;
}

/** A clock that starts at the present, as told by `present`. */
export const createPastClock = (present: () => number): PastClock => {
  let behindMs = 0;
  return {
    now: () => present() - behindMs,
    goBack: (minutes) => {
      behindMs = minutes * 60_000;
    },
    comeBack: () => {
      behindMs = 0;
    },
  };
};
