import { randomBytes } from "node:crypto";

export interface Client {
  readonly id: string;
  nickname: string;
  readonly isRobot: boolean;
}

export interface Room {
  readonly id: string;
  readonly name: string;
  readonly roomType: "group" | "direct";
  owner: string | undefined;
  managers: readonly string[];
  readonly members: Set<string>;
  /** `memberProperties[].role`, which members may change themselves. */
  readonly memberRoles: Map<string, string>;
  botState: string | undefined;
}

export interface Message {
  readonly id: string;
  readonly room: string;
  message: unknown;
  messageType: string;
  /** Once recalled: whoever recalled it. */
  sender: string;
  readonly author: string;
  readonly mentions: readonly string[];
  readonly reply: string | undefined;
  pinned: boolean;
  /** Who pinned it last, and when; the platform itself does not tell. */
  lastPin: { readonly by: string; readonly atMs: number } | undefined;
  edits: number;
  readonly sentAtMs: number;
  updatedAtMs: number;
}

/** Everything that is so in one stand-in: clients, rooms, messages. */
export interface World {
  readonly clients: Map<string, Client>;
  readonly rooms: Map<string, Room>;
  readonly messages: Map<string, Message>;
  readonly now: () => number;
  /** A Mongo id: seconds, then five random bytes, then a counter. */
  newId(): string;
  addMessage(
    fields: Pick<Message, "room" | "message" | "messageType" | "sender"> &
      Partial<Pick<Message, "mentions" | "reply">>,
  ): Message;
  /** Marks a change, so that the message moves to the top of lists. */
  touch(message: Message): void;
  inRoom(room: string): readonly Message[];
  /** To be called after a change that `addMessage` and `touch` do not see. */
  changed(): void;
  /** Calls back after every change; the returned function ends that. */
  onChange(listener: () => void): () => void;
}

const MAX_MESSAGES = 20_000;

export const createWorld = (now: () => number): World => {
  const processPart = randomBytes(5).toString("hex");
  const messages = new Map<string, Message>();
  const listeners = new Set<() => void>();
  let serial = 0;
  let latestMs = 0;

  const newId = (): string => {
    serial += 1;
    const seconds = Math.floor(now() / 1000)
      .toString(16)
      .padStart(8, "0");
    return `${seconds}${processPart}${serial.toString(16).padStart(6, "0")}`;
  };
  /** No two changes at the same moment: lists are sorted by it. */
  const moment = (): number => {
    latestMs = Math.max(Math.floor(now()), latestMs + 1);
    return latestMs;
  };

  const changed = (): void => {
    for (const listener of listeners) listener();
  };

  return {
    clients: new Map(),
    rooms: new Map(),
    messages,
    now,
    newId,
    addMessage: (fields) => {
      const atMs = moment();
      const message: Message = {
        id: newId(),
        mentions: [],
        reply: undefined,
        pinned: false,
        lastPin: undefined,
        edits: 0,
        author: fields.sender,
        ...fields,
        sentAtMs: atMs,
        updatedAtMs: atMs,
      };
      messages.set(message.id, message);
      const [oldest] = messages.keys();
      if (messages.size > MAX_MESSAGES && oldest !== undefined) messages.delete(oldest);
      changed();
      return message;
    },
    touch: (message) => {
      message.updatedAtMs = moment();
      changed();
    },
    inRoom: (room) => [...messages.values()].filter((message) => message.room === room),
    changed,
    onChange: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
};

export const isManager = (room: Room, client: string): boolean =>
  room.owner === client || room.managers.includes(client);
