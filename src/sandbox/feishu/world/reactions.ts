import { type Answer, refusal, success } from "../answer.ts";
import { type Actor, bot, type Chat, roleOf } from "./chat.ts";
import { emojiTypes } from "./emojis.ts";
import { botHears, reactionChanged } from "./events.ts";
import { isSameActor, isSystemMessage, type Message, type Reaction } from "./message.ts";
import { type PageRequest, page } from "./paging.ts";
import type { World } from "./world.ts";

function reactionRecord(world: World, reaction: Reaction): Readonly<Record<string, unknown>> {
  const { operator } = reaction;
  return {
    reaction_id: reaction.reactionId,
    operator:
      operator.kind === "bot"
        ? { operator_id: world.app.appId, operator_type: "app" }
        : { operator_id: operator.openId, operator_type: "user" },
    action_time: String(reaction.actionTimeMs),
    reaction_type: { emoji_type: reaction.emojiType },
  };
}

interface Target {
  readonly message: Message;
  readonly chat: Chat;
}

function reactionTarget(world: World, actor: Actor, messageId: string): Target | Answer {
  const message = world.messages.get(messageId);
  if (message === undefined) return refusal(231003);
  const chat = world.chats.get(message.chatId);
  if (chat === undefined) return refusal(231004);
  if (chat.status !== "normal") return refusal(232009);
  if (roleOf(chat, actor) === null) return refusal(231002);
  if (message.deleted) return refusal(231003);
  if (isSystemMessage(message)) return refusal(231017);
  return { message, chat };
}

/** Reacts; the same person with the same emoji keeps the first reaction. See Feishu docs: im-v1/message-reaction/create. */
export function createReaction(
  world: World,
  actor: Actor,
  request: { readonly messageId: string; readonly emojiType: string },
): Answer {
  const target = reactionTarget(world, actor, request.messageId);
  if ("code" in target) return target;
  if (!emojiTypes.has(request.emojiType)) return refusal(231001);
  const { message, chat } = target;
  for (const reaction of message.reactions.values()) {
    if (reaction.emojiType === request.emojiType && isSameActor(reaction.operator, actor)) {
      return success(reactionRecord(world, reaction));
    }
  }
  const reaction: Reaction = {
    reactionId: world.randomHex(12),
    emojiType: request.emojiType,
    operator: actor,
    actionTimeMs: Math.floor(world.now()),
  };
  message.reactions.set(reaction.reactionId, reaction);
  if (botHears(chat)) world.emit(reactionChanged(world, { message, reaction, added: true }));
  world.touch();
  return success(reactionRecord(world, reaction));
}

/** Takes back one's own reaction. See Feishu docs: im-v1/message-reaction/delete. */
export function deleteReaction(
  world: World,
  actor: Actor,
  request: { readonly messageId: string; readonly reactionId: string },
): Answer {
  const target = reactionTarget(world, actor, request.messageId);
  if ("code" in target) return target;
  const { message, chat } = target;
  const reaction = message.reactions.get(request.reactionId);
  if (reaction === undefined) return refusal(231011);
  if (!isSameActor(reaction.operator, actor)) return refusal(231007);
  message.reactions.delete(request.reactionId);
  if (botHears(chat)) {
    const taken = { ...reaction, actionTimeMs: Math.floor(world.now()) };
    world.emit(reactionChanged(world, { message, reaction: taken, added: false }));
  }
  world.touch();
  return success(reactionRecord(world, reaction));
}

/** See Feishu docs: im-v1/message-reaction/list. */
export function listReactions(
  world: World,
  request: PageRequest & { readonly messageId: string; readonly emojiType: string | undefined },
): Answer {
  const target = reactionTarget(world, bot, request.messageId);
  if ("code" in target) return target;
  const wanted = [...target.message.reactions.values()].filter(
    (reaction) => request.emojiType === undefined || reaction.emojiType === request.emojiType,
  );
  const result = page(wanted, { ...request, keyOf: (reaction) => reaction.reactionId });
  if (result === null) return refusal(231012);
  return success({ ...result, items: result.items.map((entry) => reactionRecord(world, entry)) });
}
