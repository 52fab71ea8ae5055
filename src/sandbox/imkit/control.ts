import type { Access } from "./access.ts";
import type { Fault, Faults } from "./faults.ts";
import { clientView, webhookMessageView } from "./views.ts";
import type { Delivery, WebhookPush } from "./webhook-push.ts";
import type { Message, Room, World } from "./world.ts";

/** A call that was made to the stand-in. */
export interface ImkitCall {
  readonly method: string;
  /** With the query, as it came: nothing decoded. */
  readonly path: string;
  readonly credential: "user" | "platform" | "both" | "none";
  readonly body: unknown;
  /** 0 when nothing was answered. */
  readonly status: number;
  readonly answer: unknown;
  readonly atMs: number;
  readonly durationMs: number;
}

export interface NewRoom {
  readonly id?: string;
  readonly name?: string;
  readonly roomType?: Room["roomType"];
  readonly owner?: string;
  readonly managers?: readonly string[];
  /** Besides owner and managers. */
  readonly members?: readonly string[];
  /** What the bot is there; a manager by default, absent for `null`. */
  readonly bot?: "owner" | "manager" | "member" | null;
}

export interface Say {
  readonly room: string;
  readonly user: string;
  readonly text: unknown;
  readonly reply?: string;
  readonly mentions?: readonly string[];
  readonly messageType?: string;
  /** Whether the webhook hears of it; it does by default. */
  readonly deliver?: boolean;
}

/** What people do by hand, what goes wrong, and what there is to see. */
export interface ImkitControl {
  addUser(id: string, nickname?: string, isRobot?: boolean): string;
  addRoom(room?: NewRoom): string;
  setManagers(room: string, managers: readonly string[]): void;
  setOwner(room: string, owner: string | undefined): void;
  /** `memberProperties[].role`, which makes nobody anything. */
  setMemberRole(room: string, user: string, role: string): void;
  setBotState(room: string, state: string): void;
  /** Takes the bot out of the room, or puts it in, and tells the webhook. */
  setBotIn(room: string, isIn: boolean): Promise<void>;
  /** Somebody writes a message; its id, at once. The webhook hears of it in its own time. */
  write(message: Say): string;
  /** The same. Resolves when the webhook has answered. */
  say(message: Say): Promise<string>;
  /** The room's owner pins it unless somebody is named; another pin gives way. */
  pinByHand(message: string, by?: string): void;
  unpinByHand(message: string): void;
  recallByHand(message: string): Promise<void>;
  /** What stands pinned in a room. */
  pins(room: string): readonly string[];
  message(id: string): Message | undefined;
  /** Oldest first. */
  messages(room: string): readonly Message[];
  fault(fault: Fault): void;
  clearFaults(): void;
  expireTokens(): void;
  tokenFor(user: string): string;
  refusedAsTooFast(): number;
  /** Oldest first. */
  calls(): readonly ImkitCall[];
  clearCalls(): void;
  /** Where rooms deliver to. */
  setWebhook(url: string | undefined): void;
  /** Delivers anything, true or not. */
  deliver(payload: unknown): Promise<Delivery>;
  deliveries(): readonly Delivery[];
  /** Waits for the deliveries under way. */
  settled(): Promise<void>;
}

export const createControl = (parts: {
  readonly world: World;
  readonly bot: string;
  readonly access: Access;
  readonly faults: Faults;
  readonly webhook: WebhookPush;
  readonly calls: { entries(): readonly ImkitCall[]; clear(): void };
  readonly announce: (message: Message) => Promise<void>;
}): ImkitControl => {
  const { world, bot, access, faults, webhook, calls, announce } = parts;

  const roomOf = (id: string): Room => {
    const room = world.rooms.get(id);
    if (room === undefined) throw new Error(`no room ${id}`);
    return room;
  };
  const messageOf = (id: string): Message => {
    const message = world.messages.get(id);
    if (message === undefined) throw new Error(`no message ${id}`);
    return message;
  };

  const add = ({ room, user, text, reply, mentions, messageType }: Say): Message =>
    world.addMessage({
      room: roomOf(room).id,
      message: text,
      messageType: messageType ?? "text",
      sender: user,
      mentions: mentions ?? [],
      reply,
    });

  return {
    addUser: (id, nickname = id, isRobot = false) => {
      world.clients.set(id, { id, nickname, isRobot });
      return id;
    },
    addRoom: (fields = {}) => {
      const { bot: standing = "manager", owner, managers = [], members = [] } = fields;
      const room: Room = {
        id: fields.id ?? world.newId(),
        name: fields.name ?? "Room",
        roomType: fields.roomType ?? "group",
        owner: standing === "owner" ? bot : owner,
        managers: standing === "manager" ? [...managers, bot] : managers,
        members: new Set([
          ...(owner === undefined ? [] : [owner]),
          ...managers,
          ...members,
          ...(standing === null ? [] : [bot]),
        ]),
        memberRoles: new Map(),
        botState: undefined,
      };
      world.rooms.set(room.id, room);
      world.changed();
      return room.id;
    },
    setManagers: (id, managers) => {
      roomOf(id).managers = managers;
      world.changed();
    },
    setOwner: (id, owner) => {
      roomOf(id).owner = owner;
      world.changed();
    },
    setMemberRole: (id, user, role) => {
      roomOf(id).memberRoles.set(user, role);
    },
    setBotState: (id, state) => {
      roomOf(id).botState = state;
    },
    setBotIn: async (id, isIn) => {
      const room = roomOf(id);
      if (isIn) room.members.add(bot);
      else room.members.delete(bot);
      world.changed();
      const sender = clientView(world, room.owner ?? bot);
      await webhook.deliver({
        roomID: id,
        event: isIn ? "ADD_MEMBERS" : "DELETE_MEMBERS",
        data: { room: id, sender, members: [clientView(world, bot)] },
      });
    },
    write: (fields) => {
      const message = add(fields);
      if (fields.deliver !== false) void announce(message);
      return message.id;
    },
    say: async (fields) => {
      const message = add(fields);
      if (fields.deliver !== false) await announce(message);
      return message.id;
    },
    pinByHand: (id, by) => {
      const message = messageOf(id);
      for (const other of world.inRoom(message.room)) other.pinned = false;
      message.pinned = true;
      const pinner = by ?? world.rooms.get(message.room)?.owner ?? message.author;
      message.lastPin = { by: pinner, atMs: world.now() };
      world.touch(message);
    },
    unpinByHand: (id) => {
      const message = messageOf(id);
      message.pinned = false;
      world.touch(message);
    },
    recallByHand: async (id) => {
      const message = messageOf(id);
      Object.assign(message, { message: "", messageType: "recall", pinned: false });
      world.touch(message);
      await announce(message);
    },
    pins: (room) =>
      world
        .inRoom(room)
        .filter(({ pinned }) => pinned)
        .map(({ id }) => id),
    message: (id) => world.messages.get(id),
    messages: (room) => world.inRoom(room),
    fault: (fault) => faults.add(fault),
    clearFaults: () => faults.clear(),
    expireTokens: () => access.expireAll(),
    tokenFor: (user) => access.issue(user).token,
    refusedAsTooFast: () => access.refusedAsTooFast(),
    calls: () => calls.entries(),
    clearCalls: () => calls.clear(),
    setWebhook: (url) => webhook.target(url),
    deliver: (payload) => webhook.deliver(payload),
    deliveries: () => webhook.deliveries.entries(),
    settled: () => webhook.settled(),
  };
};

/** What a webhook is told of a message; see IMKit docs: Webhook. */
export const deliveryOf = (world: World, message: Message): object => {
  const botState = world.rooms.get(message.room)?.botState;
  return {
    appID: "SampleApp",
    clientID: message.sender,
    roomID: message.room,
    event: "MESSAGE",
    ...(botState === undefined ? {} : { botState }),
    data: webhookMessageView(world, message),
  };
};
