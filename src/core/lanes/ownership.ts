import type { Account, ChatId } from "../ids.ts";

/** Leave to work on one lane: at any time at most one process has it. */
export interface Tenure {
  /** Aborts when another process may take over, because this one could not be heard of for too long. */
  readonly lost: AbortSignal;
  /** Gives it back; whoever takes it twice gives it back twice. More than once is harmless. */
  release(): void;
}

/**
 * What processes tell each other. `work`: there is something to be done in a lane that the listener has or may take.
 * `timers`: one was set. `changed`: what is remembered of a chat, or of every chat, may be outdated.
 */
export type News =
  | { readonly kind: "work"; readonly lane: string }
  | { readonly kind: "timers" }
  | { readonly kind: "changed"; readonly account: Account; readonly chat: ChatId }
  | { readonly kind: "all-changed" };

/** How several processes that share a store share the work. */
export interface Ownership {
  /** `undefined`: another process has the lane, or this one may have none at the moment. Rejects like the store. */
  take(lane: string): Promise<Tenure | undefined>;
  /** Tells the others at once, as far as they can be reached; what they miss they find out within seconds. */
  tell(news: News): void;
  /** How many commands of a lane waited in the journal when it was last looked at. */
  backlog(lane: string): number;
  /** Processes alive when last heard of, this one included. */
  instances(): number;
  /**
   * Whether others count on this process now. If it stood still for too long, its tenures are lost before this returns,
   * also where the timer that would end them has not had its turn yet.
   */
  isHeardOf(): boolean;
  /** From now on `listener` gets what others tell, and lanes with work that nobody does. */
  listen(listener: (news: News) => void): void;
}
