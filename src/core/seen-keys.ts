import type { Clock } from "./clock.ts";
import { createRecent } from "./recent.ts";

/** Tells repeated deliveries from new ones. */
export interface SeenKeys {
  /** `true` for a key that is new, which from then on is known. */
  claim(key: string): boolean;
  /** Makes a key new again. */
  release(key: string): void;
}

/** Forgets keys after `keepMs`; beyond `capacity` the oldest goes first, and then only the journal tells. */
export const createSeenKeys = (options: {
  readonly clock: Clock;
  readonly keepMs: number;
  readonly capacity: number;
}): SeenKeys => {
  const seen = createRecent<string, true>({ ...options, most: options.capacity });
  return {
    claim: (key) => {
      if (seen.get(key)) return false;
      seen.set(key, true);
      return true;
    },
    release: (key) => seen.delete(key),
  };
};
