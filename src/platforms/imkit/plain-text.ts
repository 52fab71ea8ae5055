import { withoutInvisible } from "../../core/text/typed.ts";

/** Text of people on one line, without characters that nobody sees. */
export const oneLine = (text: string): string =>
  withoutInvisible(text.replace(/[\t\n\v\f\r\u0085\u2028\u2029]+/g, " ").replace(/\p{Cc}+/gu, ""));

/** The platform allows anything as `message`; only text and numbers have words. */
export const wordsOf = (message: unknown): string | undefined =>
  typeof message === "string" ? message : typeof message === "number" ? String(message) : undefined;
