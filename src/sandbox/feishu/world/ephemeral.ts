import { type Answer, refusal, success } from "../answer.ts";
import { bot, roleOf } from "./chat.ts";
import { prepareCard } from "./content.ts";
import type { JsonObject } from "./json.ts";
import { MAX_EPHEMERAL, type World } from "./world.ts";

const CARD_BYTES = 30 * 1024;

/** Shows a card to one member of an ordinary group. See Feishu docs: message cards only visible to certain people. */
export function sendEphemeral(
  world: World,
  request: { readonly chatId: string; readonly openId: string; readonly card: JsonObject },
): Answer {
  const chat = world.chats.get(request.chatId);
  if (chat === undefined) return refusal(230001, "invalid chat_id");
  if (chat.status !== "normal") return refusal(232009);
  if (roleOf(chat, bot) === null) return refusal(230002);
  if (chat.chatMode !== "group") return refusal(230001, "only ordinary groups are supported");
  if (!chat.members.has(request.openId)) return refusal(230001, "the user is not in the chat");
  if (Buffer.byteLength(JSON.stringify(request.card)) > CARD_BYTES) return refusal(230025);
  const prepared = prepareCard(world, request.card);
  if (!prepared.ok) return prepared.answer;
  const messageId = `om_${world.randomHex(16)}`;
  world.ephemeral.set(messageId, {
    messageId,
    chatId: request.chatId,
    openId: request.openId,
    card: request.card,
    createTimeMs: Math.floor(world.now()),
  });
  if (world.ephemeral.size > MAX_EPHEMERAL) {
    const [oldest] = world.ephemeral.keys();
    if (oldest !== undefined) world.ephemeral.delete(oldest);
  }
  world.touch();
  return success({ message_id: messageId });
}

/** Takes such a card away again. */
export function deleteEphemeral(world: World, messageId: string): Answer {
  if (!world.ephemeral.delete(messageId)) return refusal(18051);
  world.touch();
  return success();
}
