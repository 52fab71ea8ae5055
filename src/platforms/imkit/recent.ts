import type { Clock } from "../../core/clock.ts";

/** A memory that forgets: entries older than `keepMs`, and the oldest beyond `most`. */
export interface Recent<Key, Value> {
  get(key: Key): Value | undefined;
  set(key: Key, value: Value): void;
  delete(key: Key): void;
  size(): number;
}

/** `clock` must be steady. */
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
      forget();
      return entries.get(key)?.value;
    },
    set: (key, value) => {
      entries.delete(key);
      entries.set(key, { value, untilMs: clock.now() + keepMs });
      forget();
    },
    delete: (key) => {
      entries.delete(key);
    },
    size: () => entries.size,
  };
};
