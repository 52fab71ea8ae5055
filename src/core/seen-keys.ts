import type { Clock } from "./clock.ts";

/** Tells repeated deliveries from new ones. */
export interface SeenKeys {
  /** `true` for a key that is new, which from then on is known. */
  claim(key: string): boolean;
  /** Makes a key new again. */
  release(key: string): void;
  readonly size: number;
}

/** Forgets keys after `keepMs`; beyond `capacity` the oldest goes first, and then only the journal tells. */
export const createSeenKeys = (options: {
  readonly clock: Clock;
  readonly keepMs: number;
  readonly capacity: number;
}): SeenKeys => {
  const { clock, keepMs, capacity } = options;
  const seenAtMs = new Map<string, number>();

  const forgetOld = (nowMs: number): void => {
    for (const [key, atMs] of seenAtMs) {
      if (nowMs - atMs < keepMs && seenAtMs.size < capacity) return;
      seenAtMs.delete(key);
    }
  };

  return {
    claim: (key) => {
      const nowMs = clock.now();
      const atMs = seenAtMs.get(key);
      if (atMs !== undefined && nowMs - atMs < keepMs) return false;
      seenAtMs.delete(key);
      forgetOld(nowMs);
      seenAtMs.set(key, nowMs);
      return true;
    },
    release: (key) => void seenAtMs.delete(key),
    get size() {
      return seenAtMs.size;
    },
  };
};
