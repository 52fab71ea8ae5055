import type { MessageId, UserId } from "../ids.ts";
import type { ProblemReason } from "../problem.ts";
import type { Result } from "../result.ts";
import type { Rich, Span, Words } from "./rich.ts";

const isMention = (span: Span): span is Extract<Span, { readonly mention: UserId }> =>
  typeof span !== "string" && "mention" in span;

const linesOf = ({ lines, small }: Words): readonly Rich[] =>
  small === undefined ? lines : [...lines, small];

const mapSpans = (words: Words, change: (span: Span) => Span): Words => ({
  ...words,
  lines: words.lines.map((line) => line.map(change)),
  ...(words.small === undefined ? {} : { small: words.small.map(change) }),
});

/** The same words with names in the place of mentions, which nobody is told of. */
export const withoutMentions = (words: Words): Words =>
  mapSpans(words, (span) => (isMention(span) ? span.name : span));

const unsuitable: ReadonlySet<ProblemReason> = new Set([
  "user-unknown",
  "user-unavailable",
  "user-from-other-app",
  "content-invalid",
]);

/**
 * Sends words in which somebody is mentioned. Whoever has left since can make a platform refuse the message: then it
 * is said without the mention, because that it is said matters more.
 */
export const despiteMentions = async (
  words: Words,
  send: (words: Words) => Promise<Result<MessageId>>,
): Promise<Result<MessageId>> => {
  const sent = await send(words);
  if (sent.ok || sent.problem.effect !== "none" || !unsuitable.has(sent.problem.reason))
    return sent;
  return linesOf(words).flat().some(isMention) ? send(withoutMentions(words)) : sent;
};

/** Noncharacters: no text of people has a use for them, so they mark the places of mentions while text is made. */
const [open, close] = ["\uFDD0", "\uFDD1"];
const marks = /[\uFDD0\uFDD1]/g;
const places = /\uFDD0(\d+)\uFDD1/g;
/** Invisible and not a space: behind an `@` it keeps what follows from being a mention. */
const joiner = "\u2060";

const unmarked = (span: Span): Span => {
  if (typeof span === "string") return span.replace(marks, "");
  if ("code" in span) return { code: span.code.replace(marks, "") };
  if ("bold" in span) return { bold: span.bold.replace(marks, "") };
  if ("mention" in span) return span;
  return { link: span.link.replace(marks, ""), text: span.text.replace(marks, "") };
};

/**
 * Renders words for a platform on which a mention is a word of the text (`@` and something) that a list beside the
 * text repeats. `writtenOf` gives that word for somebody, or nothing where they cannot be mentioned: then their name
 * stands there. Whatever else in the text looks like a listed mention is broken up, so that words of people never
 * become one. Returns whom the list has to name, each once, and only those who stand in the text.
 */
export const writeMentions = (
  words: Words,
  how: {
    readonly writtenOf: (user: UserId) => `@${string}` | undefined;
    readonly render: (words: Words) => string;
  },
): { readonly text: string; readonly mentioned: readonly UserId[] } => {
  const listed: { readonly user: UserId; readonly written: string }[] = [];
  const placed = mapSpans(words, (span) => {
    if (!isMention(span)) return unmarked(span);
    const written = how.writtenOf(span.mention);
    if (written === undefined) return unmarked(span.name);
    const known = listed.findIndex(({ user }) => user === span.mention);
    const index = known < 0 ? listed.push({ user: span.mention, written }) - 1 : known;
    return `${open}${index}${close}`;
  });
  const rendered = how.render({
    ...placed,
    ...(words.title === undefined ? {} : { title: words.title.replace(marks, "") }),
  });
  const broken = listed.reduce(
    (text, { written }) => text.replaceAll(written, `@${joiner}${written.slice(1)}`),
    rendered,
  );
  const mentioned = new Set<UserId>();
  const text = broken.replace(places, (place: string, index: string, at: number) => {
    const one = listed[Number(index)];
    if (one === undefined) return "";
    mentioned.add(one.user);
    const before = /[\p{L}\p{N}]$/u.test(broken.slice(0, at)) ? " " : "";
    const after = /^[^\s\p{P}]/u.test(broken.slice(at + place.length)) ? " " : "";
    return `${before}${one.written}${after}`;
  });
  // Where the text was cut in the middle of a place.
  return { text: text.replace(/\uFDD0\d*/g, ""), mentioned: [...mentioned] };
};
