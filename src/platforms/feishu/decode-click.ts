import { isJsonObject, type JsonObject } from "../../core/json.ts";
import { optionalId } from "./decode-field.ts";
import { type Decoded, junk } from "./decoded.ts";
import { chatId, messageId, userId } from "./ids.ts";

/** No moment in milliseconds is that large before the year 5138; in microseconds every one since 1973 is. */
const smallestMicroseconds = 1e14;

const textIn = (value: unknown): string | undefined =>
  typeof value === "string" ? value : undefined;

/**
 * `card.action.trigger` (Feishu docs: card-callback-communication). Its header tells the time in microseconds,
 * unlike every other event.
 */
export function decodeClick(event: JsonObject, headerTime: number | undefined): Decoded {
  const { action, context, operator, token } = event;
  if (!isJsonObject(action) || typeof token !== "string" || token === "") return junk("bad-field");
  const where = isJsonObject(context) ? context : {};
  const operatorId = isJsonObject(operator) ? optionalId(operator.open_id, userId) : undefined;
  const chat = optionalId(where.open_chat_id, chatId);
  const message = optionalId(where.open_message_id, messageId);
  if (operatorId === "bad" || chat === "bad" || message === "bad") return junk("bad-id");
  if (headerTime === undefined) return junk("bad-time");
  const { options, checked, form_value: form } = action;
  return {
    kind: "click",
    click: {
      operator: operatorId,
      chat,
      message,
      token,
      value: action.value,
      tag: textIn(action.tag),
      name: textIn(action.name),
      option: textIn(action.option),
      options: Array.isArray(options)
        ? options.filter((one): one is string => typeof one === "string")
        : undefined,
      inputValue: textIn(action.input_value),
      checked: typeof checked === "boolean" ? checked : undefined,
      formValue: isJsonObject(form) ? form : undefined,
      atMs: headerTime >= smallestMicroseconds ? Math.floor(headerTime / 1000) : headerTime,
    },
  };
}
