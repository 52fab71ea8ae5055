import type { Segment } from "../../core/events.ts";
import { isJsonObject, parseJson } from "../../core/json.ts";
import { decodePost } from "./decode-post.ts";
import type { FeishuSelf } from "./decoded.ts";
import { type MentionTable, mentionAllKey, mentionTable } from "./mention-table.ts";

const wordCharacter = /\w/;

const mentionAt = (
  text: string,
  at: number,
  table: MentionTable,
): { readonly segment: Segment; readonly length: number } | undefined => {
  for (const length of table.keyLengths) {
    const segment = table.byKey.get(text.slice(at, at + length));
    if (segment !== undefined) return { segment, length };
  }
  const end = at + mentionAllKey.length;
  if (!text.startsWith(mentionAllKey, at) || wordCharacter.test(text.charAt(end))) return undefined;
  return { segment: { kind: "mention-all" }, length: mentionAllKey.length };
};

/**
 * Cuts a text at its mentions. Keys are matched exactly and longest first; everybody (`@_all`) has no entry in
 * the table. Put together again with the keys, the segments are the text.
 */
function splitAtMentions(text: string, table: MentionTable): readonly Segment[] {
  const segments: Segment[] = [];
  let textFrom = 0;
  let at = text.indexOf("@");
  while (at !== -1) {
    const found = mentionAt(text, at, table);
    if (found !== undefined) {
      if (at > textFrom) segments.push({ kind: "text", text: text.slice(textFrom, at) });
      segments.push(found.segment);
      textFrom = at + found.length;
    }
    at = text.indexOf("@", found === undefined ? at + 1 : textFrom);
  }
  if (textFrom === 0) return text === "" ? segments : [{ kind: "text", text }];
  if (textFrom < text.length) segments.push({ kind: "text", text: text.slice(textFrom) });
  return segments;
}

/**
 * The content of a `text` or `post` message: JSON in a string. `undefined` when it cannot be read.
 * Feishu docs: im-v1/message/events/message_content.
 */
export function decodeContent(
  content: string,
  { type, mentions, self }: { type: "text" | "post"; mentions: unknown; self: FeishuSelf },
): readonly Segment[] | undefined {
  const parsed = parseJson(content);
  if (!isJsonObject(parsed)) return undefined;
  const table = mentionTable(mentions, self);
  if (type === "post") return decodePost(parsed, table, self);
  const text = parsed.text;
  return typeof text === "string" ? splitAtMentions(text, table) : undefined;
}
