import { type Actor, bot, type Chat } from "./chat.ts";
import { preparePost, prepareText } from "./content.ts";
import { stableId } from "./ids.ts";
import type { Message } from "./message.ts";
import { grantedScopes, otherScopes } from "./scopes.ts";
import type { SeedChat, SeedMessage, SeedUser, WorldSeed } from "./seed.ts";
import { storeMessage, type User, type World } from "./world.ts";

/** A person as the sandbox keeps them; the other ids follow from the open_id. */
export function userOf(seed: SeedUser): User {
  const tail = seed.openId.replace(/^ou_/, "");
  return {
    openId: seed.openId,
    unionId: `on_${tail}`,
    userId: tail.slice(0, 8),
    name: seed.name,
    color: seed.color,
  };
}

/** A chat as the sandbox keeps it, without messages. */
export function chatOf(seed: SeedChat, nowMs: number): Chat {
  return {
    chatId: seed.chatId,
    chatMode: seed.chatMode ?? "group",
    groupMessageType: seed.groupMessageType ?? "chat",
    createdByBot: seed.createdByBot ?? false,
    name: seed.name,
    description: seed.description ?? "",
    external: seed.external ?? false,
    status: "normal",
    pinPermission: seed.pinPermission ?? "all_members",
    moderationPermission: seed.moderationPermission ?? "all_members",
    members: new Map(seed.members.map(({ openId, role }) => [openId, { role, joinedAtMs: nowMs }])),
    botRole: seed.botRole,
    topNoticeMessageId: null,
    messageIds: new Set(),
    pins: new Map(),
  };
}

const actorOf = (from: string): Actor => (from === "bot" ? bot : { kind: "user", openId: from });

function messageOf(
  world: World,
  chat: Chat,
  seed: SeedMessage & { readonly index: number; readonly parent: Message | undefined },
): Message {
  const { index, parent } = seed;
  const prepared =
    seed.post === undefined ? prepareText(world, seed.text ?? "") : preparePost(world, seed.post);
  if (prepared === null) throw new Error(`message ${index} of ${chat.chatId} is malformed`);
  const createTimeMs = Math.floor(world.now() - seed.minutesAgo * 60_000);
  const threaded = chat.chatMode === "topic" || chat.groupMessageType === "thread";
  const root = parent?.rootId ?? parent?.messageId ?? null;
  return {
    messageId: stableId("om", `${chat.chatId}/${index}`),
    chatId: chat.chatId,
    sender: actorOf(seed.from),
    rootId: root,
    parentId: threaded ? root : (parent?.messageId ?? null),
    threadId: threaded ? (parent?.threadId ?? stableId("omt", `${chat.chatId}/${index}`)) : null,
    msgType: seed.post === undefined ? "text" : "post",
    ...prepared,
    createTimeMs,
    updateTimeMs: createTimeMs,
    edits: 0,
    deleted: false,
    reactions: new Map(
      (seed.reactions ?? []).map((reaction, order) => [
        stableId("om", `${chat.chatId}/${index}/${order}`).slice(3, 27),
        {
          reactionId: stableId("om", `${chat.chatId}/${index}/${order}`).slice(3, 27),
          emojiType: reaction.emojiType,
          operator: actorOf(reaction.from),
          actionTimeMs: createTimeMs + 30_000,
        },
      ]),
    ),
  };
}

function conversationOf(world: World, chat: Chat, seed: SeedChat): readonly Message[] {
  const messages: Message[] = [];
  for (const [index, entry] of (seed.messages ?? []).entries()) {
    const parent = entry.replyTo === undefined ? undefined : messages[entry.replyTo];
    messages.push(messageOf(world, chat, { ...entry, index, parent }));
  }
  return messages;
}

/** Fills an empty world; messages of all chats end up in the order in which they were sent. */
export function loadSeed(world: World, seed: WorldSeed): void {
  for (const name of grantedScopes) world.scopes.set(name, true);
  for (const name of otherScopes) world.scopes.set(name, false);
  for (const user of seed.users) world.users.set(user.openId, userOf(user));
  const all: Message[] = [];
  for (const entry of seed.chats) {
    const chat = chatOf(entry, world.now());
    world.chats.set(chat.chatId, chat);
    const messages = conversationOf(world, chat, entry);
    all.push(...messages);
    for (const [index, message] of messages.entries()) {
      const pinnedBy = entry.messages?.[index]?.pinnedBy;
      if (pinnedBy === undefined) continue;
      const { messageId } = message;
      const createTimeMs = message.createTimeMs + 60_000;
      chat.pins.set(messageId, { messageId, operator: actorOf(pinnedBy), createTimeMs });
    }
  }
  all.sort((one, other) => one.createTimeMs - other.createTimeMs);
  for (const message of all) {
    const chat = world.chats.get(message.chatId);
    if (chat !== undefined) storeMessage(world, chat, message);
  }
  world.touch();
}
