import { writeMentions } from "../../core/answers/mentions.ts";
import type { Rich, Span, Words } from "../../core/answers/rich.ts";
import type { UserId } from "../../core/ids.ts";
import { digitsOf, userId } from "./ids.ts";

/** WhatsApp takes far more; nobody reads it. */
const longestText = 4_000;
/** Invisible and not a space: takes the meaning from what stands on both its sides. */
const joiner = "\u2060";

/** WhatsApp's markup has no escape, so its signs are written as their look-alikes. */
const lookAlikes: Readonly<Record<string, string>> = { "*": "∗", _: "＿", "~": "∼", "`": "ˋ" };

const oneLine = (text: string): string => text.replace(/[\r\n\u2028\u2029]+/g, " ");

/**
 * Text of which nothing can become markup, a link or a mention: clients make links of addresses on their own, and
 * mentions of `@` and digits when the message lists them.
 */
export const escapeText = (text: string): string =>
  oneLine(text)
    .replace(/[*_~`]/g, (sign) => lookAlikes[sign] ?? "")
    .replace(/:\/\//g, `:${joiner}//`)
    .replace(/(?<=[\p{L}\p{N}])\.(?=\p{L})/gu, `.${joiner}`)
    .replace(/@(?=\d)/g, `@${joiner}`);

const isWebAddress = (link: string): boolean =>
  /^https?:\/\/\S+$/i.test(link) && URL.parse(link) !== null;

const spanText = (span: Span): string => {
  if (typeof span === "string") return escapeText(span);
  if ("code" in span) {
    const code = oneLine(span.code);
    return code.trim() === "" || code.includes("`") ? escapeText(code) : `\`${code}\``;
  }
  if ("bold" in span) {
    const text = escapeText(span.bold).trim();
    return text === "" ? "" : `*${text}*`;
  }
  if ("mention" in span) return escapeText(span.name);
  if (!isWebAddress(span.link)) return escapeText(span.text);
  return span.text === span.link ? span.link : `${escapeText(span.text)} (${span.link})`;
};

/** A line whose beginning makes no quotation of it. */
const lineText = (line: Rich): string => line.map(spanText).join("").trim().replace(/^>/, "›");

const plainText = (words: Words): string => {
  const lines = [
    ...(words.title === undefined ? [] : [lineText([{ bold: words.title }])]),
    ...words.lines.map(lineText),
    ...(words.small === undefined ? [] : ["", lineText(words.small)]),
  ];
  const kept: string[] = [];
  let length = 0;
  for (const line of lines) {
    length += line.length + 1;
    if (length > longestText) return [...kept, "…"].join("\n");
    kept.push(line);
  }
  return kept.join("\n").trim();
};

/** The digits of an id as WhatsApp gave it: those of a LID are no phone number, so the list keeps which it is. */
const writtenOf = (user: UserId): `@${string}` | undefined =>
  userId(user) === user ? `@${digitsOf(user)}` : undefined;

/**
 * Words as one text message, and whom it mentions, by full ids: a mention shows only where the text has `@` and the
 * digits and the list has the person. Controls are left out, WhatsApp has none. Whole lines, as many as fit.
 * Source: RyzeAPI docs, messages/text (`mention`).
 */
export const renderText = (
  words: Words,
): { readonly text: string; readonly mentioned: readonly UserId[] } =>
  writeMentions(words, { writtenOf, render: plainText });
