/** A list that keeps only its newest entries. */
export interface BoundedLog<T> {
  push(entry: T): void;
  /** Oldest first. */
  entries(): readonly T[];
  /** Only the newest `count`, oldest first. */
  newest(count: number): readonly T[];
  clear(): void;
}

/** Drops in blocks rather than one by one, so that a push costs the same however full the log is. */
export function createBoundedLog<T>(capacity: number): BoundedLog<T> {
  let kept: T[] = [];
  return {
    push(entry) {
      kept.push(entry);
      if (kept.length >= capacity * 2) kept = kept.slice(-capacity);
    },
    entries: () => kept.slice(-capacity),
    newest: (count) => (count <= 0 ? [] : kept.slice(-Math.min(count, capacity))),
    clear() {
      kept = [];
    },
  };
}
