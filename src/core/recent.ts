import type { Clock } from "./clock.ts";

/** A memory that forgets: entries that were set `keepMs` ago, and the oldest beyond `most`. */
export interface Recent<Key, Value> {
  get(key: Key): Value | undefined;
  set(key: Key, value: Value): void;
  delete(key: Key): void;
}

/** Where `clock` is set, it remembers for as much longer or shorter. */
export const createRecent = <Key, Value>(options: {
  readonly clock: Clock;
  readonly keepMs: number;
  readonly most: number;
}): Recent<Key, Value> => {
  const { clock, keepMs, most } = options;
  // In order of being set, the oldest first.
  const entries = new Map<Key, { readonly value: Value; readonly untilMs: number }>();
  const forget = (): void => {
    for (const [key, { untilMs }] of entries) {
      if (entries.size <= most && untilMs > clock.now()) return;
      entries.delete(key);
    }
  };
  return {
    get: (key) => {
      const entry = entries.get(key);
      return entry !== undefined && entry.untilMs > clock.now() ? entry.value : undefined;
    },
    set: (key, value) => {
      entries.delete(key);
      entries.set(key, { value, untilMs: clock.now() + keepMs });
      forget();
    },
    delete: (key) => {
      entries.delete(key);
    },
  };
};
