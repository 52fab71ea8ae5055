import { plain, type Words } from "../src/core/answers/rich.ts";
import type { ChatEvent } from "../src/core/events.ts";
import type { ChatId, MessageId, UserId } from "../src/core/ids.ts";
import type {
  Actor,
  CallOptions,
  Capabilities,
  Change,
  Click,
  ClickAnswer,
  ClickHandler,
  Intake,
  MessageFacts,
  Pinned,
  Platform,
  Ports,
} from "../src/core/platform.ts";
import { type Problem, problem } from "../src/core/problem.ts";
import { fail, ok, type Result } from "../src/core/result.ts";
import type { FakeClock } from "./fake-clock.ts";

interface StoredMessage {
  readonly id: MessageId;
  readonly chat: ChatId;
  readonly author: Actor | undefined;
  readonly text: string;
  readonly sentAtMs: number;
  gone: boolean;
}

export interface Group {
  readonly id: ChatId;
  owner: UserId | undefined;
  admins: UserId[];
  readonly members: Map<UserId, string>;
  botRole: "owner" | "admin" | "member";
  topics: boolean;
  readonly pins: Map<
    MessageId,
    { readonly by: Actor; readonly atMs: number; readonly endsAtMs?: number }
  >;
  top?: MessageId | undefined;
}

/** What the bot said, in the order in which it was said. */
export interface Said {
  readonly how: "reply" | "post" | "whisper" | "react";
  readonly chat: ChatId;
  readonly to?: string;
  readonly text: string;
  /** Who is told that they were named. */
  readonly mentions?: readonly UserId[];
}

/** What the bot said with all that belongs to it, controls included. */
export interface Spoken {
  readonly chat: ChatId;
  /** Absent for a whisper, which has no id that the bot is told. */
  readonly message?: MessageId;
  readonly words: Words;
}

export type PortName =
  | Exclude<keyof Ports, "topNotice" | "waiting">
  | "putTop"
  | "removeTop"
  | "showWaiting"
  | "removeWaiting";

/**
 * How a call goes wrong. `hang`: no answer until the caller gives up; `throw`: a bug in the adapter; `lost`: it
 * takes effect, but the answer is lost on the way; `silent`: it takes effect, and no answer comes until the caller
 * gives up; `burst`: it takes effect, and the adapter breaks over the answer.
 */
export type Fault = Problem | "hang" | "throw" | "lost" | "silent" | "burst";

const timedOut: Problem = { reason: "timeout", effect: "maybe" };

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });

/**
 * A chat platform in memory, for conversations under a clock of ours. As strict as a real one: roles of the
 * bot decide, unknown things are refused, repeats are idempotent, a key sends once.
 */
export const memoryPlatform = (clock: FakeClock, differing: Partial<Capabilities> = {}) => {
  const capabilities: Capabilities = {
    pins: { most: 1_000, endsAfterMs: [], keptMs: Number.POSITIVE_INFINITY, listed: true },
    recall: { others: "if-bot-is-admin" },
    confirms: true,
    answers: { again: "key", reply: "quote-in-topic", mention: "name" },
    whispers: true,
    reactions: true,
    controls: true,
    topNotice: false,
    ...differing,
  };
  const applied: Change["state"] = capabilities.confirms ? "applied" : "requested";
  const groups = new Map<ChatId, Group>();
  const messages = new Map<MessageId, StoredMessage>();
  const said: Said[] = [];
  const calls: PortName[] = [];
  const sent = new Map<string, MessageId>();
  const faults = new Map<PortName, Fault[]>();
  const held = new Map<PortName, Promise<void>>();
  const spoken: Spoken[] = [];
  /** The commands that carry the sign of waiting now, and how often one was put on each. */
  const signs = { standing: new Set<MessageId>(), put: [] as MessageId[] };
  let intake: Intake | undefined;
  let answerer: ClickHandler | undefined;
  let serial = 0;

  const textOf = (words: Words): string =>
    [...words.lines, ...(words.small ? [words.small] : [])].map(plain).join("\n");

  const mentionsIn = (words: Words): Pick<Said, "mentions"> => {
    const mentions = words.lines
      .flat()
      .flatMap((span) => (typeof span !== "string" && "mention" in span ? [span.mention] : []));
    return mentions.length === 0 ? {} : { mentions };
  };

  /** The time that the platform has for a pin: the next longer one, or its longest. */
  const keptFor = (forMs: number | undefined): number | undefined => {
    const { endsAfterMs } = capabilities.pins;
    return (
      endsAfterMs.find((ms) => ms >= (forMs ?? Number.POSITIVE_INFINITY)) ?? endsAfterMs.at(-1)
    );
  };

  const call = async <T>(
    name: PortName,
    { signal }: CallOptions,
    work: () => Result<T>,
  ): Promise<Result<T>> => {
    calls.push(name);
    await held.get(name);
    const fault = faults.get(name)?.shift();
    if (fault === undefined) return signal.aborted ? fail(timedOut) : work();
    if (fault === "lost" || fault === "silent" || fault === "burst") work();
    if (fault === "throw" || fault === "burst") throw new Error("a bug in a port");
    if (fault === "hang" || fault === "silent") await aborted(signal);
    return fail(typeof fault === "string" ? timedOut : fault);
  };

  const known = (id: MessageId): Result<StoredMessage> => {
    const message = messages.get(id);
    return message && groups.has(message.chat) ? ok(message) : fail(problem("message-unknown"));
  };

  const once = (
    { key, again = false }: { readonly key: string; readonly again?: boolean | undefined },
    entry: Said,
    words?: Words,
  ): Result<MessageId> => {
    const how = capabilities.answers.again;
    const earlier = how === "key" || (how === "look" && again) ? sent.get(key) : undefined;
    if (earlier !== undefined) return ok(earlier);
    serial += 1;
    const id = `om_bot_${serial}` as MessageId;
    sent.set(key, id);
    said.push(entry);
    if (words) spoken.push({ chat: entry.chat, message: id, words });
    return ok(id);
  };

  const ports: Ports = {
    chat: (chat, options) =>
      call("chat", options, () => {
        const group = groups.get(chat);
        if (!group) return fail(problem("chat-unknown"));
        return ok({
          kind: "group",
          owners: group.owner === undefined ? [] : [group.owner],
          admins: [...group.admins],
          botRole: group.botRole,
          topics: group.topics,
          external: false,
        });
      }),
    message: (ref, options) =>
      call("message", options, (): Result<MessageFacts> => {
        const found = known(ref.message);
        if (!found.ok) return found;
        const { chat, id, author, gone, sentAtMs, text } = found.value;
        return ok({
          chat,
          message: id,
          ...(author === undefined ? {} : { author }),
          gone,
          sentAtMs,
          ...(gone ? {} : { excerpt: text.slice(0, 40), text }),
        });
      }),
    pins: (chat, options) =>
      call("pins", options, () => {
        const pins = [...(groups.get(chat)?.pins ?? [])];
        return ok(
          pins.map(([message, pin]) => ({ message, ...pin })).sort((a, b) => b.atMs - a.atMs),
        );
      }),
    memberNames: (chat, options) =>
      call("memberNames", options, () => ok(new Map(groups.get(chat)?.members))),
    hasMember: (chat, user, options) =>
      call("hasMember", options, () => ok(groups.get(chat)?.members.has(user) ?? false)),
    pin: (ref, options) =>
      call("pin", options, (): Result<Pinned> => {
        const found = known(ref.message);
        if (!found.ok) return found;
        if (found.value.gone) return fail(problem("message-gone"));
        const pins = groups.get(found.value.chat)?.pins;
        const standing = pins?.get(ref.message);
        const { replace, forMs } = options;
        const keptMs = keptFor(forMs);
        if (standing && keptMs === undefined) return ok({ state: "already", ...standing });
        const ends = keptMs === undefined ? {} : { endsAtMs: clock.now() + keptMs };
        const pin = { by: { kind: "self" } as const, atMs: clock.now(), ...ends };
        pins?.set(ref.message, pin);
        if (keptMs !== undefined) {
          clock.after(keptMs, () => {
            if (pins?.get(ref.message) === pin) pins.delete(ref.message);
          });
        }
        if (replace === undefined) return ok({ state: applied, ...pin });
        pins?.delete(replace);
        return ok({ state: applied, ...pin, replaced: replace });
      }),
    unpin: (ref, options) =>
      call("unpin", options, () => {
        groups.get(ref.chat)?.pins.delete(ref.message);
        return ok({ state: applied });
      }),
    recall: (ref, options) =>
      call("recall", options, (): Result<Change> => {
        const found = known(ref.message);
        if (!found.ok) return found;
        const message = found.value;
        const group = groups.get(message.chat);
        if (message.gone) return ok({ state: "already" });
        if (message.author?.kind !== "self" && group?.botRole === "member") {
          return fail(problem("not-bots-to-recall", { logId: "log-1" }));
        }
        message.gone = true;
        group?.pins.delete(message.id);
        return ok({ state: applied });
      }),
    ...(capabilities.topNotice
      ? {
          topNotice: {
            put: (ref, options) =>
              call("putTop", options, (): Result<Change> => {
                const group = groups.get(ref.chat);
                if (group) group.top = ref.message;
                return ok({ state: applied });
              }),
            remove: (chat, options) =>
              call("removeTop", options, (): Result<Change> => {
                const group = groups.get(chat);
                if (group) group.top = undefined;
                return ok({ state: applied });
              }),
          },
        }
      : {}),
    reply: (to, words, options) =>
      call("reply", options, () =>
        messages.get(to.message)?.gone
          ? fail(problem("message-gone"))
          : once(
              options,
              {
                how: "reply",
                chat: to.chat,
                to: to.message,
                text: textOf(words),
                ...mentionsIn(words),
              },
              words,
            ),
      ),
    post: (chat, words, options) =>
      call("post", options, () =>
        once(options, { how: "post", chat, text: textOf(words), ...mentionsIn(words) }, words),
      ),
    whisper: (chat, user, words, options) =>
      call("whisper", options, () => {
        if (groups.get(chat)?.topics || !capabilities.whispers)
          return fail(problem("chat-kind-unsupported"));
        said.push({ how: "whisper", chat, to: user, text: textOf(words) });
        spoken.push({ chat, words });
        return ok(undefined);
      }),
    rewrite: ({ chat, message }, words, options) =>
      call("rewrite", options, () => {
        const card = spoken.findIndex((one) => one.message === message);
        if (card < 0) return fail(problem("message-unknown"));
        spoken[card] = { chat, message, words };
        return ok(undefined);
      }),
    react: (to, mark, options) =>
      call("react", options, () => {
        if (!capabilities.reactions) return fail(problem("reaction-refused"));
        if (messages.get(to.message)?.gone) return fail(problem("message-gone"));
        // A mark is there or not, however often it is put.
        const key = `${to.message} ${mark}`;
        if (sent.has(key)) return ok(undefined);
        once({ key }, { how: "react", chat: to.chat, to: to.message, text: mark });
        return ok(undefined);
      }),
  };

  const waiting: NonNullable<Ports["waiting"]> = {
    show: ({ message }, _how, options) =>
      call("showWaiting", options, () => {
        signs.standing.add(message);
        signs.put.push(message);
        return ok(`sign ${message}`);
      }),
    remove: ({ message }, sign, options) =>
      call("removeWaiting", options, () => {
        if (sign === undefined || sign === `sign ${message}`) signs.standing.delete(message);
        return ok(undefined);
      }),
  };

  const platform: Platform = {
    platform: "memory",
    account: "test",
    capabilities,
    ports: capabilities.reactions ? { ...ports, waiting } : ports,
    botNames: () => ["Steward"],
    typedTarget: (word) =>
      /^om_\w{1,40}$/.test(word)
        ? { kind: "message", message: word as MessageId }
        : word.startsWith("https://chat.example/share/")
          ? { kind: "opaque-link" }
          : /^om_|\.\.\/|:\/\//.test(word)
            ? { kind: "malformed" }
            : { kind: "none" },
    linkTo: (ref) => `https://chat.example/${ref.message}`,
    link: () => ({ state: "up", sinceMs: clock.now(), reconnects: 0 }),
    start: (take, onClick) => {
      intake = take;
      answerer = onClick;
      return Promise.resolve();
    },
    stop: () => {
      intake = undefined;
      answerer = undefined;
      return Promise.resolve();
    },
    close: () => Promise.resolve(),
  };

  return {
    platform,
    groups,
    messages,
    said,
    spoken,
    signs,
    calls,
    /** The next calls of a port fail so, one each. */
    failNext: (name: PortName, ...how: readonly Fault[]): void => {
      faults.set(name, [...(faults.get(name) ?? []), ...how]);
    },
    /** Calls of a port wait until the returned function is called. */
    hold: (name: PortName): (() => void) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      held.set(name, promise);
      return () => {
        held.delete(name);
        resolve();
      };
    },
    addGroup: (group: Group): void => {
      groups.set(group.id, group);
    },
    write: (chat: ChatId, author: Actor | undefined, text: string): MessageId => {
      serial += 1;
      const id = `om_${serial}` as MessageId;
      messages.set(id, { id, chat, author, text, sentAtMs: clock.now(), gone: false });
      return id;
    },
    click: (click: Click): Promise<ClickAnswer> => {
      if (!answerer) throw new Error("nobody listens");
      return answerer(click);
    },
    deliver: async (event: ChatEvent): Promise<void> => {
      if (!intake) throw new Error("nobody listens");
      await intake(event);
    },
  };
};

export type MemoryPlatform = ReturnType<typeof memoryPlatform>;
