import type { ChatId, UserId } from "../../core/ids.ts";

/** Names that people were seen to have: the gateway tells them with what they write, and nowhere else. */
export interface Names {
  saw(chat: ChatId, user: UserId, name: string): void;
  of(chat: ChatId, user: UserId): string | undefined;
  in(chat: ChatId): ReadonlyMap<UserId, string>;
}

const mostChats = 1_000;
const mostNames = 500;

const trim = <K, V>(map: Map<K, V>, most: number): void => {
  const oldest = map.keys().next();
  if (map.size > most && !oldest.done) map.delete(oldest.value);
};

export const createNames = (): Names => {
  const chats = new Map<ChatId, Map<UserId, string>>();
  return {
    saw: (chat, user, name) => {
      const names = chats.get(chat) ?? new Map<UserId, string>();
      names.delete(user);
      names.set(user, name);
      trim(names, mostNames);
      chats.delete(chat);
      chats.set(chat, names);
      trim(chats, mostChats);
    },
    of: (chat, user) => chats.get(chat)?.get(user),
    in: (chat) => new Map(chats.get(chat)),
  };
};
