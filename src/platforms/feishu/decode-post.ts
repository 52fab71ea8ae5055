import type { Segment } from "../../core/events.ts";
import { isJsonObject, type JsonObject } from "../../core/json.ts";
import type { FeishuSelf } from "./decoded.ts";
import { userId } from "./ids.ts";
import { type MentionTable, mentionAllKey } from "./mention-table.ts";

const textOf = (value: unknown): string => (typeof value === "string" ? value : "");

const mentionOf = (element: JsonObject, table: MentionTable, self: FeishuSelf): Segment => {
  const id = textOf(element.user_id);
  const listed = table.byKey.get(id);
  if (listed !== undefined) return listed;
  if (id === mentionAllKey || id === "all") return { kind: "mention-all" };
  const name = textOf(element.user_name);
  const user = userId(id);
  if (user === undefined) return { kind: "text", text: `@${name}` };
  if (user === self.openId) return { kind: "mention-self", name };
  return { kind: "mention", user, name, isBot: false };
};

/** A link as `text` messages show it: the address alone, or `[title](address)`, so that both read the same. */
const linkOf = (element: JsonObject): string => {
  const title = textOf(element.text);
  const address = textOf(element.href);
  if (address === "" || address === title) return title;
  return title === "" ? address : `[${title}](${address})`;
};

/** The text of an element that is not a mention. Pictures, media and rules have none. */
const elementText = (element: JsonObject): string => {
  switch (element.tag) {
    case "a":
      return linkOf(element);
    case "emotion":
      return `[${textOf(element.emoji_type)}]`;
    case "code_block":
      // Fenced, because code is quoted: a block that shows "/pin" must not be taken for the command.
      return `\`\`\`\n${textOf(element.text)}\n\`\`\``;
    default:
      return textOf(element.text);
  }
};

/**
 * Rich text as segments: the title first, then line by line. Neighbouring texts are joined, since formatting half
 * of a word splits it. A received post has no locale wrapper. `undefined` when it is not a post.
 */
export function decodePost(
  post: JsonObject,
  table: MentionTable,
  self: FeishuSelf,
): readonly Segment[] | undefined {
  const lines = post.content;
  if (!Array.isArray(lines)) return undefined;
  const segments: Segment[] = [];
  let pending = textOf(post.title);
  let isFirstLine = pending === "";
  const flush = (): void => {
    if (pending !== "") segments.push({ kind: "text", text: pending });
    pending = "";
  };
  for (const line of lines as readonly unknown[]) {
    if (!Array.isArray(line)) continue;
    if (!isFirstLine) pending += "\n";
    isFirstLine = false;
    for (const element of line as readonly unknown[]) {
      if (!isJsonObject(element)) continue;
      if (element.tag !== "at") {
        pending += elementText(element);
        continue;
      }
      const mention = mentionOf(element, table, self);
      if (mention.kind === "text") {
        pending += mention.text;
        continue;
      }
      flush();
      segments.push(mention);
    }
  }
  flush();
  return segments;
}
