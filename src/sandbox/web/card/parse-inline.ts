import { safeLink } from "../model/safe-link.ts";
import { decodeEntities } from "./decode-entities.ts";

/** A piece of a line of a card's markdown. */
export type Inline =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "code"; readonly text: string }
  | {
      readonly kind: "strong" | "emphasis" | "struck";
      readonly content: readonly Inline[];
    }
  | { readonly kind: "coloured"; readonly color: string; readonly content: readonly Inline[] }
  | { readonly kind: "tag"; readonly color: string; readonly text: string }
  | { readonly kind: "link"; readonly href: string; readonly content: readonly Inline[] }
  | { readonly kind: "mention"; readonly id: string }
  | { readonly kind: "emoji"; readonly emojiType: string };

type Reader = (groups: readonly string[], depth: number) => Inline | null;

const deepest = 6;

/** Tried in this order at each place of the line; each pattern's groups are handed to its reader. */
const rules: readonly (readonly [RegExp, Reader])[] = [
  [/\\([\\`*_~[\]<>#:])/y, ([text = ""]) => ({ kind: "text", text })],
  [/`([^`\n]+)`/y, ([text = ""]) => ({ kind: "code", text: decodeEntities(text) })],
  [/\*\*(?=\S)(.+?)\*\*/y, ([text = ""], depth) => wrapped("strong", text, depth)],
  [/__(?=\S)(.+?)__/y, ([text = ""], depth) => wrapped("strong", text, depth)],
  [/~~(?=\S)(.+?)~~/y, ([text = ""], depth) => wrapped("struck", text, depth)],
  [/\*(?=[^\s*])([^*\n]+?)\*/y, ([text = ""], depth) => wrapped("emphasis", text, depth)],
  [
    /\[([^\]\n]{1,500})\]\(([^)\s]{1,2000})\)/y,
    ([text = "", to = ""], depth) => link(text, to, depth),
  ],
  [
    /<a\s+href=["']?([^"'\s>]+)["']?\s*>(.*?)<\/a>/iy,
    ([to = "", text = ""], depth) => link(text || to, to, depth),
  ],
  [
    /<at\s+(?:id|user_id|email)=["']?([^"'\s>]+?)["']?\s*>(?:[^<]*<\/at>)?/iy,
    ([id = ""]) => ({ kind: "mention", id }),
  ],
  [
    /<font\s+color=["']?([\w-]+)["']?\s*>(.*?)<\/font>/iy,
    ([color = "", text = ""], depth) => ({
      kind: "coloured",
      color,
      content: parseInline(text, depth + 1),
    }),
  ],
  [
    /<text_tag\s+color=["']?([\w-]+)["']?\s*>(.*?)<\/text_tag>/iy,
    ([color = "", text = ""]) => ({ kind: "tag", color, text: decodeEntities(text) }),
  ],
  [/:([A-Z][A-Za-z]{1,30}):/y, ([emojiType = ""]) => ({ kind: "emoji", emojiType })],
  [/(https?:\/\/[^\s<>"'）】」，。、)]+)/iy, ([to = ""], depth) => link(to, to, depth)],
];

/** Reads one line. Text that only looks like markup stays text; links other than http(s) lose their link. */
export function parseInline(line: string, depth = 0): Inline[] {
  const pieces: Inline[] = [];
  let plain = "";
  let at = 0;
  const flush = () => {
    if (plain !== "") pieces.push({ kind: "text", text: decodeEntities(plain) });
    plain = "";
  };
  while (at < line.length) {
    const found = depth < deepest ? readAt(line, at, depth) : null;
    if (found === null) {
      plain += line[at] ?? "";
      at += 1;
      continue;
    }
    flush();
    pieces.push(found.piece);
    at = found.end;
  }
  flush();
  return pieces;
}

function readAt(line: string, at: number, depth: number): { piece: Inline; end: number } | null {
  if (!/[\\`*_~[<:h]/i.test(line[at] ?? "")) return null;
  for (const [pattern, read] of rules) {
    pattern.lastIndex = at;
    const match = pattern.exec(line);
    if (match === null) continue;
    const piece = read(match.slice(1), depth);
    if (piece !== null) return { piece, end: at + match[0].length };
  }
  return null;
}

function wrapped(kind: "strong" | "emphasis" | "struck", text: string, depth: number): Inline {
  return { kind, content: parseInline(text, depth + 1) };
}

function link(text: string, address: string, depth: number): Inline | null {
  const href = safeLink(decodeEntities(address));
  if (href === null) return null;
  const content: Inline[] =
    text === address
      ? [{ kind: "text", text: decodeEntities(text) }]
      : parseInline(text, depth + 1);
  return { kind: "link", href, content };
}
