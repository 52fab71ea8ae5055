import { type Answer, refusal } from "./answer.ts";

/** What a click's token may update. */
export interface CardTokens {
  /** A token for a click on this message; of no use before `open`. */
  issue(messageId: string): string;
  /** The callback has been answered: updates may begin. */
  open(token: string): void;
  /** The message that the token updates, its use counted; or why not. */
  use(token: string): { readonly messageId: string } | Answer;
}

const LIFE_MS = 30 * 60_000;
const USES = 2;
const MAX_KEPT = 5000;

interface Entry {
  readonly messageId: string;
  readonly atMs: number;
  open: boolean;
  usesLeft: number;
}

/** Tokens `c-…` of card clicks: 30 minutes, two updates, only after the callback's answer. */
export function createCardTokens(options: {
  readonly now: () => number;
  readonly randomHex: (bytes: number) => string;
}): CardTokens {
  const entries = new Map<string, Entry>();
  return {
    issue(messageId) {
      const token = `c-${options.randomHex(20)}`;
      entries.set(token, { messageId, atMs: options.now(), open: false, usesLeft: USES });
      for (const [old, entry] of entries) {
        if (options.now() - entry.atMs <= LIFE_MS * 2 && entries.size <= MAX_KEPT) break;
        entries.delete(old);
      }
      return token;
    },
    open(token) {
      const entry = entries.get(token);
      if (entry !== undefined) entry.open = true;
    },
    use(token) {
      const entry = entries.get(token);
      if (!/^c-[0-9a-f]{40}$/.test(token) || entry === undefined) return refusal(300020);
      if (options.now() - entry.atMs > LIFE_MS) return refusal(300030);
      if (!entry.open) return refusal(11310);
      if (entry.usesLeft === 0) return refusal(300040);
      entry.usesLeft -= 1;
      return { messageId: entry.messageId };
    },
  };
}
