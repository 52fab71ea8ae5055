import { isJsonObject, type JsonObject } from "../../core/json.ts";
import { decodeContent } from "./decode-content.ts";
import { epochMs, optionalId } from "./decode-field.ts";
import { type Decoded, type FeishuSelf, ignored, junk } from "./decoded.ts";
import { chatId, messageId, userId } from "./ids.ts";

/**
 * `im.message.receive_v1`: somebody wrote a message (Feishu docs: im-v1/message/events/receive). Messages of bots
 * and of kinds without text are ignored, and so is a message recalled before it was delivered: it has no content.
 */
export function decodeMessage(
  event: JsonObject,
  headerMs: number | undefined,
  self: FeishuSelf,
): Decoded {
  const sender = event.sender;
  const message = event.message;
  if (!isJsonObject(message)) return junk("bad-field");
  const senderType = isJsonObject(sender) ? sender.sender_type : undefined;
  if (senderType === "bot" || senderType === "app") return ignored("sent-by-a-bot");
  const type = message.message_type;
  if (type !== "text" && type !== "post") return ignored("other-message-type");

  const chat = chatId(message.chat_id);
  const id = messageId(message.message_id);
  const replyTo = optionalId(message.parent_id, messageId);
  const senderIds = isJsonObject(sender) ? sender.sender_id : undefined;
  const openId = isJsonObject(senderIds) ? optionalId(senderIds.open_id, userId) : undefined;
  if (chat === undefined || id === undefined || replyTo === "bad" || openId === "bad") {
    return junk("bad-id");
  }
  if (openId !== undefined && openId === self.openId) return ignored("sent-by-a-bot");
  const sentAtMs = epochMs(message.create_time) ?? headerMs;
  if (sentAtMs === undefined) return junk("bad-time");

  const raw = message.content;
  if (typeof raw !== "string" || raw === "") return ignored("no-content");
  const content = decodeContent(raw, { type, mentions: message.mentions, self });
  if (content === undefined) return ignored("unreadable-content");
  if (content.length === 0) return ignored("no-content");

  const thread = message.thread_id;
  return {
    kind: "event",
    event: {
      type: "message",
      chat,
      chatKind: message.chat_type === "p2p" ? "direct" : "group",
      message: id,
      // Only a user's id counts as a person: anonymous and unknown senders have no role.
      ...(openId !== undefined && senderType === "user" ? { sender: openId } : undefined),
      content,
      ...(replyTo !== undefined ? { replyTo } : undefined),
      inThread: typeof thread === "string" && thread !== "",
      sentAtMs,
    },
  };
}
