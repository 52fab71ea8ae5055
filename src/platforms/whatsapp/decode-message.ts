import type { ChatId, UserId } from "../../core/ids.ts";
import { isJsonObject, type JsonObject, listOf, objectOf, stringOf } from "../../core/json.ts";
import { type Decoded, type DecodingContext, ignored, junk } from "./decoded.ts";
import { chatId, isGroup, messageId, userId } from "./ids.ts";
import { aliasesIn, nameIn } from "./people.ts";
import { segmentsOf } from "./segments.ts";
import { timestampMs } from "./timestamp.ts";

/**
 * Both shapes of a delivered message as one. The catalogue puts everything into `message`, with the text in
 * `content.text`; live deliveries put all but kind and content beside `message`, and the text is `content` itself.
 * Source: RyzeAPI docs, events/overview; observed deliveries of September 2026.
 */
const flatten = (data: JsonObject): JsonObject => ({ ...data, ...objectOf(data.message) });

const textOf = ({ content }: JsonObject): string =>
  (isJsonObject(content) ? stringOf(content.text) : stringOf(content)) ?? "";

const chatOf = (chat: JsonObject): ChatId | undefined => chatId(chat.jid) ?? chatId(chat.lid);

const mentionedIn = ({ mentions }: JsonObject): readonly UserId[] =>
  listOf(isJsonObject(mentions) ? mentions.mentionedUsers : mentions)
    .map(userId)
    .filter((id) => id !== undefined);

/** Decodes the data of `message.exchange`: a message of somebody else, or the news that one was revoked. */
export const decodeMessage = (data: JsonObject, context: DecodingContext): Decoded => {
  const { self, people, names } = context;
  const raw = flatten(data);
  const message = messageId(raw.id);
  if (message === undefined) return junk("no message id");
  const chat = chatOf(objectOf(raw.chat));
  // Channels, broadcasts and communities are not chats in which anybody could command.
  if (chat === undefined) return ignored("not-a-chat");
  const sentAtMs = timestampMs(raw.timestamp);
  if (sentAtMs === undefined) return junk("no timestamp");

  if (raw.type === "message_revoke") {
    return {
      kind: "event",
      once: `revoke:${message}`,
      event: { type: "recalled", chat, message, by: "unknown", atMs: sentAtMs },
    };
  }
  // An edited message is not a new one: what it says now was not said when it was sent.
  if (raw.isEdit === true || isJsonObject(raw.edit)) return ignored("edit");
  if (raw.direction === "outgoing") return ignored("own");
  const aliases = aliasesIn(raw.sender);
  if (aliases === undefined) return ignored("no-sender");
  if (aliases.some((id) => self.includes(id))) return ignored("own");

  const sender = people.meet(aliases);
  const name = nameIn(raw.sender);
  if (name !== undefined) for (const id of people.aliasesOf(sender)) names.saw(chat, id, name);
  const replyTo = messageId(objectOf(raw.reply).message_id);
  return {
    kind: "event",
    once: `message:${message}`,
    event: {
      type: "message",
      chat,
      chatKind: isGroup(chat) ? "group" : "direct",
      message,
      sender,
      content: segmentsOf(textOf(raw), mentionedIn(raw), {
        self,
        meet: (id) => people.meet([id]),
        nameOf: (id) => names.of(chat, id),
      }),
      ...(replyTo === undefined ? {} : { replyTo }),
      inThread: false,
      sentAtMs,
    },
  };
};
