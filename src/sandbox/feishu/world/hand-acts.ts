import type { SandboxRole } from "../../state.ts";
import { type Answer, refusal, success } from "../answer.ts";
import { type Actor, type Chat, defaultOperator, isManager, ownerOf, roleOf } from "./chat.ts";
import {
  botHears,
  botMembershipChanged,
  chatDisbanded,
  chatUpdated,
  idsOf,
  userMembershipChanged,
} from "./events.ts";
import type { World } from "./world.ts";

/** A refusal in words, for people at the page rather than for bots. */
export function unable(reason: string): Answer {
  return { code: 1, msg: reason };
}

/** A person acting in a chat by hand, the owner when nobody is named. */
interface Hand {
  readonly chat: Chat;
  readonly operatorId: string;
  readonly operator: Actor;
}

/** Whoever acts in this chat, or why nobody can. */
export function handIn(
  world: World,
  chatId: string,
  operatorId: string | undefined,
): Hand | Answer {
  const chat = world.chats.get(chatId);
  if (chat === undefined) return unable("there is no such chat");
  if (chat.status !== "normal") return unable("the chat has been dissolved");
  const openId = operatorId ?? defaultOperator(chat);
  if (openId === null) return unable("nobody is in this chat");
  const operator: Actor = { kind: "user", openId };
  if (roleOf(chat, operator) === null) return unable("the operator is not in this chat");
  return { chat, operatorId: openId, operator };
}

function ownerChanged(world: World, hand: Hand, before: string | null): void {
  const after = ownerOf(hand.chat);
  if (before === after || !botHears(hand.chat)) return;
  const shown = (openId: string | null) =>
    openId === null ? {} : { owner_id: idsOf(world, openId) };
  const { chat, operatorId } = hand;
  world.emit(chatUpdated(world, { chat, operatorId, before: shown(before), after: shown(after) }));
}

/** Whoever owned the group becomes a plain member, as when ownership is handed over in the client. */
function vacateOwner(chat: Chat): void {
  for (const member of chat.members.values()) if (member.role === "owner") member.role = "member";
  if (chat.botRole === "owner") chat.botRole = "member";
}

/** Only the owner appoints; with a bot as owner anybody at the page may stand in for it. */
function mayAppoint(hand: Hand): boolean {
  return ownerOf(hand.chat) === null || roleOf(hand.chat, hand.operator) === "owner";
}

/** Gives a person another role; a new owner takes the group over. */
export function setRole(
  world: World,
  hand: Hand,
  next: { readonly openId: string; readonly role: SandboxRole },
): Answer {
  const { openId, role } = next;
  const member = hand.chat.members.get(openId);
  if (member === undefined) return unable("that person is not in this chat");
  if (!mayAppoint(hand)) return unable("only the owner may change roles");
  if (member.role === role) return success();
  if (member.role === "owner") return unable("hand the group to somebody else first");
  const before = ownerOf(hand.chat);
  if (role === "owner") vacateOwner(hand.chat);
  member.role = role;
  ownerChanged(world, hand, before);
  world.touch();
  return success();
}

/** Gives the bot another role; when it stops being owner, the operator takes over. */
export function setBotRole(world: World, hand: Hand, role: SandboxRole): Answer {
  const { chat } = hand;
  if (chat.botRole === null) return unable("the bot is not in this chat");
  if (!mayAppoint(hand)) return unable("only the owner may change roles");
  if (chat.botRole === role) return success();
  const before = ownerOf(chat);
  if (role === "owner") vacateOwner(chat);
  if (chat.botRole === "owner") {
    const heir = chat.members.get(hand.operatorId);
    if (heir !== undefined) heir.role = "owner";
  }
  chat.botRole = role;
  ownerChanged(world, hand, before);
  world.touch();
  return success();
}

/** Brings a person in, which any member may do. */
export function addMember(world: World, hand: Hand, openId: string): Answer {
  const { chat, operatorId } = hand;
  if (!world.users.has(openId)) return unable("there is no such person");
  if (chat.members.has(openId)) return unable("that person is in this chat already");
  chat.members.set(openId, { role: "member", joinedAtMs: world.now() });
  if (botHears(chat)) {
    world.emit(userMembershipChanged(world, { chat, operatorId, added: true, openIds: [openId] }));
  }
  world.touch();
  return success();
}

/** Kicks somebody, or lets them leave when operator and person are the same. */
export function removeMember(world: World, hand: Hand, openId: string): Answer {
  const { chat, operatorId, operator } = hand;
  const member = chat.members.get(openId);
  if (member === undefined) return unable("that person is not in this chat");
  if (member.role === "owner") return unable("the owner has to hand the group over first");
  if (operatorId !== openId && !isManager(chat, operator)) {
    return unable("only the owner and admins may remove people");
  }
  chat.members.delete(openId);
  if (botHears(chat)) {
    world.emit(userMembershipChanged(world, { chat, operatorId, added: false, openIds: [openId] }));
  }
  world.touch();
  return success();
}

/** Brings the bot in as a plain member. */
export function addBot(world: World, hand: Hand): Answer {
  const { chat, operatorId } = hand;
  if (chat.botRole !== null) return unable("the bot is in this chat already");
  chat.botRole = "member";
  world.emit(botMembershipChanged(world, { chat, operatorId, added: true }));
  world.touch();
  return success();
}

/** Takes the bot out; it is told so, and then nothing more from here. */
export function removeBot(world: World, hand: Hand): Answer {
  const { chat, operatorId, operator } = hand;
  if (chat.botRole === null) return unable("the bot is not in this chat");
  if (!isManager(chat, operator) && ownerOf(chat) !== null) {
    return unable("only the owner and admins may remove the bot");
  }
  const before = ownerOf(chat);
  if (chat.botRole === "owner") {
    const heir = chat.members.get(operatorId);
    if (heir !== undefined && before === null) heir.role = "owner";
  }
  chat.botRole = null;
  world.emit(botMembershipChanged(world, { chat, operatorId, added: false }));
  world.touch();
  return success();
}

/** Dissolves the group; with its history kept, without an event. */
export function dissolve(world: World, hand: Hand, keepHistory: boolean): Answer {
  const { chat, operatorId } = hand;
  if (!mayAppoint(hand)) return unable("only the owner may dissolve the group");
  if (!keepHistory && botHears(chat)) world.emit(chatDisbanded(world, { chat, operatorId }));
  chat.status = keepHistory ? "dissolved_save" : "dissolved";
  world.touch();
  return success();
}

/** Settings as people change them; the platform tells bots of name, description and speaking permission only. */
export function setChat(
  world: World,
  hand: Hand,
  next: {
    readonly name?: string | undefined;
    readonly description?: string | undefined;
    readonly pin_permission?: Chat["pinPermission"] | undefined;
    readonly moderation_permission?: Chat["moderationPermission"] | undefined;
    readonly external?: boolean | undefined;
  },
): Answer {
  const { chat, operatorId, operator } = hand;
  if (chat.chatMode === "p2p") return refusal(232001, "a one-to-one chat has no settings");
  if (!isManager(chat, operator) && ownerOf(chat) !== null) {
    return unable("only the owner and admins may change the group's settings");
  }
  const told = () => ({
    name: chat.name,
    description: chat.description,
    moderation_permission: chat.moderationPermission,
  });
  const before = told();
  chat.name = next.name ?? chat.name;
  chat.description = next.description ?? chat.description;
  chat.pinPermission = next.pin_permission ?? chat.pinPermission;
  chat.moderationPermission = next.moderation_permission ?? chat.moderationPermission;
  chat.external = next.external ?? chat.external;
  const after = told();
  if (botHears(chat) && JSON.stringify(before) !== JSON.stringify(after)) {
    world.emit(chatUpdated(world, { chat, operatorId, before, after }));
  }
  world.touch();
  return success();
}
