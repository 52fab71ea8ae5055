import type { UserId } from "../ids.ts";

/**
 * Text with a little structure, the same for every platform. Each adapter renders it and escapes every plain
 * string, so that words typed by people can never become a mention, a link or markup.
 */
export type Span =
  | string
  | { readonly code: string }
  | { readonly bold: string }
  | { readonly link: string; readonly text: string }
  /**
   * Somebody who is told that they were named. Each platform writes it in its own form, after checking the id; the
   * name is for where no mention can stand.
   */
  | { readonly mention: UserId; readonly name: string };

/** One line. */
export type Rich = readonly Span[];

/**
 * Something to press or to choose from. Its token comes back with the click; whoever sees the card can send any
 * token, so it proves nothing by itself. Platforms without controls leave them out.
 */
export type Control =
  | {
      readonly kind: "button";
      readonly label: string;
      readonly style: "default" | "primary" | "danger";
      readonly token: string;
      /** Asked before the click is sent. */
      readonly confirm?: string;
    }
  | {
      readonly kind: "select";
      readonly label: string;
      readonly options: readonly { readonly value: string; readonly label: string }[];
      readonly chosen?: string;
      readonly token: string;
    };

/** What the bot says: lines, and optionally a title, controls and one line of small print. */
export interface Words {
  readonly title?: string;
  readonly lines: readonly Rich[];
  readonly controls?: readonly Control[];
  readonly small?: Rich;
}

const markup = /`([^`]+)`|\*\*([^*]+)\*\*/g;

const literal = (text: string): Span[] => {
  const spans: Span[] = [];
  let end = 0;
  for (const match of text.matchAll(markup)) {
    if (match.index > end) spans.push(text.slice(end, match.index));
    spans.push(match[1] === undefined ? { bold: match[2] ?? "" } : { code: match[1] });
    end = match.index + match[0].length;
  }
  if (end < text.length) spans.push(text.slice(end));
  return spans;
};

/**
 * Template tag for the sentences in `locales/`: backticks and double asterisks in the sentence itself are
 * markup, interpolated strings are not.
 */
export const rich = (
  strings: TemplateStringsArray,
  ...values: readonly (Span | Rich | number)[]
): Rich =>
  strings.raw.flatMap((text, index) => {
    const value = values[index];
    const inserted =
      value === undefined
        ? []
        : typeof value === "number"
          ? [String(value)]
          : Array.isArray(value)
            ? value
            : [value];
    return [...literal(text.replaceAll("\\`", "`")), ...(inserted as Span[])];
  });

const plainSpan = (span: Span): string => {
  if (typeof span === "string") return span;
  if ("code" in span) return span.code;
  if ("bold" in span) return span.bold;
  return "mention" in span ? span.name : span.text;
};

/** The text without structure, for logs of tests and for platforms without markup. */
export const plain = (line: Rich): string => line.map(plainSpan).join("");
