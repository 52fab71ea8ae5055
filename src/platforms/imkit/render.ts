import { writeMentions } from "../../core/answers/mentions.ts";
import type { Rich, Span, Words } from "../../core/answers/rich.ts";
import type { UserId } from "../../core/ids.ts";
import { userId } from "./ids.ts";
import { oneLine } from "./plain-text.ts";

/** No limit is documented; a chat message longer than this is no answer. */
const longestText = 4_000;

/** Messages are plain text: what is marked up is said plainly, and a link stands behind its words. */
const spanText = (span: Span): string => {
  if (typeof span === "string") return span;
  if ("code" in span) return span.code;
  if ("bold" in span) return span.bold;
  if ("mention" in span) return span.name;
  return span.text === span.link || span.text === "" ? span.link : `${span.text} (${span.link})`;
};

const lineText = (line: Rich): string => oneLine(line.map(spanText).join(""));

const plainText = (words: Words): string => {
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

/** How everybody might be mentioned: no page tells, so no id that reads like it is. */
const everybody = /^[_@]*(?:all|everyone|here|channel)$/i;

const writtenOf = (user: UserId): `@${string}` | undefined =>
  userId(user) === undefined || everybody.test(user) ? undefined : `@${user}`;

/** A message's text, and whom its `mentions` name. */
export interface RenderedText {
  readonly text: string;
  readonly mentioned: readonly UserId[];
}

/**
 * Words as the text of a message. Somebody is mentioned by `@` and their id in the text, and by their id in the list
 * `mentions`; what people typed never is. Controls are left out: messages carry none. Source: IMKit docs, Send a
 * Message; the vendor's Vue SDK writes ids, not names.
 */
export const renderText = (words: Words): RenderedText =>
  writeMentions(words, { writtenOf, render: plainText });
