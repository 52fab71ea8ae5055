import { isJsonObject } from "../../core/json.ts";
import type { ClickHandler } from "../../core/platform.ts";
import type { FeishuClick } from "./decoded.ts";
import type { ClickAnswer } from "./reception.ts";
import { renderCard } from "./render.ts";

/**
 * Hands a click on a card to the core and puts its answer into the platform's form. A click that does not tell
 * where it happened belongs to no card of ours. Feishu docs: card-callback-communication.
 */
export const answerClick = async (
  click: FeishuClick,
  handler: ClickHandler | undefined,
): Promise<ClickAnswer> => {
  const { chat, message, operator, value, option } = click;
  if (handler === undefined || chat === undefined || message === undefined) return {};
  const { toast, card } = await handler({
    chat,
    message,
    ...(operator === undefined ? {} : { operator }),
    token: isJsonObject(value) ? value.token : undefined,
    ...(option === undefined ? {} : { option }),
    atMs: click.atMs,
  });
  return {
    ...(toast === undefined ? {} : { toast: { type: toast.tone, content: toast.text } }),
    ...(card === undefined ? {} : { card: { type: "raw", data: renderCard(card) } }),
  };
};
