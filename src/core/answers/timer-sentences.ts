import type { ProblemReason } from "../problem.ts";
import type { Who } from "./who.ts";

/** A pin about which a timer gave up. */
interface LeftPin {
  readonly link?: string;
  readonly problem: ProblemReason;
  /** Who had asked for the pin. */
  readonly askedBy?: Who;
}

/** What the bot says of its own accord when a timer could not do its work. */
export interface TimerSentences {
  "expiry.gave-up": LeftPin;
  /** A pin that the platform does not keep for as long as it shall stand, and that could not be pinned again. */
  "renewal.gave-up": LeftPin & {
    /** When the platform ends it. */
    readonly endsAtMs: number;
  };
}
