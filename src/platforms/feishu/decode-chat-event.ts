import type { MembershipEvent, RecalledEvent } from "../../core/events.ts";
import { isJsonObject, type JsonObject } from "../../core/json.ts";
import { epochMs, optionalId } from "./decode-field.ts";
import { type Decoded, junk } from "./decoded.ts";
import { chatId, messageId, userId } from "./ids.ts";

const recalledBy = new Map<unknown, RecalledEvent["by"]>([
  ["message_owner", "author"],
  ["group_owner", "owner"],
  ["group_manager", "admin"],
  ["enterprise_manager", "organisation"],
]);

/** `im.message.recalled_v1` (Feishu docs: im-v1/message/events/recalled). */
export function decodeRecalled(event: JsonObject, headerMs: number | undefined): Decoded {
  const chat = chatId(event.chat_id);
  const message = messageId(event.message_id);
  if (chat === undefined || message === undefined) return junk("bad-id");
  const atMs = epochMs(event.recall_time) ?? headerMs;
  if (atMs === undefined) return junk("bad-time");
  const by = recalledBy.get(event.recall_type) ?? "unknown";
  return { kind: "event", event: { type: "recalled", chat, message, by, atMs } };
}

/** `im.chat.member.bot.*` and `im.chat.disbanded_v1`: the bot's own place in a group changed. */
export function decodeMembership(
  event: JsonObject,
  headerMs: number | undefined,
  type: MembershipEvent["type"],
): Decoded {
  const chat = chatId(event.chat_id);
  const operator = event.operator_id;
  const by = isJsonObject(operator) ? optionalId(operator.open_id, userId) : undefined;
  if (chat === undefined || by === "bad") return junk("bad-id");
  if (headerMs === undefined) return junk("bad-time");
  return {
    kind: "event",
    event: { type, chat, ...(by !== undefined ? { by } : undefined), atMs: headerMs },
  };
}

/** `im.chat.updated_v1` and `im.chat.member.user.*`: what is known of the group is stale. */
export function decodeChatChanged(event: JsonObject): Decoded {
  const chat = chatId(event.chat_id);
  return chat === undefined
    ? junk("bad-id")
    : { kind: "event", event: { type: "chat-changed", chat } };
}
