/** Invisible characters that reorder text or hide in it, and control characters. */
const invisible =
  /[\p{Cc}\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]+/gu;

/** Text of people on one line, without characters that nobody sees. */
export const oneLine = (text: string): string =>
  text.replace(/[\t\n\v\f\r\u0085\u2028\u2029]+/g, " ").replace(invisible, "");

/** The platform allows anything as `message`; only text and numbers have words. */
export const wordsOf = (message: unknown): string | undefined =>
  typeof message === "string" ? message : typeof message === "number" ? String(message) : undefined;

const longest = 60;
const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** The first 60 characters as people count them; nothing when there are none. */
export const beginningOf = (text: string): string | undefined => {
  const head = oneLine(text)
    .replace(/\s+/g, " ")
    .trim()
    .slice(0, longest * 20);
  const shown: string[] = [];
  for (const { segment } of graphemes.segment(head)) {
    if (shown.length === longest) return `${shown.join("").trimEnd()}…`;
    shown.push(segment);
  }
  return shown.length === 0 ? undefined : shown.join("");
};
