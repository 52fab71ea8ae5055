import { type App, createApp } from "../src/app.ts";
import type { ChatEvent, RecalledEvent, Segment } from "../src/core/events.ts";
import type { ChatId, MessageId, UserId } from "../src/core/ids.ts";
import type { Log } from "../src/core/log.ts";
import { type Observer, silentObserver } from "../src/core/observer.ts";
import type { CommandPolicy } from "../src/core/permissions/policy.ts";
import type { Capabilities, Click, ClickAnswer } from "../src/core/platform.ts";
import {
  type ChatSettings,
  type Settings,
  type SettingsLayer,
  standardSettings,
  withLayer,
} from "../src/core/settings/settings.ts";
import type { Store } from "../src/core/store.ts";
import { openSqliteStore } from "../src/store/open-sqlite.ts";
import { type FakeClock, fakeClock, settle } from "./fake-clock.ts";
import { aLife, type Death } from "./life.ts";
import { type MemoryPlatform, memoryPlatform, type Said } from "./memory-platform.ts";

export const silentLog: Log = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  child: () => silentLog,
};

export interface GroupSetup {
  readonly owner?: string;
  readonly admins?: readonly string[];
  readonly members?: readonly string[];
  readonly botRole?: "owner" | "admin" | "member";
  readonly topics?: boolean;
  readonly chat?: string;
  /** What the configuration says of the group. */
  readonly settings?: Omit<SettingsLayer, "commands"> &
    Partial<Pick<ChatSettings, "fallbackLanguage">>;
  readonly commands?: Readonly<Record<string, Partial<CommandPolicy>>>;
  readonly limits?: Partial<Settings>;
  /** Where the platform can do more or less than usual. */
  readonly capabilities?: Partial<Capabilities>;
  /** Puts something between the app and its store. */
  readonly storeThrough?: (store: Store) => Store;
  /** Where it matters what is logged. */
  readonly log?: Log;
  readonly observer?: Partial<Observer>;
}

/** Settings as they are by default, apart from what is given. */
export const settingsOf = (
  setup: Pick<GroupSetup, "settings" | "commands" | "limits">,
): Settings => ({
  forChat: () => {
    const { fallbackLanguage = "en-US", ...layer } = setup.settings ?? {};
    const standard: ChatSettings = {
      ...standardSettings,
      fallbackLanguage,
      timeZone: "UTC",
      origin: () => "built-in",
      command: () => [],
    };
    return withLayer(standard, "file", { ...layer, commands: setup.commands ?? {} });
  },
  maxAgeMs: 15 * 60_000,
  commandTimeoutMs: 60_000,
  maxWaiting: 1_000,
  maxWaitingPerChat: 100,
  keepMs: 30 * 86_400_000,
  keepTextMs: 30 * 86_400_000,
  graceMs: 10_000,
  ...setup.limits,
});

/** A person's id, made from their name. */
export const idOf = (name: string): UserId => `ou_${name}` as UserId;

/** How a message is delivered, where it differs from a plain one in the group. */
export interface Manner {
  readonly chat?: ChatId;
  readonly replyTo?: MessageId;
  /** Delivers this message again. */
  readonly message?: MessageId;
  readonly inThread?: boolean;
  readonly direct?: boolean;
  readonly sentAtMs?: number;
}

/** An app over a platform in memory, with a clock of ours, and one group to talk in. */
export const aGroup = async (setup: GroupSetup = {}) => {
  const clock: FakeClock = fakeClock();
  const memory: MemoryPlatform = memoryPlatform(clock, setup.capabilities);
  const store: Store = await openSqliteStore({ file: ":memory:", clock });
  const chat = (setup.chat ?? "oc_group") as ChatId;
  let tokens = 0;

  const addGroup = (id: ChatId): void => {
    const people = [
      ...(setup.owner === undefined ? [] : [setup.owner]),
      ...(setup.admins ?? []),
      ...(setup.members ?? []),
    ];
    memory.addGroup({
      id,
      owner: setup.owner === undefined ? undefined : idOf(setup.owner),
      admins: (setup.admins ?? []).map(idOf),
      members: new Map(people.map((name) => [idOf(name), name])),
      botRole: setup.botRole ?? "admin",
      topics: setup.topics ?? false,
      pins: new Map(),
    });
  };
  addGroup(chat);

  const bear = async () => {
    const life = aLife(clock);
    const app = createApp({
      platforms: [life.platform(memory.platform)],
      // Closing is the test's own affair: a store in memory must outlive one life of the app.
      store: life.store({
        ...(setup.storeThrough?.(store) ?? store),
        close: () => Promise.resolve(),
      }),
      config: settingsOf(setup),
      clock: life.clock,
      log: setup.log ?? silentLog,
      observer: { ...silentObserver, ...setup.observer },
      incidentId: () => "incident-1",
      newToken: () => {
        tokens += 1;
        return tokens.toString(16).padStart(32, "0");
      },
    });
    await Promise.race([app.start(), life.end]);
    await settle();
    return { app, life };
  };
  let { app, life }: { app: App; life: ReturnType<typeof aLife> } = await bear();
  let seen = 0;

  const happens = async (event: ChatEvent): Promise<void> => {
    await Promise.race([memory.deliver(event), life.end]);
    await settle();
  };

  const deliver = async (
    from: string | undefined,
    content: readonly Segment[],
    more: Manner = {},
  ): Promise<MessageId> => {
    const where = more.chat ?? chat;
    const text = content.map((segment) => (segment.kind === "text" ? segment.text : "@")).join("");
    const author = from === undefined ? undefined : ({ kind: "user", user: idOf(from) } as const);
    const message = more.message ?? memory.write(where, author, text);
    await happens({
      type: "message",
      chat: where,
      chatKind: more.direct === true ? "direct" : "group",
      message,
      ...(from === undefined ? {} : { sender: idOf(from) }),
      content,
      ...(more.replyTo === undefined ? {} : { replyTo: more.replyTo }),
      inThread: more.inThread ?? false,
      sentAtMs: more.sentAtMs ?? clock.now(),
    });
    return message;
  };

  return {
    clock,
    memory,
    store,
    chat,
    /** Another group with the same people. */
    another: (id: string): ChatId => {
      addGroup(id as ChatId);
      return id as ChatId;
    },
    /** A message that is no command, without anybody being told. */
    message: (from: string, text: string, where: ChatId = chat): MessageId =>
      memory.write(where, { kind: "user", user: idOf(from) }, text),
    botMessage: (text: string): MessageId => memory.write(chat, { kind: "self" }, text),
    says: (from: string | undefined, text: string, more?: Manner) =>
      deliver(from, [{ kind: "text", text }], more),
    deliver,
    happens,
    /** The platform's news that a message is gone. */
    recalled: (message: MessageId, by: RecalledEvent["by"]): Promise<void> =>
      happens({ type: "recalled", chat, message, by, atMs: clock.now() }),
    pinsByHand: (from: string, message: MessageId): void => {
      const by = { kind: "user", user: idOf(from) } as const;
      memory.groups.get(chat)?.pins.set(message, { by, atMs: clock.now() });
    },
    /** Somebody uses a control of the newest card, found by what is written on it. */
    clicks: async (
      from: string,
      label: string,
      more: { readonly option?: string } & Partial<Click> = {},
    ): Promise<ClickAnswer> => {
      const card = memory.spoken.findLast(({ words }) => (words.controls ?? []).length > 0);
      const control = card?.words.controls?.find((one) => one.label === label);
      if (!card || !control) throw new Error(`no control ${label}`);
      const answered = memory.click({
        chat: card.chat,
        message: card.message ?? ("om_whispered" as MessageId),
        operator: idOf(from),
        token: control.token,
        atMs: clock.now(),
        ...more,
      });
      await settle();
      return answered;
    },
    /** What the bot said since the last look. */
    answers: async (): Promise<readonly Said[]> => {
      await settle();
      const news = memory.said.slice(seen);
      seen = memory.said.length;
      return news;
    },
    /** The words of the one thing that the bot said since the last look. */
    answer: async (): Promise<string> => {
      await settle();
      const news = memory.said.slice(seen);
      seen = memory.said.length;
      if (news.length !== 1) throw new Error(`expected one answer: ${JSON.stringify(news)}`);
      return news[0]?.text ?? "";
    },
    pinned: (): readonly MessageId[] => [...(memory.groups.get(chat)?.pins.keys() ?? [])],
    isGone: (message: MessageId): boolean => memory.messages.get(message)?.gone ?? false,
    /** The record of the group, oldest first. */
    cases: async () =>
      (await store.cases.list({ ...account(memory), chat, limit: 100 })).toReversed(),
    stop: () => app.stop(),
    restart: async (): Promise<void> => {
      await app.stop();
      ({ app, life } = await bear());
    },
    /** The process will die without a word, at a step of its choice. */
    diesAt: (death: Death): void => life.dieAt(death),
    /** The process dies without a word. */
    stopsDead: (): void => life.kill(),
    /** The process dies without a word, if it has not yet, and a new one begins. */
    crash: async (): Promise<void> => {
      life.kill();
      ({ app, life } = await bear());
    },
    app: () => app,
    isDead: () => life.isOver(),
  };
};

const account = ({ platform }: MemoryPlatform) => ({
  platform: platform.platform,
  account: platform.account,
});
