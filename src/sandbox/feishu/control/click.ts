import { isDeepStrictEqual } from "node:util";
import { type Answer, success } from "../answer.ts";
import type { Delivery } from "../delivery.ts";
import type { Platform } from "../platform.ts";
import type { PushResult } from "../push.ts";
import { applyCard, shownCard } from "../world/apply-card.ts";
import { elementsOf } from "../world/card.ts";
import { idsOf } from "../world/events.ts";
import { handIn, unable } from "../world/hand-acts.ts";
import { isJsonObject, type JsonObject } from "../world/json.ts";
import type { ClickBody } from "./bodies.ts";

/** What the clicking person's client shows. */
export interface ClickResult {
  readonly toast?: { readonly type: string; readonly content: string };
  readonly card_updated: boolean;
  /** A code that the client would show instead, such as 200341 for no answer in time. */
  readonly error_code?: number;
}

const interactiveTags = new Set([
  "button",
  "select_static",
  "select_person",
  "multi_select_static",
  "multi_select_person",
  "overflow",
  "input",
  "date_picker",
  "picker_time",
  "picker_datetime",
  "checker",
  "select_img",
  "interactive_container",
]);

/** The value that a component calls back with; 2.0 keeps it in `behaviors`, 1.0 on the component. */
function callbackValues(element: JsonObject): readonly unknown[] {
  const behaviors = Array.isArray(element.behaviors) ? (element.behaviors as unknown[]) : [];
  const values = behaviors
    .filter(isJsonObject)
    .filter((behavior) => behavior.type === "callback")
    .map((behavior) => behavior.value);
  return element.value === undefined ? values : [...values, element.value];
}

function offersOption(element: JsonObject, option: string): boolean {
  if (!Array.isArray(element.options)) return true;
  return (element.options as unknown[]).some(
    (offer) => isJsonObject(offer) && offer.value === option,
  );
}

function clickedElement(card: JsonObject, body: ClickBody): JsonObject | undefined {
  return elementsOf(card).find((element) => {
    if (!interactiveTags.has(String(element.tag)) || element.disabled === true) return false;
    if (body.tag !== undefined && element.tag !== body.tag) return false;
    if (body.name !== undefined && element.name !== body.name) return false;
    if (body.option !== undefined && !offersOption(element, body.option)) return false;
    const values = callbackValues(element);
    if (body.value === undefined || body.value === null) {
      return values.length === 0 || body.name !== undefined;
    }
    return values.some((value) => isDeepStrictEqual(value, body.value));
  });
}

function errorCodeOf(result: Extract<PushResult, { ok: false }>): number {
  switch (result.reason) {
    case "nobody":
      return 200340;
    case "timeout":
      return 200341;
    case "unreachable":
      return 200342;
    case "failed":
      return 200671;
    case "unreadable":
      return 200672;
  }
}

const failed = (code: number): ClickResult => ({
  toast: { type: "error", content: `出错了，请稍后重试 code: ${code}` },
  card_updated: false,
  error_code: code,
});

/** Applies what the app answered to a callback; see Feishu docs: handle card callbacks. */
function applyAnswer(platform: Platform, messageId: string, answer: unknown): ClickResult {
  if (answer === undefined || answer === null) return { card_updated: false };
  if (!isJsonObject(answer)) return failed(200672);
  const { toast, card } = answer;
  let updated = false;
  if (card !== undefined) {
    const raw = isJsonObject(card) && card.type === "raw" ? card.data : undefined;
    if (!isJsonObject(raw)) return failed(200673);
    const refused = applyCard(platform.world, messageId, raw);
    if (refused !== null) return failed(refused.msg.includes("200830") ? 200830 : 200673);
    updated = true;
  }
  if (toast === undefined) return { card_updated: updated };
  if (!isJsonObject(toast) || typeof toast.content !== "string") return failed(200672);
  const type = typeof toast.type === "string" ? toast.type : "info";
  return { toast: { type, content: toast.content }, card_updated: updated };
}

/** A person uses a component of a card that they can see; the answer's data is a `ClickResult`. */
export async function click(
  platform: Platform,
  delivery: Delivery,
  body: ClickBody,
): Promise<Answer> {
  const { world, cardTokens } = platform;
  const ephemeral = world.ephemeral.get(body.message_id);
  const chatId = ephemeral?.chatId ?? world.messages.get(body.message_id)?.chatId;
  const card = shownCard(world, body.message_id);
  if (chatId === undefined || card === null) return unable("there is no card with this message_id");
  const hand = handIn(world, chatId, body.open_id);
  if ("code" in hand) return hand;
  if (ephemeral !== undefined && ephemeral.openId !== body.open_id) {
    return unable("only the addressee can see this card");
  }
  const element = clickedElement(card, body);
  if (element === undefined) return unable("the card has no such component (any more)");
  if (hand.chat.botRole === null) return success(failed(200340));
  const token = cardTokens.issue(body.message_id);
  const result = await delivery.callback("card.action.trigger", {
    operator: { tenant_key: world.app.tenantKey, ...idsOf(world, body.open_id) },
    token,
    action: actionOf(element, body),
    host: "im_message",
    context: { open_message_id: body.message_id, open_chat_id: chatId },
  });
  cardTokens.open(token);
  if (!result.ok) return success(failed(errorCodeOf(result)));
  return success(applyAnswer(platform, body.message_id, result.body));
}

function actionOf(element: JsonObject, body: ClickBody): JsonObject {
  const { option, options, form_value, input_value, checked } = body;
  return {
    ...(body.value === undefined ? {} : { value: body.value }),
    tag: element.tag,
    ...(typeof element.name === "string" ? { name: element.name } : {}),
    timezone: "Asia/Shanghai",
    ...(option === undefined ? {} : { option }),
    ...(options === undefined ? {} : { options }),
    ...(form_value === undefined ? {} : { form_value }),
    ...(input_value === undefined ? {} : { input_value }),
    ...(checked === undefined ? {} : { checked }),
  };
}
