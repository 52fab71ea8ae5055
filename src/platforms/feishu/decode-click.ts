import { isJsonObject, type JsonObject, stringOf } from "../../core/json.ts";
import { optionalId } from "./decode-field.ts";
import { type Decoded, junk } from "./decoded.ts";
import { chatId, messageId, userId } from "./ids.ts";

/** No moment in milliseconds is that large before the year 5138; in microseconds every one since 1973 is. */
const smallestMicroseconds = 1e14;

/**
 * `card.action.trigger` (Feishu docs: card-callback-communication). Its header tells the time in microseconds,
 * unlike every other event.
 */
export function decodeClick(event: JsonObject, headerTime: number | undefined): Decoded {
  const { action, context, operator } = event;
  if (!isJsonObject(action)) return junk("bad-field");
  const where = isJsonObject(context) ? context : {};
  const operatorId = isJsonObject(operator) ? optionalId(operator.open_id, userId) : undefined;
  const chat = optionalId(where.open_chat_id, chatId);
  const message = optionalId(where.open_message_id, messageId);
  if (operatorId === "bad" || chat === "bad" || message === "bad") return junk("bad-id");
  if (headerTime === undefined) return junk("bad-time");
  return {
    kind: "click",
    click: {
      operator: operatorId,
      chat,
      message,
      value: action.value,
      option: stringOf(action.option),
      atMs: headerTime >= smallestMicroseconds ? Math.floor(headerTime / 1000) : headerTime,
    },
  };
}
