/** Leave to make one call. Exactly one of both is called, once; more is harmless. */
export interface Pass {
  /** The call was answered or given up: it counts until the limit's window has passed from now. */
  leave(): void;
  /** The call was never sent: it does not count. */
  giveBack(): void;
}

/** Who asks for a pass. */
export interface Entrant {
  readonly signal: AbortSignal;
  /** Before all that wait: for a call that waited already and was refused by the platform. */
  readonly first?: boolean;
  /** At once or not at all, and only while little is going on: for a call that others shall not notice. */
  readonly spare?: boolean;
}

/**
 * How many spare calls an API takes per minute: few enough that those that may follow still find the minute's limit as
 * good as whole.
 */
export const mostSpare = 50;

/** At most so many wait per key or chat, and none longer: beyond, people are told "too fast" at once. */
export const longestQueue = 200;
export const longestWaitMs = 60_000;

/** Timers may fire up to a millisecond early, and clocks tick in whole ones: windows are held this much longer. */
export const marginMs = 2;
