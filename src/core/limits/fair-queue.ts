/**
 * A queue in which chats take turns: whoever was served longest ago is next, so a flood in many chats delays a quiet
 * one by a turn, not by all of theirs.
 */
export interface FairQueue<T> {
  push(chat: string, item: T): void;
  /** The next one by turns. */
  shift(): T | undefined;
  /** Takes somebody out who no longer waits. */
  remove(chat: string, item: T): void;
  /** How many of this chat wait. */
  of(chat: string): number;
  /** How many turns will be taken before one more of this chat has its own. */
  ahead(chat: string): number;
  size(): number;
  items(): readonly T[];
}

/** How many chats are remembered as served; whoever is forgotten counts as never served, which does no harm. */
const mostRemembered = 10_000;

export const createFairQueue = <T>(): FairQueue<T> => {
  const chats = new Map<string, T[]>();
  /** When each chat was served last, counted in turns; in the order of those turns. */
  const served = new Map<string, number>();
  let turn = 0;
  let size = 0;

  const remember = (chat: string): void => {
    turn += 1;
    served.delete(chat);
    served.set(chat, turn);
    const [oldest] = served.keys();
    if (served.size > mostRemembered && oldest !== undefined) served.delete(oldest);
  };

  /** Among those served equally long ago, whoever came first. */
  const nextChat = (): string | undefined => {
    let next: string | undefined;
    let longestAgo = Number.POSITIVE_INFINITY;
    for (const chat of chats.keys()) {
      const at = served.get(chat) ?? 0;
      if (at < longestAgo) [next, longestAgo] = [chat, at];
    }
    return next;
  };

  return {
    push: (chat, item) => {
      const waiting = chats.get(chat);
      if (waiting === undefined) chats.set(chat, [item]);
      else waiting.push(item);
      size += 1;
    },
    shift: () => {
      const chat = nextChat();
      const waiting = chat === undefined ? undefined : chats.get(chat);
      if (chat === undefined || waiting === undefined) return undefined;
      const item = waiting.shift();
      if (waiting.length === 0) chats.delete(chat);
      remember(chat);
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
    of: (chat) => chats.get(chat)?.length ?? 0,
    ahead: (chat) => {
      const own = (chats.get(chat)?.length ?? 0) + 1;
      let turns = 0;
      for (const waiting of chats.values()) turns += Math.min(waiting.length, own);
      return turns;
    },
    size: () => size,
    items: () => [...chats.values()].flat(),
  };
};
