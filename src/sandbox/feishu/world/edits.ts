import { type Answer, refusal, success } from "../answer.ts";
import { isCardV2, isSharedCard } from "./card.ts";
import { type Actor, bot, type Chat, roleOf } from "./chat.ts";
import { prepareCard, prepareContent } from "./content.ts";
import { parseJsonObject } from "./json.ts";
import { isSameActor, type Message } from "./message.ts";
import { messageRecord } from "./messages.ts";
import type { World } from "./world.ts";

const CARD_LIFE_MS = 14 * 86_400_000;
const CARD_BYTES = 30 * 1024;
const MAX_EDITS = 20;

function located(world: World, messageId: string): { message: Message; chat: Chat } | Answer {
  const message = world.messages.get(messageId);
  const chat = message === undefined ? undefined : world.chats.get(message.chatId);
  if (message === undefined || chat === undefined) return refusal(99992354);
  if (chat.status !== "normal") return refusal(232009);
  return { message, chat };
}

/** Replaces a card that the bot sent. See Feishu docs: im-v1/message/patch. */
export function patchCard(world: World, messageId: string, content: string): Answer {
  const target = located(world, messageId);
  if ("code" in target) return target;
  const { message, chat } = target;
  if (roleOf(chat, bot) === null) return refusal(230002);
  if (message.deleted) return refusal(230011);
  if (message.msgType !== "interactive") return refusal(230001, "This message is NOT a card.");
  if (message.sender.kind !== "bot")
    return refusal(230001, "The operator is not the sender of the card.");
  if (world.now() - message.createTimeMs > CARD_LIFE_MS) return refusal(230031);
  if (Buffer.byteLength(content) > CARD_BYTES) return refusal(230025);
  const before = parseJsonObject(message.content);
  const after = parseJsonObject(content);
  if (after === null) return refusal(230099, "ErrCode: 200621; ErrMsg: parse card json err; ");
  if (before === null || !isSharedCard(before) || !isSharedCard(after)) {
    return refusal(230001, "config.update_multi must be true before and after the update");
  }
  if (isCardV2(before) && !isCardV2(after)) {
    return refusal(230099, "ErrCode: 200830; ErrMsg: schema v2 card can not change schema v1; ");
  }
  const prepared = prepareCard(world, after);
  if (!prepared.ok) return prepared.answer;
  replaceContent(world, message, prepared.value);
  return success();
}

/** Puts new content in place of the old one. */
export function replaceContent(
  world: World,
  message: Message,
  next: { readonly content: string; readonly mentions: Message["mentions"] },
): void {
  message.content = next.content;
  message.mentions = next.mentions;
  message.updateTimeMs = Math.floor(world.now());
  message.edits += 1;
  world.touch();
}

/** Edits one's own text or rich text. See Feishu docs: im-v1/message/update. */
export function updateMessage(
  world: World,
  actor: Actor,
  edit: { readonly messageId: string; readonly msgType: string; readonly content: string },
): Answer {
  const target = located(world, edit.messageId);
  if ("code" in target) return target;
  const { message, chat } = target;
  if (roleOf(chat, actor) === null) return refusal(230002);
  if (message.deleted) return refusal(230110);
  if (!isSameActor(message.sender, actor)) return refusal(230071);
  const editable = ["text", "post"];
  if (!editable.includes(message.msgType) || !editable.includes(edit.msgType))
    return refusal(230054);
  if (message.edits >= MAX_EDITS) return refusal(230072);
  if (world.now() - message.createTimeMs > world.settings.editWindowMs) return refusal(230075);
  const prepared = prepareContent(world, edit);
  if (!prepared.ok) return prepared.answer;
  message.msgType = edit.msgType;
  replaceContent(world, message, prepared.value);
  return success(messageRecord(world, message, { raw: true }));
}
