import type { Rich, Span, Words } from "../../core/rich.ts";
import { oneLine } from "./plain-text.ts";

/** No limit is documented; a chat message longer than this is no answer. */
const longestText = 4_000;

/** Messages are plain text: what is marked up is said plainly, and a link stands behind its words. */
const spanText = (span: Span): string => {
  if (typeof span === "string") return span;
  if ("code" in span) return span.code;
  if ("bold" in span) return span.bold;
  return span.text === span.link || span.text === "" ? span.link : `${span.text} (${span.link})`;
};

const lineText = (line: Rich): string => oneLine(line.map(spanText).join(""));

/**
 * Words as the text of a message. A mention needs the `mentions` list, which is never sent along, so no word of
 * anybody's can become one. Controls are left out: messages carry none.
 */
export const renderText = (words: Words): string => {
  const lines = [
    ...(words.title === undefined ? [] : [oneLine(words.title)]),
    ...words.lines.map(lineText),
    ...(words.small === undefined ? [] : [lineText(words.small)]),
  ];
  const text = lines.join("\n").trim();
  if (text.length <= longestText) return text;
  const cut = text.slice(0, longestText - 1);
  return `${cut.replace(/[\uD800-\uDBFF]$/, "")}…`;
};
