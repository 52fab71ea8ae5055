/** Invisible characters that reorder text or hide in it, and control characters. */
const invisible =
  /[\p{Cc}\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]+/gu;

/** Text of people on one line, without characters that nobody sees. */
export const oneLine = (text: string): string =>
  text.replace(/[\t\n\v\f\r\u0085\u2028\u2029]+/g, " ").replace(invisible, "");

/** The platform allows anything as `message`; only text and numbers have words. */
export const wordsOf = (message: unknown): string | undefined =>
  typeof message === "string" ? message : typeof message === "number" ? String(message) : undefined;
