import type { Clock } from "../../core/clock.ts";

export interface NonceCache {
  /** `true` for a key that is new, which from then on is known. */
  claim(key: string): boolean;
  /** Makes a key new again. */
  release(key: string): void;
  readonly size: number;
}

/**
 * Remembers which signed requests were seen, so that a replayed one is told from a new one. Keys are forgotten
 * after `keepMs`; beyond `capacity` the oldest goes first, and then only the journal tells a repeated command.
 */
export function createNonceCache(options: {
  readonly clock: Clock;
  readonly keepMs: number;
  readonly capacity: number;
}): NonceCache {
  const { clock, keepMs, capacity } = options;
  const seenAtMs = new Map<string, number>();

  const forgetOld = (nowMs: number): void => {
    for (const [key, atMs] of seenAtMs) {
      if (nowMs - atMs < keepMs && seenAtMs.size < capacity) return;
      seenAtMs.delete(key);
    }
  };

  return {
    claim(key) {
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
}
