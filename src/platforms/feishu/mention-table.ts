import type { Segment } from "../../core/events.ts";
import { isJsonObject } from "../../core/json.ts";
import type { FeishuSelf } from "./decoded.ts";
import { userId } from "./ids.ts";

/** What stands for whom in a message: `@_user_1` and so on. */
export interface MentionTable {
  readonly byKey: ReadonlyMap<string, Segment>;
  /** The lengths of the keys, longest first: `@_user_1` is a prefix of `@_user_10`. */
  readonly keyLengths: readonly number[];
}

export const mentionAllKey = "@_all";
const longestKey = 64;
const noMentions: MentionTable = { byKey: new Map(), keyLengths: [] };

const segmentOf = (
  key: string,
  mention: { readonly [field: string]: unknown },
  self: FeishuSelf,
): Segment | undefined => {
  if (key === mentionAllKey) return { kind: "mention-all" };
  const openId = isJsonObject(mention.id) ? mention.id.open_id : undefined;
  const user = userId(openId);
  if (user === undefined) return undefined;
  const name = typeof mention.name === "string" ? mention.name : "";
  if (user === self.openId) return { kind: "mention-self", name };
  return { kind: "mention", user, name, isBot: mention.mentioned_type === "bot" };
};

/**
 * Reads the `mentions` of a message event (Feishu docs: im-v1/message/events/receive). An entry without a usable
 * id names nobody, so its key stays text.
 */
export function mentionTable(mentions: unknown, self: FeishuSelf): MentionTable {
  if (!Array.isArray(mentions) || mentions.length === 0) return noMentions;
  const byKey = new Map<string, Segment>();
  for (const mention of mentions as readonly unknown[]) {
    if (!isJsonObject(mention)) continue;
    const key = mention.key;
    if (typeof key !== "string" || !key.startsWith("@") || key.length > longestKey) continue;
    const segment = segmentOf(key, mention, self);
    if (segment !== undefined) byKey.set(key, segment);
  }
  const lengths = new Set(Array.from(byKey.keys(), (key) => key.length));
  return { byKey, keyLengths: [...lengths].sort((a, b) => b - a) };
}
