import { type Answer, refusal, success } from "../answer.ts";
import { type Actor, bot, type Chat, isManager, type Pin, roleOf } from "./chat.ts";
import type { Message } from "./message.ts";
import { type PageRequest, page } from "./paging.ts";
import type { World } from "./world.ts";

const unpinnable = new Set(["system", "hongbao", "video_chat"]);

function pinRecord(world: World, chat: Chat, pin: Pin): Readonly<Record<string, string>> {
  return {
    message_id: pin.messageId,
    chat_id: chat.chatId,
    operator_id: pin.operator.kind === "bot" ? world.app.appId : pin.operator.openId,
    operator_id_type: pin.operator.kind === "bot" ? "app_id" : "open_id",
    create_time: String(pin.createTimeMs),
  };
}

interface Target {
  readonly message: Message;
  readonly chat: Chat;
}

/** The message and its chat if the actor may change pins there, else the refusal. */
function pinTarget(world: World, actor: Actor, messageId: string): Target | Answer {
  const message = world.messages.get(messageId);
  if (message === undefined) return refusal(99992354);
  const chat = world.chats.get(message.chatId);
  if (chat === undefined) return refusal(230045);
  if (chat.status !== "normal") return refusal(232009);
  if (roleOf(chat, actor) === null) return refusal(230002);
  if (chat.pinPermission === "only_owner" && !isManager(chat, actor)) return refusal(230046);
  return { message, chat };
}

/** Pins; a message already pinned keeps its first record. See Feishu docs: im-v1/pin/create. */
export function createPin(world: World, actor: Actor, messageId: string): Answer {
  const target = pinTarget(world, actor, messageId);
  if ("code" in target) return target;
  const { message, chat } = target;
  if (message.deleted) return refusal(230011);
  if (unpinnable.has(message.msgType)) return refusal(230054);
  const existing = chat.pins.get(messageId);
  if (existing !== undefined) return success({ pin: pinRecord(world, chat, existing) });
  const pin: Pin = { messageId, operator: actor, createTimeMs: Math.floor(world.now()) };
  chat.pins.set(messageId, pin);
  world.touch();
  return success({ pin: pinRecord(world, chat, pin) });
}

/** Unpins; what is not pinned, or recalled, is a success too. See Feishu docs: im-v1/pin/delete. */
export function deletePin(world: World, actor: Actor, messageId: string): Answer {
  const target = pinTarget(world, actor, messageId);
  if ("code" in target) return target;
  if (target.chat.pins.delete(messageId)) world.touch();
  return success();
}

/** The pins of a chat, newest first; bounds in milliseconds. See Feishu docs: im-v1/pin/list. */
export function listPins(
  world: World,
  request: PageRequest & {
    readonly chatId: string;
    readonly startMs: number | undefined;
    readonly endMs: number | undefined;
  },
): Answer {
  const chat = world.chats.get(request.chatId);
  if (chat === undefined) return refusal(230001, "invalid chat_id");
  if (roleOf(chat, bot) === null) return refusal(230002);
  const startMs = request.startMs ?? 0;
  const endMs = request.endMs ?? Number.POSITIVE_INFINITY;
  if (startMs >= endMs) return refusal(230001, "start_time must be less than end_time");
  const pins = [...chat.pins.values()]
    .filter((pin) => pin.createTimeMs >= startMs && pin.createTimeMs <= endMs)
    .reverse();
  const result = page(pins, { ...request, keyOf: (pin) => pin.messageId });
  if (result === null) return refusal(230001, "invalid page_token");
  return success({ ...result, items: result.items.map((pin) => pinRecord(world, chat, pin)) });
}
