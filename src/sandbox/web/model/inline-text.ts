import { safeLink } from "./safe-link.ts";

/** A piece of a line: plain text, somebody mentioned, or a link. */
export type Segment =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "mention"; readonly name: string; readonly id: string }
  | { readonly kind: "link"; readonly text: string; readonly href: string };

interface Mention {
  readonly key: string;
  readonly id: string;
  readonly name: string;
}

/** How the id of a mention of everybody is written in segments. */
export const everybodyId = "all";

const markup =
  /@_user_\d+|@_all\b|\[([^\]\n]{1,500})\]\((https?:\/\/[^\s)]+)\)|https?:\/\/[^\s<>"'）】」，。、]+/gi;

/**
 * Cuts the text of a `text` message into segments: mention keys by exact match (`@_user_1` is a prefix of
 * `@_user_10`), `@_all`, `[text](url)` and bare addresses. An unknown mention key stays text.
 */
export function inlineSegments(text: string, mentions: readonly Mention[]): Segment[] {
  const segments: Segment[] = [];
  let done = 0;
  for (const match of text.matchAll(markup)) {
    const segment = segmentOf(match, mentions);
    if (segment === null) continue;
    if (match.index > done) segments.push({ kind: "text", text: text.slice(done, match.index) });
    segments.push(segment);
    done = match.index + match[0].length;
  }
  if (done < text.length) segments.push({ kind: "text", text: text.slice(done) });
  return segments;
}

function segmentOf(match: RegExpExecArray, mentions: readonly Mention[]): Segment | null {
  const [whole, label, address] = match;
  if (whole === "@_all") return { kind: "mention", name: "", id: everybodyId };
  if (whole.startsWith("@_user_")) {
    const mention = mentions.find(({ key }) => key === whole);
    return mention === undefined ? null : { kind: "mention", name: mention.name, id: mention.id };
  }
  const href = safeLink(address ?? whole);
  return href === null ? null : { kind: "link", text: label ?? whole, href };
}
