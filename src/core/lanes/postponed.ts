import type { Clock } from "../clock.ts";
import type { JournalEntry } from "../store.ts";

const firstPauseMs = 2_000;
const longestPauseMs = 60_000;

/** Commands whose answer could not be given, each waiting to be tried again. */
export interface Postponed {
  /** `false` when no more may wait. */
  add(entry: JournalEntry): boolean;
  /** It is tried elsewhere. */
  drop(key: string): void;
  stop(): void;
}

/**
 * Tries answers again after a pause that doubles from 2 s to 60 s each time. Meanwhile the lane goes on, so a chat
 * in which the bot cannot speak is not kept from acting. The journal has these answers too, for the next start.
 */
export const createPostponed = (parts: {
  readonly clock: Clock;
  readonly most: number;
  /** Resolves when the try is over; it has been added again by then if it is to be repeated. */
  readonly again: (entry: JournalEntry) => Promise<void>;
  /** It is not waiting any more. */
  readonly onOver?: (entry: JournalEntry) => void;
}): Postponed => {
  const waiting = new Map<string, { readonly pauseMs: number; readonly cancel: () => void }>();
  let stopped = false;
  return {
    add: (entry) => {
      const { key } = entry;
      const before = waiting.get(key);
      if (stopped || (before === undefined && waiting.size >= parts.most)) return false;
      const pauseMs = before ? Math.min(before.pauseMs * 2, longestPauseMs) : firstPauseMs;
      const retry = async (): Promise<void> => {
        await parts.again(entry);
        if (waiting.get(key) !== mine) return;
        waiting.delete(key);
        parts.onOver?.(entry);
      };
      const mine = { pauseMs, cancel: parts.clock.after(pauseMs, () => void retry()) };
      waiting.set(key, mine);
      return true;
    },
    drop: (key) => {
      waiting.get(key)?.cancel();
      waiting.delete(key);
    },
    stop: () => {
      stopped = true;
      for (const { cancel } of waiting.values()) cancel();
      waiting.clear();
    },
  };
};
