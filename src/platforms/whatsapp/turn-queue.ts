/** A queue in which chats take turns: a chat with many waiting delays another by one turn, not by all of them. */
export interface TurnQueue<T> {
  push(chat: string, item: T): void;
  shift(): T | undefined;
  /** Takes somebody out who no longer waits. */
  remove(chat: string, item: T): void;
  size(): number;
  items(): readonly T[];
}

export const createTurnQueue = <T>(): TurnQueue<T> => {
  // In order of turns: a chat that was served and still waits goes to the end.
  const chats = new Map<string, T[]>();
  let size = 0;
  return {
    push: (chat, item) => {
      const waiting = chats.get(chat);
      if (waiting === undefined) chats.set(chat, [item]);
      else waiting.push(item);
      size += 1;
    },
    shift: () => {
      const [next] = chats;
      if (next === undefined) return undefined;
      const [chat, waiting] = next;
      const item = waiting.shift();
      chats.delete(chat);
      if (waiting.length > 0) chats.set(chat, waiting);
      size -= 1;
      return item;
    },
    remove: (chat, item) => {
      const waiting = chats.get(chat);
      const place = waiting?.indexOf(item) ?? -1;
      if (waiting === undefined || place < 0) return;
      waiting.splice(place, 1);
      if (waiting.length === 0) chats.delete(chat);
      size -= 1;
    },
    size: () => size,
    items: () => [...chats.values()].flat(),
  };
};
