import type { Act } from "../command.ts";
import type { MessageId } from "../ids.ts";
import type { Case } from "../store.ts";
import { shortened } from "../text/shortened.ts";

/** What is kept of a message's words at most, in characters (code points). */
export const longestKeptText = 2_000;

/** Words as they are kept: on one line, of bounded length, and nothing that a database would not take. */
export const keepable = (words: string): string | undefined => {
  const text = words
    .slice(0, longestKeptText * 4)
    .replace(/[\s\p{Cc}]+/gu, " ")
    .trim();
  const kept = shortened(text, longestKeptText).toWellFormed();
  return kept === "" ? undefined : kept;
};

/** Whether the words of a message go on record with an act: where something was done to it, or may have been. */
export const keepsText = ({ outcome, target }: Act, message: MessageId | undefined): boolean =>
  message !== undefined &&
  target === message &&
  (outcome === "done" || outcome === "requested" || outcome === "unknown");

/** Where the words of a case's message are, or were. */
export const textKeyOf = ({ details }: Pick<Case, "details">): string | undefined => {
  const key = (details as { readonly textKept?: unknown } | null | undefined)?.textKept;
  return typeof key === "string" ? key : undefined;
};

/** The act with a note of where its words are, for as long as they are kept. */
export const withText = (act: Act, key: string): Act => ({
  ...act,
  details: { ...(act.details ?? {}), textKept: key },
});
