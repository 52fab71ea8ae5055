import { isJsonObject, type JsonObject, listOf, parseJson, stringOf } from "../../core/json.ts";

/** Mentions in text are keys (`@_user_1`); longest first, since `@_user_1` begins `@_user_10`. */
const withNames = (text: string, mentions: readonly unknown[]): string =>
  mentions
    .filter(isJsonObject)
    .map((mention) => ({ key: stringOf(mention.key), name: stringOf(mention.name) }))
    .filter((mention): mention is { key: string; name: string } =>
      Boolean(mention.key && mention.name),
    )
    .sort((one, other) => other.key.length - one.key.length)
    .reduce((shown, { key, name }) => shown.replaceAll(key, () => `@${name}`), text)
    .replaceAll("@_all", "@all");

const elementText = (element: unknown): string => {
  if (!isJsonObject(element)) return "";
  return element.tag === "at"
    ? `@${stringOf(element.user_name) ?? ""}`
    : (stringOf(element.text) ?? "");
};

/** Title and lines of rich text; what the platform shows of a card when asked for it has the same shape. */
const postText = (post: JsonObject): string =>
  [
    stringOf(post.title) ?? "",
    ...[...listOf(post.content), ...listOf(post.elements)].map((line) =>
      listOf(line).map(elementText).join(""),
    ),
  ].join(" ");

/**
 * All of a message's words, on one line; nothing for messages without words. Source: Feishu docs
 * im-v1/message/events/message_content.
 */
export const textOf = (message: JsonObject): string | undefined => {
  const body = isJsonObject(message.body) ? parseJson(stringOf(message.body.content) ?? "") : {};
  if (!isJsonObject(body)) return undefined;
  const words =
    message.msg_type === "text"
      ? withNames(stringOf(body.text) ?? "", listOf(message.mentions))
      : message.msg_type === "post" || message.msg_type === "interactive"
        ? postText(body)
        : (stringOf(body.file_name) ?? "");
  const text = words.replace(/\s+/g, " ").trim();
  return text === "" ? undefined : text;
};
