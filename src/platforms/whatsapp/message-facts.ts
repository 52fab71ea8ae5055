import type { MessageId } from "../../core/ids.ts";
import { type JsonObject, objectOf, stringOf } from "../../core/json.ts";
import type { Actor, MessageFacts } from "../../core/platform.ts";
import { fail, ok, type Result } from "../../core/result.ts";
import { excerptOf } from "../../core/text/excerpt.ts";
import { type GroupReading, unreadable } from "./group-facts.ts";
import { chatId, messageId, userId } from "./ids.ts";
import { timestampMs } from "./timestamp.ts";

const authorOf = (from: unknown, { people, self }: GroupReading): Actor | undefined => {
  const id = userId(from);
  if (id === undefined) return undefined;
  if (self.includes(id)) return { kind: "self" };
  return { kind: "user", user: people.meet([id]) };
};

/** A revoked message keeps its place; which of these marks it there is not documented. */
const isGone = (data: JsonObject, body: JsonObject): boolean =>
  data.type === "message_revoke" || data.status === "revoked" || body.status === "revoked";

/**
 * What `chat/getMessage` says of the message that was asked for. An answer about another message is refused: its
 * chat and author would be taken for the right one's. Source: RyzeAPI docs, chat/getMessage.
 */
export const messageFacts = (
  body: JsonObject,
  asked: MessageId,
  reading: GroupReading,
): Result<MessageFacts> => {
  const data = objectOf(body.data);
  const told = messageId(body.messageId);
  const chat = chatId(data.chat);
  const sentAtMs = timestampMs(data.timestamp);
  if (chat === undefined || sentAtMs === undefined || (told !== undefined && told !== asked)) {
    return fail(unreadable);
  }
  const author = authorOf(data.from, reading);
  const gone = isGone(data, body);
  const text = gone ? "" : (stringOf(data.content) ?? "");
  const excerpt = excerptOf(text);
  return ok({
    chat,
    message: asked,
    ...(author === undefined ? {} : { author }),
    gone,
    sentAtMs,
    ...(excerpt === undefined ? {} : { excerpt, text }),
  });
};
