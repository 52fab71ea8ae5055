import type { MessageRef } from "../../core/ids.ts";
import type { TypedTarget } from "../../core/platform.ts";
import { appLinkUrlOf, type FeishuDomain } from "./domain.ts";
import { messageId } from "./ids.ts";

const longestLink = 2048;
const vendorHost = /^(?:[a-z0-9-]+\.)*(?:feishu\.cn|larksuite\.com|larkoffice\.com)$/;
const messageParameters = ["openMessageId", "open_message_id", "messageId", "message_id"];
const none: TypedTarget = { kind: "none" };
const malformed: TypedTarget = { kind: "malformed" };

/** Begins like an id of the platform, or climbs through paths: a slip or an attack, but no reason. */
const meantAsTarget = /^o[cmu]_|\.\.[/\\]|%2[ef]/i;

const parsed = (word: string): URL | undefined => {
  if (word.length > longestLink || !/^https?:\/\//i.test(word)) return undefined;
  return URL.parse(word) ?? undefined;
};

/**
 * Reads a word that somebody typed to name a message: a bare `om_…` id, or a link of Feishu, Lark or this
 * deployment that carries one. The link that "Copy message link" makes (`/client/message/link/open?token=…`) holds
 * an opaque token that no API resolves, so it is told apart for people to be told. What was evidently meant as a
 * target but names no message is `malformed`; everything else is no target.
 */
export const typedTarget = (word: string, domain: FeishuDomain): TypedTarget => {
  const bare = messageId(word);
  if (bare !== undefined) return { kind: "message", message: bare };
  const url = parsed(word);
  if (url === undefined) return meantAsTarget.test(word) ? malformed : none;
  const own = url.host === new URL(appLinkUrlOf(domain)).host;
  const vendor = vendorHost.test(url.hostname) && url.port === "";
  if (!own && !vendor) return none;
  for (const name of messageParameters) {
    const message = messageId(url.searchParams.get(name));
    if (message !== undefined) return { kind: "message", message };
  }
  if (/^\/client\/message\/link\/open\/?$/.test(url.pathname)) return { kind: "opaque-link" };
  return messageParameters.some((name) => url.searchParams.has(name)) ? malformed : none;
};

/** A link that opens the chat in the client, at the message where the client supports it. */
export const linkTo = (ref: MessageRef, domain: FeishuDomain): string =>
  `${appLinkUrlOf(domain)}/client/chat/open?openChatId=${ref.chat}&openMessageId=${ref.message}`;
