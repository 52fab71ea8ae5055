import { type Answer, refusal, success } from "../answer.ts";
import { type Actor, type Chat, hasManagerRights, roleOf } from "./chat.ts";
import { botHears, messageRecalled } from "./events.ts";
import { isSameActor, type Message } from "./message.ts";
import type { World } from "./world.ts";

const YEAR_MS = 365 * 86_400_000;
const unrecallable = new Set(["system", "hongbao"]);

function whyRefused(
  world: World,
  recall: { readonly chat: Chat; readonly actor: Actor; readonly message: Message },
): Answer | null {
  const { chat, actor, message } = recall;
  const ageMs = world.now() - message.createTimeMs;
  const manager = chat.chatMode !== "p2p" && hasManagerRights(chat, actor);
  if (manager) return ageMs > YEAR_MS ? refusal(230009) : null;
  if (!isSameActor(message.sender, actor)) return refusal(230026);
  return ageMs > world.settings.recallWindowMs ? refusal(230009) : null;
}

/**
 * Recalls for everybody: one's own inside the tenant's window, anybody's up to a year back for owner, admin
 * and the bot that created the group. See Feishu docs: im-v1/message/delete.
 */
export function recallMessage(world: World, actor: Actor, messageId: string): Answer {
  const message = world.messages.get(messageId);
  const chat = message === undefined ? undefined : world.chats.get(message.chatId);
  if (message === undefined || chat === undefined) return refusal(99992354);
  if (chat.status !== "normal") return refusal(232009);
  if (roleOf(chat, actor) === null) return refusal(230002);
  if (message.deleted) return refusal(230110);
  if (unrecallable.has(message.msgType)) return refusal(230054);
  const refused = whyRefused(world, { chat, actor, message });
  if (refused !== null) return refused;
  const own = isSameActor(message.sender, actor);
  message.deleted = true;
  message.content = "";
  message.mentions = [];
  message.reactions.clear();
  chat.pins.delete(messageId);
  if (chat.topNoticeMessageId === messageId) chat.topNoticeMessageId = null;
  if (botHears(chat)) {
    world.emit(messageRecalled({ chat, message, by: actor, own, atMs: Math.floor(world.now()) }));
  }
  world.touch();
  return success();
}
