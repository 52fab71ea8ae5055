import { type Answer, refusal } from "../answer.ts";
import { checkCard, mentionedInCard } from "./card.ts";
import type { Chat } from "./chat.ts";
import { isJsonObject, type JsonObject, parseJsonObject } from "./json.ts";
import type { Mention } from "./message.ts";
import type { World } from "./world.ts";

/** Content as it is kept and received: mentions replaced by their keys. */
export interface PreparedContent {
  readonly content: string;
  readonly mentions: readonly Mention[];
}

const TEXT_BYTES = 150 * 1024;
const RICH_BYTES = 30 * 1024;
const atTag = /<at\s+user_id\s*=\s*"([^"]*)"\s*>([^<]*)<\/at>/g;
const postTags = new Set(["text", "a", "at", "img", "media", "emotion", "code_block", "hr", "md"]);
const uploadedTypes = new Set(["image", "file", "audio", "media", "sticker"]);

type Prepared =
  | { readonly ok: true; readonly value: PreparedContent }
  | { readonly ok: false; readonly answer: Answer };

const refuse = (code: number, ext?: string): Prepared => ({
  ok: false,
  answer: refusal(code, ext),
});

interface MentionCollector {
  keyOf(id: string): string | null;
  readonly mentions: readonly Mention[];
}

function collectMentions(world: World): MentionCollector {
  const mentions: Mention[] = [];
  return {
    mentions,
    keyOf(id) {
      if (id === "all") return "@_all";
      const isBot = id === world.app.openId || id === world.app.appId;
      const user = world.users.get(id);
      if (!isBot && user === undefined) return null;
      const openId = isBot ? world.app.openId : id;
      const known = mentions.find((mention) => mention.openId === openId);
      if (known !== undefined) return known.key;
      const key = `@_user_${mentions.length + 1}`;
      mentions.push({ key, openId, name: user?.name ?? world.app.name, isBot });
      return key;
    },
  };
}

/** Replaces mentions in a text by their keys; a mention of nobody known stays as its plain words. */
export function prepareText(world: World, text: string): PreparedContent {
  const collector = collectMentions(world);
  const replaced = text.replace(
    atTag,
    (_, id: string, label: string) => collector.keyOf(id) ?? (label === "" ? "@" : `@${label}`),
  );
  return { content: JSON.stringify({ text: replaced }), mentions: collector.mentions };
}

/** A rich text without its locale wrapper, as bots receive it; `null` when it is not one. */
export function preparePost(world: World, post: JsonObject): PreparedContent | null {
  const rows = post.content;
  if (!Array.isArray(rows)) return null;
  const collector = collectMentions(world);
  const prepared: JsonObject[][] = [];
  for (const row of rows) {
    if (!Array.isArray(row)) return null;
    const nodes: JsonObject[] = [];
    for (const node of row as unknown[]) {
      if (!isJsonObject(node) || typeof node.tag !== "string" || !postTags.has(node.tag))
        return null;
      nodes.push(node.tag === "at" ? preparedAt(world, collector, node) : node);
    }
    prepared.push(nodes);
  }
  const title = typeof post.title === "string" ? post.title : "";
  return { content: JSON.stringify({ title, content: prepared }), mentions: collector.mentions };
}

function preparedAt(world: World, collector: MentionCollector, node: JsonObject): JsonObject {
  const id = String(node.user_id);
  const key = collector.keyOf(id);
  const name = world.users.get(id)?.name ?? (id === "all" ? "所有人" : world.app.name);
  return key === null ? { tag: "text", text: "@" } : { tag: "at", user_id: key, user_name: name };
}

function preparedPost(world: World, content: JsonObject): Prepared {
  const locales = ["zh_cn", "en_us", "ja_jp", "zh_hk", "zh_tw"];
  const locale = locales.find((name) => isJsonObject(content[name]));
  const post = locale === undefined ? undefined : content[locale];
  if (!isJsonObject(post))
    return refuse(230001, "invalid message content: post needs a locale such as zh_cn");
  const prepared = preparePost(world, post);
  if (prepared === null) return refuse(230001, "invalid message content: post is malformed");
  return { ok: true, value: prepared };
}

/** A card checked as the platform checks it at sending, patching and in callback answers. */
export function prepareCard(world: World, card: JsonObject): Prepared {
  const problem = checkCard(card);
  if (problem !== null) {
    return refuse(230099, `ErrCode: ${problem.subCode}; ErrMsg: ${problem.message}; `);
  }
  const collector = collectMentions(world);
  for (const id of mentionedInCard(card)) {
    if (collector.keyOf(id) === null) {
      return refuse(
        230099,
        `ErrCode: 100290; ErrMsg: Failed to create card content, invalid user resource: at (user_id: ${id}); `,
      );
    }
  }
  return { ok: true, value: { content: JSON.stringify(card), mentions: collector.mentions } };
}

/** Checks what a bot wants to send and brings it into the kept form; see Feishu docs: message content. */
export function prepareContent(
  world: World,
  message: { readonly msgType: string; readonly content: string },
): Prepared {
  const { msgType, content } = message;
  const limit = msgType === "text" ? TEXT_BYTES : RICH_BYTES;
  if (Buffer.byteLength(content) > limit) return refuse(230025);
  const parsed = parseJsonObject(content);
  if (parsed === null) {
    return msgType === "interactive"
      ? refuse(230099, "ErrCode: 200621; ErrMsg: parse card json err; ")
      : refuse(230001, "invalid message content: content is not a string in json format");
  }
  if (msgType === "text") {
    const text = parsed.text;
    if (typeof text !== "string" || text === "")
      return refuse(230001, "invalid message content: text is empty");
    return { ok: true, value: prepareText(world, text) };
  }
  if (msgType === "post") return preparedPost(world, parsed);
  if (msgType === "interactive") return prepareCard(world, parsed);
  if (msgType === "share_chat" || msgType === "share_user") {
    return preparedShare(world, msgType, parsed);
  }
  return uploadedTypes.has(msgType) ? refuse(230017) : refuse(230001, "invalid msg_type");
}

function preparedShare(world: World, msgType: string, content: JsonObject): Prepared {
  const known =
    msgType === "share_chat"
      ? world.chats.has(String(content.chat_id))
      : world.users.has(String(content.user_id));
  if (!known) return refuse(230001, "invalid message content: nobody and nothing to share");
  return { ok: true, value: { content: JSON.stringify(content), mentions: [] } };
}

/** Whether a message may be sent here by the bot now; the refusal if not. */
export function whySendRefused(chat: Chat): Answer | null {
  if (chat.status !== "normal") return refusal(232009);
  if (chat.botRole === null) return refusal(230002);
  if (chat.moderationPermission === "only_owner" && chat.botRole === "member")
    return refusal(230018);
  return null;
}
