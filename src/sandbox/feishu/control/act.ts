import { type Answer, success } from "../answer.ts";
import type { Actor } from "../world/chat.ts";
import { updateMessage } from "../world/edits.ts";
import { botMembershipChanged } from "../world/events.ts";
import {
  addBot,
  addMember,
  dissolve,
  handIn,
  removeBot,
  removeMember,
  setBotRole,
  setChat,
  setRole,
  unable,
} from "../world/hand-acts.ts";
import { chatOf, userOf } from "../world/load-seed.ts";
import { createPin, deletePin } from "../world/pins.ts";
import { createReaction, deleteReaction } from "../world/reactions.ts";
import { recallMessage } from "../world/recall.ts";
import type { World } from "../world/world.ts";
import type { Action } from "./bodies.ts";

/** Acts that need nothing but the world; subscriptions are the sandbox's own business. */
export type WorldAction = Exclude<Action, { action: "set_subscription" }>;

const MAX_CHATS = 2000;
const MAX_USERS = 20_000;
const colors = ["#3370FF", "#34C724", "#FF8800", "#7F3BF5", "#F54A45", "#00B2B2"];

const person = (openId: string): Actor => ({ kind: "user", openId });

function unreact(world: World, act: Extract<Action, { action: "unreact" }>): Answer {
  const reactions = world.messages.get(act.message_id)?.reactions.values() ?? [];
  for (const { reactionId, emojiType, operator } of reactions) {
    const own = operator.kind === "user" && operator.openId === act.open_id;
    if (own && emojiType === act.emoji_type) {
      return deleteReaction(world, operator, { messageId: act.message_id, reactionId });
    }
  }
  return unable("there is no such reaction of this person");
}

function newChat(world: World, act: Extract<Action, { action: "new_chat" }>): Answer {
  if (world.chats.size >= MAX_CHATS) return unable("there are too many chats");
  const stranger = act.members.find(({ open_id }) => !world.users.has(open_id));
  if (stranger !== undefined) return unable(`there is no person ${stranger.open_id}`);
  const owners = act.members.filter(({ role }) => role === "owner").length;
  if (owners + (act.bot_role === "owner" ? 1 : 0) > 1) return unable("a group has one owner");
  const chat = chatOf(
    {
      chatId: `oc_${world.randomHex(16)}`,
      name: act.name,
      description: act.description,
      chatMode: act.chat_mode,
      groupMessageType: act.group_message_type,
      external: act.external,
      pinPermission: act.pin_permission,
      moderationPermission: act.moderation_permission,
      createdByBot: act.created_by_bot,
      members: act.members.map(({ open_id, role }) => ({ openId: open_id, role })),
      botRole: act.bot_role,
    },
    world.now(),
  );
  world.chats.set(chat.chatId, chat);
  const [first] = chat.members.keys();
  if (chat.botRole !== null && chat.chatMode !== "p2p" && first !== undefined) {
    world.emit(botMembershipChanged(world, { chat, operatorId: first, added: true }));
  }
  world.touch();
  return success({ chat_id: chat.chatId });
}

function newUser(world: World, act: Extract<Action, { action: "new_user" }>): Answer {
  if (world.users.size >= MAX_USERS) return unable("there are too many people");
  const openId = `ou_${world.randomHex(16)}`;
  const color = act.color ?? colors[world.users.size % colors.length] ?? "#3370FF";
  world.users.set(openId, userOf({ openId, name: act.name, color }));
  world.touch();
  return success({ open_id: openId });
}

function inChat(world: World, act: Extract<WorldAction, { chat_id: string }>): Answer {
  const hand = handIn(world, act.chat_id, act.operator_id);
  if ("code" in hand) return hand;
  switch (act.action) {
    case "set_role":
      return setRole(world, hand, { openId: act.open_id, role: act.role });
    case "set_bot_role":
      return setBotRole(world, hand, act.role);
    case "add_member":
      return addMember(world, hand, act.open_id);
    case "remove_member":
      return removeMember(world, hand, act.open_id);
    case "add_bot":
      return addBot(world, hand);
    case "remove_bot":
      return removeBot(world, hand);
    case "dissolve":
      return dissolve(world, hand, act.keep_history);
    case "set_chat":
      return setChat(world, hand, act);
  }
}

/** Does what somebody does by hand, with the platform's permissions and events. */
export function act(world: World, action: WorldAction): Answer {
  switch (action.action) {
    case "pin":
      return createPin(world, person(action.open_id), action.message_id);
    case "unpin":
      return deletePin(world, person(action.open_id), action.message_id);
    case "recall":
      return recallMessage(world, person(action.open_id), action.message_id);
    case "edit":
      return updateMessage(world, person(action.open_id), {
        messageId: action.message_id,
        msgType: "text",
        content: JSON.stringify({ text: action.text }),
      });
    case "react":
      return createReaction(world, person(action.open_id), {
        messageId: action.message_id,
        emojiType: action.emoji_type,
      });
    case "unreact":
      return unreact(world, action);
    case "set_scope":
      if (!world.scopes.has(action.name)) return unable("there is no such scope");
      world.scopes.set(action.name, action.granted);
      world.touch();
      return success();
    case "set_recall_window":
      world.settings.recallWindowMs = action.window_ms;
      return success();
    case "new_chat":
      return newChat(world, action);
    case "new_user":
      return newUser(world, action);
    case "set_role":
    case "set_bot_role":
    case "add_member":
    case "remove_member":
    case "add_bot":
    case "remove_bot":
    case "dissolve":
    case "set_chat":
      return inChat(world, action);
  }
}
