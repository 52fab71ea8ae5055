/** A queue in which keys take turns: one with many waiting delays another by one turn, not by all of them. */
export interface Turns<T> {
  push(key: string, item: T): void;
  /** The next one by turns. */
  shift(): T | undefined;
  /** Takes somebody out who no longer waits; does nothing for one who does not. */
  remove(key: string, item: T): void;
  size(): number;
  items(): readonly T[];
}

export const createTurns = <T>(): Turns<T> => {
  // In order of turns; a key that was served and still waits goes to the end.
  const keys = new Map<string, T[]>();
  let size = 0;
  return {
    push: (key, item) => {
      const waiting = keys.get(key);
      if (waiting === undefined) keys.set(key, [item]);
      else waiting.push(item);
      size += 1;
    },
    shift: () => {
      const [next] = keys;
      if (next === undefined) return undefined;
      const [key, waiting] = next;
      const item = waiting.shift();
      keys.delete(key);
      if (waiting.length > 0) keys.set(key, waiting);
      size -= 1;
      return item;
    },
    remove: (key, item) => {
      const waiting = keys.get(key);
      const place = waiting?.indexOf(item) ?? -1;
      if (waiting === undefined || place < 0) return;
      waiting.splice(place, 1);
      if (waiting.length === 0) keys.delete(key);
      size -= 1;
    },
    size: () => size,
    items: () => [...keys.values()].flat(),
  };
};
