import {
  type DeliveryShape,
  groupFlowEvent,
  messageEvent,
  type SenderIds,
  stateEvent,
} from "./events.ts";
import type { Fault } from "./faults.ts";
import type { ArrivedCall, Gateway } from "./gateway.ts";
import type { DeliveryTry } from "./webhooks.ts";
import type {
  Group,
  GroupRole,
  InstanceState,
  Person,
  StandingPin,
  StoredMessage,
} from "./world/world.ts";

/** What people do by hand, and what goes wrong: everything but the HTTP API itself. */
export interface StandInControl {
  /** The bot's own number. */
  readonly self: Person;
  addPerson(person: {
    readonly name: string;
    readonly jid?: string;
    readonly lid?: string;
  }): Person;
  addGroup(group: {
    readonly name: string;
    readonly jid?: string;
    readonly owner: Person;
    readonly admins?: readonly Person[];
    readonly members?: readonly Person[];
    /** The bot's; `undefined`: it is not in the group. */
    readonly bot?: GroupRole | undefined;
    readonly adminsOnlyPin?: boolean;
  }): Group;
  /** Somebody writes, and the bot hears it. `chat` is a group, or the bot's chat with the writer by default. */
  say(message: {
    readonly by: Person;
    readonly text: string;
    readonly chat?: string;
    readonly id?: string;
    readonly replyTo?: string;
    /** Whom the writer picked as mentioned; the text has to carry the digits. */
    readonly mentions?: readonly string[];
    /** `false`: it was written before the instance was connected, so it is not in its database, nor delivered. */
    readonly known?: boolean;
  }): StoredMessage;
  edit(messageId: string, text: string): void;
  /** Whether it had an effect. */
  revoke(messageId: string, by: Person): boolean;
  pin(messageId: string, by: Person, forMs: number): boolean;
  unpin(messageId: string, by: Person): boolean;
  setRole(chat: string, person: Person, role: GroupRole): void;
  join(chat: string, person: Person, role?: GroupRole): void;
  leave(chat: string, person: Person): void;
  rename(chat: string, name: string): void;
  dissolve(chat: string): void;
  setState(state: InstanceState): void;
  setLayout(layout: {
    readonly shape?: DeliveryShape;
    readonly senderIds?: SenderIds;
    /** How often each event is delivered. */
    readonly copies?: number;
  }): void;
  /** Sends the instance's events there, as a call of the API would. */
  setWebhook(target: { readonly url: string; readonly authorization: string }): void;
  fault(fault: Fault): void;
  clearFaults(): void;
  group(chat: string): Group | undefined;
  message(messageId: string): StoredMessage | undefined;
  /** Of one chat, oldest first. */
  messages(chat: string): readonly StoredMessage[];
  pins(chat: string): readonly StandingPin[];
  calls(): readonly ArrivedCall[];
  /** How often the rate limit refused a call. */
  violations(): number;
  deliveries(): readonly DeliveryTry[];
  deadLetters(): number;
  /** Deliveries under way or to be tried again. */
  waiting(): number;
  /** Calls back after every change; the returned function ends that. */
  onChange(listener: () => void): () => void;
}

const need = <T>(value: T | undefined, what: string): T => {
  if (value === undefined) throw new TypeError(`no such ${what}`);
  return value;
};

export const createControl = (gateway: Gateway, listeners: Set<() => void>): StandInControl => {
  const { world, webhooks, layout } = gateway;
  const groupAt = (chat: string): Group => need(world.groups.get(chat), "group");
  const messageAt = (id: string): StoredMessage => need(world.messages.get(id), "message");
  const botHears = (chat: string): boolean =>
    world.groups.get(chat)?.participants.has(world.self.jid) ?? true;

  const tellMessage = (message: StoredMessage, kind?: "edit" | "revoke"): void => {
    if (botHears(message.chat) && message.known) {
      webhooks.publish(messageEvent(world, message, layout, kind), layout.copies);
    }
    gateway.changed();
  };
  const tellFlow = (
    type: Parameters<typeof groupFlowEvent>[1]["type"],
    group: Group,
    people: readonly Person[],
  ): void => {
    webhooks.publish(groupFlowEvent(world, { type, group, people }), layout.copies);
    gateway.changed();
  };

  return {
    self: world.self,
    addPerson: world.addPerson,
    addGroup: ({ owner, admins = [], members = [], bot, ...group }) => {
      const participants = new Map<string, GroupRole>([
        ...members.map(({ jid }) => [jid, "member"] as const),
        ...admins.map(({ jid }) => [jid, "admin"] as const),
        ...(bot === undefined ? [] : [[world.self.jid, bot] as const]),
        [owner.jid, "superadmin"],
      ]);
      const added = world.addGroup({ ...group, createdBy: owner.jid, participants });
      gateway.changed();
      return added;
    },
    say: ({ by, chat = by.jid, mentions = [], known = true, ...rest }) => {
      const group = world.groups.get(chat);
      if (group !== undefined) need(group.participants.get(by.jid), "participant");
      const message = world.addMessage({
        ...rest,
        chat,
        from: by.jid,
        fromMe: by.jid === world.self.jid,
        mentions,
        mentionAll: false,
        known: known && botHears(chat),
      });
      tellMessage(message);
      return message;
    },
    edit: (id, text) => {
      const message = messageAt(id);
      message.text = text;
      tellMessage(message, "edit");
    },
    revoke: (id, by) => {
      const message = messageAt(id);
      const done = world.revoke(message, by.jid);
      if (done) tellMessage(message, "revoke");
      return done;
    },
    pin: (id, by, forMs) => {
      const done = world.pin(messageAt(id), by.jid, forMs);
      gateway.changed();
      return done;
    },
    unpin: (id, by) => {
      const done = world.unpin(messageAt(id), by.jid);
      gateway.changed();
      return done;
    },
    setRole: (chat, person, role) => {
      const group = groupAt(chat);
      const promoted = role !== "member";
      group.participants.set(person.jid, role);
      tellFlow(promoted ? "promoted" : "demoted", group, [person]);
    },
    join: (chat, person, role = "member") => {
      const group = groupAt(chat);
      group.participants.set(person.jid, role);
      tellFlow("joined", group, [person]);
    },
    leave: (chat, person) => {
      const group = groupAt(chat);
      group.participants.delete(person.jid);
      tellFlow("left", group, [person]);
    },
    rename: (chat, name) => {
      const group = groupAt(chat);
      group.name = name;
      tellFlow("name", group, []);
    },
    dissolve: (chat) => {
      const group = groupAt(chat);
      world.removeGroup(chat);
      tellFlow("delete", group, []);
    },
    setState: (state) => {
      world.state = state;
      webhooks.publish(stateEvent(world), layout.copies);
      gateway.changed();
    },
    setLayout: (change) => void Object.assign(layout, change),
    setWebhook: ({ url, authorization }) => {
      const label = "control";
      const rest = { enabled: true, byEvents: false, events: [], mediaBase64: false };
      webhooks.configure({ label, url, authorization, ...rest });
    },
    fault: gateway.faults.add,
    clearFaults: gateway.faults.clear,
    group: (chat) => world.groups.get(chat),
    message: (id) => world.messages.get(id),
    messages: (chat) => [...world.messages.values()].filter((message) => message.chat === chat),
    pins: world.pins,
    calls: () => gateway.calls,
    violations: gateway.limits.violations,
    deliveries: webhooks.tries,
    deadLetters: () => webhooks.deadLetters().length,
    waiting: webhooks.waiting,
    onChange: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
};
