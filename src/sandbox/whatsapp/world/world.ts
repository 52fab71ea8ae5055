import { decisions } from "../decisions.ts";
import { newGroupJid, newLid, newMessageId, newPhoneJid } from "./ids.ts";

export interface Person {
  readonly jid: string;
  readonly lid: string;
  readonly name: string;
}

export type GroupRole = "superadmin" | "admin" | "member";

export interface Group {
  readonly jid: string;
  name: string;
  readonly createdBy: string;
  /** By phone JID. */
  readonly participants: Map<string, GroupRole>;
  /** Who may pin: a setting of the group that the gateway does not show. */
  adminsOnlyPin: boolean;
}

export interface StoredMessage {
  readonly id: string;
  /** Of the group, or of the person at the other end. */
  readonly chat: string;
  readonly from: string;
  readonly fromMe: boolean;
  text: string;
  readonly atMs: number;
  readonly replyTo?: string;
  /** Whom the sender listed as mentioned, by JID or LID. */
  readonly mentions: readonly string[];
  readonly mentionAll: boolean;
  /** Whether the instance has it in its database; others were sent before it was connected. */
  readonly known: boolean;
  revoked: boolean;
}

export interface StandingPin {
  readonly messageId: string;
  readonly by: string;
  readonly atMs: number;
  readonly endsAtMs: number;
}

export type InstanceState = "connected" | "disconnected" | "temp_banned";

/** Who and what there is: people, groups, messages, pins. Nothing of HTTP in here. */
export interface World {
  readonly self: Person;
  readonly people: ReadonlyMap<string, Person>;
  readonly groups: ReadonlyMap<string, Group>;
  /** The latest 20,000 of all chats. */
  readonly messages: ReadonlyMap<string, StoredMessage>;
  state: InstanceState;
  now(): number;
  addPerson(person: {
    readonly name: string;
    readonly jid?: string;
    readonly lid?: string;
  }): Person;
  /** By phone JID or LID. */
  person(id: string): Person | undefined;
  addGroup(
    group: Omit<Group, "jid" | "participants" | "adminsOnlyPin"> & {
      readonly jid?: string;
      readonly participants: ReadonlyMap<string, GroupRole>;
      readonly adminsOnlyPin?: boolean;
    },
  ): Group;
  removeGroup(jid: string): void;
  addMessage(
    message: Omit<StoredMessage, "id" | "atMs" | "revoked"> & { readonly id?: string },
  ): StoredMessage;
  /** What stands pinned now, newest first. */
  pins(chat: string): readonly StandingPin[];
  /** Whether it had an effect. */
  pin(message: StoredMessage, by: string, forMs: number): boolean;
  unpin(message: StoredMessage, by: string): boolean;
  revoke(message: StoredMessage, by: string): boolean;
}

const mostMessages = 20_000;

export const createWorld = (options: {
  readonly self: Person;
  readonly now: () => number;
}): World => {
  const { self, now } = options;
  const people = new Map<string, Person>([[self.jid, self]]);
  const groups = new Map<string, Group>();
  const messages = new Map<string, StoredMessage>();
  const pins = new Map<string, StandingPin[]>();

  const isAdmin = (chat: string, by: string): boolean => {
    const role = groups.get(chat)?.participants.get(by);
    return role === "admin" || role === "superadmin";
  };
  const mayPin = (chat: string, by: string): boolean => {
    const group = groups.get(chat);
    if (group === undefined) return true;
    return group.participants.has(by) && (!group.adminsOnlyPin || isAdmin(chat, by));
  };
  const standing = (chat: string): StandingPin[] =>
    (pins.get(chat) ?? []).filter(({ endsAtMs }) => endsAtMs > now());

  return {
    self,
    people,
    groups,
    messages,
    state: "connected",
    now,
    addPerson: ({ name, jid = newPhoneJid(), lid = newLid() }) => {
      const person = { jid, lid, name };
      people.set(jid, person);
      return person;
    },
    person: (id) => people.get(id) ?? [...people.values()].find(({ lid }) => lid === id),
    addGroup: ({ jid = newGroupJid(), participants, adminsOnlyPin = false, ...rest }) => {
      const group = { ...rest, jid, adminsOnlyPin, participants: new Map(participants) };
      groups.set(jid, group);
      return group;
    },
    removeGroup: (jid) => {
      groups.delete(jid);
      pins.delete(jid);
    },
    addMessage: (message) => {
      const stored = { id: newMessageId(), ...message, atMs: now(), revoked: false };
      messages.set(stored.id, stored);
      const [oldest] = messages.keys();
      if (messages.size > mostMessages && oldest !== undefined) messages.delete(oldest);
      return stored;
    },
    pins: (chat) => standing(chat).toReversed(),
    pin: ({ chat, id, revoked }, by, forMs) => {
      if (revoked || !mayPin(chat, by)) return false;
      const others = standing(chat).filter(({ messageId }) => messageId !== id);
      const pin = { messageId: id, by, atMs: now(), endsAtMs: now() + forMs };
      pins.set(chat, [...others, pin].slice(-decisions.mostPins));
      return true;
    },
    unpin: ({ chat, id }, by) => {
      if (!mayPin(chat, by)) return false;
      const before = standing(chat);
      pins.set(
        chat,
        before.filter(({ messageId }) => messageId !== id),
      );
      return before.some(({ messageId }) => messageId === id);
    },
    revoke: (message, by) => {
      if (message.revoked) return false;
      const own = message.from === by && now() - message.atMs <= decisions.revokeWindowMs;
      if (!own && !isAdmin(message.chat, by)) return false;
      message.revoked = true;
      message.text = "";
      pins.set(
        message.chat,
        standing(message.chat).filter(({ messageId }) => messageId !== message.id),
      );
      return true;
    },
  };
};
