import { type ExplanationFacts, type Sentence, say, type Who } from "../answers/sentences.ts";
import type { Decision } from "./verdicts.ts";

/**
 * A decision as a short list that a person can read: the layers that had a say, and the sentence that names the
 * next step. Layers that have nothing to do with the command are left out.
 */
export const explain = (request: {
  readonly command: string;
  readonly decision: Decision;
  /** Whom it is about; absent when it is the reader. */
  readonly who?: Who;
  /** Denied: why, and what to do about it. */
  readonly because?: Sentence;
  readonly atMs: number;
}): Sentence => {
  const { command, decision, who, because, atMs } = request;
  const facts: ExplanationFacts = {
    command,
    verdict: decision.verdict,
    required: decision.required,
    ...(who === undefined ? {} : { who }),
    ...(because === undefined ? {} : { because }),
    ...(decision.deniedBy === undefined ? {} : { deniedBy: decision.deniedBy }),
    atMs,
    layers: decision.layers.filter(
      ({ layer, verdict }) =>
        verdict !== "not-applicable" && !(layer === "scope" && verdict === "unknown"),
    ),
  };
  return say("explanation", facts);
};

/** The kind of the cards that keep why somebody was denied. */
export const whyCard = "why";
/** How long somebody may ask why, in milliseconds. */
export const whyLifetimeMs = 7 * 86_400_000;
