import { decodeEntities } from "./decode-entities.ts";
import { type Inline, parseInline } from "./parse-inline.ts";

/** A block of a card's markdown. */
export type Block =
  | { readonly kind: "paragraph"; readonly lines: readonly (readonly Inline[])[] }
  | { readonly kind: "heading"; readonly level: number; readonly content: readonly Inline[] }
  | { readonly kind: "quote"; readonly lines: readonly (readonly Inline[])[] }
  | { readonly kind: "list"; readonly ordered: boolean; readonly items: readonly ListItem[] }
  | { readonly kind: "code"; readonly text: string }
  | { readonly kind: "rule" };

export interface ListItem {
  /** 0 for the outermost. */
  readonly depth: number;
  /** The number of an item in an ordered list, else `null`. */
  readonly number: number | null;
  readonly content: readonly Inline[];
}

const spacesPerDepth = 2;
const deepest = 5;

/** Reads the dialect of markdown that the platform's cards use; whatever it does not know stays text. */
export function parseCardMarkdown(source: string): Block[] {
  const blocks: Block[] = [];
  const lines = source
    .replace(/\r\n?/g, "\n")
    .replace(/<br\s*\/?>/gi, "\n")
    .split("\n");
  let index = 0;
  while (index < lines.length) {
    const { block, next } = readBlock(lines, index);
    if (block !== null) blocks.push(block);
    index = next;
  }
  return blocks;
}

function readBlock(lines: readonly string[], start: number): { block: Block | null; next: number } {
  const line = lines[start] ?? "";
  if (line.trim() === "") return { block: null, next: start + 1 };
  if (/^\s*```/.test(line)) return readCode(lines, start);
  if (/^\s*(---+|\*\*\*+|<hr\s*\/?>)\s*$/.test(line)) {
    return { block: { kind: "rule" }, next: start + 1 };
  }
  const heading = /^\s*(#{1,6})\s+(.*)$/.exec(line);
  if (heading !== null) {
    const [, marks = "#", text = ""] = heading;
    return {
      block: { kind: "heading", level: marks.length, content: parseInline(text) },
      next: start + 1,
    };
  }
  if (listItem(line) !== null) return readList(lines, start);
  if (isQuote(line)) {
    const quoted = takeWhile(lines, start, isQuote);
    const content = quoted.map((one) => parseInline(one.replace(/^\s*>\s?/, "")));
    return { block: { kind: "quote", lines: content }, next: start + quoted.length };
  }
  const paragraph = [line, ...takeWhile(lines, start + 1, (one) => !opensBlock(one))];
  return {
    block: { kind: "paragraph", lines: paragraph.map((one) => parseInline(one)) },
    next: start + paragraph.length,
  };
}

function readCode(lines: readonly string[], start: number): { block: Block; next: number } {
  const inside: string[] = [];
  let index = start + 1;
  while (index < lines.length && !/^\s*```\s*$/.test(lines[index] ?? "")) {
    inside.push(lines[index] ?? "");
    index += 1;
  }
  return { block: { kind: "code", text: decodeEntities(inside.join("\n")) }, next: index + 1 };
}

function readList(lines: readonly string[], start: number): { block: Block; next: number } {
  const items: ListItem[] = [];
  let index = start;
  for (;;) {
    const item = listItem(lines[index] ?? "");
    if (item === null) break;
    items.push(item);
    index += 1;
  }
  return {
    block: { kind: "list", ordered: items[0]?.number !== null, items },
    next: index,
  };
}

function listItem(line: string): ListItem | null {
  const match = /^(\s*)(?:[-*+]|(\d{1,4})[.)])\s+(.*)$/.exec(line);
  if (match === null) return null;
  const [, indent = "", number, text = ""] = match;
  return {
    depth: Math.min(deepest, Math.floor(indent.length / spacesPerDepth)),
    number: number === undefined ? null : Number(number),
    content: parseInline(text),
  };
}

function isQuote(line: string): boolean {
  return /^\s*>(\s|$)/.test(line);
}

function opensBlock(line: string): boolean {
  return (
    line.trim() === "" ||
    /^\s*(```|#{1,6}\s|---+\s*$|<hr)/.test(line) ||
    isQuote(line) ||
    listItem(line) !== null
  );
}

function takeWhile(
  lines: readonly string[],
  start: number,
  test: (line: string) => boolean,
): string[] {
  const taken: string[] = [];
  for (let index = start; index < lines.length && test(lines[index] ?? ""); index += 1) {
    taken.push(lines[index] ?? "");
  }
  return taken;
}
