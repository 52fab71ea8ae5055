import type { Words } from "./answers/rich.ts";
import type { Finding } from "./doctor/findings.ts";
import type { ChatEvent } from "./events.ts";
import type { Account, ChatId, MessageId, MessageRef, UserId } from "./ids.ts";
import type { Language } from "./invocation.ts";
import type { Result } from "./result.ts";

/** Who did something: a member, this bot, or another app. */
export type Actor =
  | { readonly kind: "user"; readonly user: UserId }
  | { readonly kind: "self" }
  | { readonly kind: "app" };

/** What a platform says of a chat. A field that it did not tell is absent, and an absent id equals nobody. */
export interface ChatFacts {
  readonly name?: string;
  readonly kind: "group" | "direct";
  /**
   * Empty when unknown or when a bot owns the chat. More than one where a person has several ids (WhatsApp: phone
   * JID and LID) or a chat several owners.
   */
  readonly owners: readonly UserId[];
  readonly admins: readonly UserId[];
  readonly botRole: "owner" | "admin" | "member" | "unknown";
  /** Whether the chat consists of topics, where private cards do not exist. */
  readonly topics: boolean;
  readonly external: boolean;
}

export interface MessageFacts {
  readonly chat: ChatId;
  readonly message: MessageId;
  /** Who wrote it; `undefined` for anonymous or unknown senders. */
  readonly author?: Actor;
  readonly gone: boolean;
  readonly sentAtMs: number;
  /** The beginning of its text, unescaped, for showing which message is meant. Never stored. */
  readonly excerpt?: string;
  /** All of its words, unescaped. Kept only where the group asked for that, and never logged. */
  readonly text?: string;
}

export interface PinFacts {
  readonly message: MessageId;
  readonly by: Actor;
  readonly atMs: number;
}

/** `already`: nothing had to be done. `requested`: the platform took it but never tells whether it took effect. */
export interface Change {
  readonly state: "applied" | "already" | "requested";
  readonly logId?: string;
}

/** A pin that stands now; `by` and `atMs` tell of the first pinning when it was pinned before. */
export interface Pinned extends Change {
  readonly by: Actor;
  readonly atMs: number;
  /** The pin that had to give way. */
  readonly replaced?: MessageId;
  /** When the platform itself ends it, where it sets a time of its own. */
  readonly endsAtMs?: number;
}

export interface PinOptions extends CallOptions {
  /**
   * The pin that shall give way. Where several can stand, it goes after the new one is there; where only one can,
   * before, and it is pinned again if the new one fails.
   */
  readonly replace?: MessageId;
  /** How long it shall stand; the platform's own next longer time is used, and the rest is our timer's. */
  readonly forMs?: number;
}

/** A sign put on the command instead of words. */
export type Mark = "pinned" | "done";

export interface CallOptions {
  readonly signal: AbortSignal;
}

/** `key` makes a repeated send the same send: derived from the command and the purpose, 50 characters at most. */
export interface SendOptions extends CallOptions {
  readonly key: string;
  /** It may have been sent before a crash: where `answers.again` is `look`, the chat is looked through for it first. */
  readonly again?: boolean;
}

/** What can be asked of a platform. No function throws for an expected failure. */
export interface Reads {
  chat(chat: ChatId, options: CallOptions): Promise<Result<ChatFacts>>;
  message(ref: MessageRef, options: CallOptions): Promise<Result<MessageFacts>>;
  /** All standing pins, newest first. */
  pins(chat: ChatId, options: CallOptions): Promise<Result<readonly PinFacts[]>>;
  /** Display names of members, as far as they are cheap to get (the first 500). */
  memberNames(chat: ChatId, options: CallOptions): Promise<Result<ReadonlyMap<UserId, string>>>;
  /** Whether somebody is in the chat now: asked anew each time, and of all members, however many there are. */
  hasMember(chat: ChatId, user: UserId, options: CallOptions): Promise<Result<boolean>>;
}

/** What can be changed. */
export interface Writes {
  pin(ref: MessageRef, options: PinOptions): Promise<Result<Pinned>>;
  unpin(ref: MessageRef, options: CallOptions): Promise<Result<Change>>;
  recall(ref: MessageRef, options: CallOptions): Promise<Result<Change>>;
  /** Where `capabilities.topNotice`: the banner at the top of a chat, which shows one message. */
  readonly topNotice?: {
    put(ref: MessageRef, options: CallOptions): Promise<Result<Change>>;
    /** Takes it down; `already` or `applied` when there was none. */
    remove(chat: ChatId, options: CallOptions): Promise<Result<Change>>;
  };
}

/** How the bot speaks. */
export interface Answers {
  /** A message that everybody sees, in reply to `to`. */
  reply(to: MessageRef, words: Words, options: SendOptions): Promise<Result<MessageId>>;
  /** A message into the chat that replies to nothing. */
  post(chat: ChatId, words: Words, options: SendOptions): Promise<Result<MessageId>>;
  /** Words that only `user` sees; a problem where the platform or the chat has no such thing. */
  whisper(chat: ChatId, user: UserId, words: Words, options: CallOptions): Promise<Result<void>>;
  /** Where `capabilities.controls`: puts other words in the place of those of a card of its own that everybody sees. */
  rewrite?(card: MessageRef, words: Words, options: CallOptions): Promise<Result<void>>;
  react(to: MessageRef, mark: Mark, options: CallOptions): Promise<Result<void>>;
  /** Where the platform has something for it that costs nothing of what other calls need. */
  readonly waiting?: WaitingPort;
}

/** Signs on commands that they wait. They give way to everything else: where that leaves no room, "too-fast". */
export interface WaitingPort {
  /** Puts a sign there that those concerned see; the words are for platforms that say it. Returns what takes it off. */
  show(
    to: MessageRef,
    how: { readonly user?: UserId; readonly words: Words },
    options: CallOptions,
  ): Promise<Result<string>>;
  /** Takes a sign off; without one, whatever sign of ours stands there, as far as it can be found. */
  remove(to: MessageRef, sign: string | undefined, options: CallOptions): Promise<Result<void>>;
}

export type Ports = Reads & Writes & Answers;

/** What a person may write to name a message, instead of replying to it. */
export type TypedTarget =
  | { readonly kind: "message"; readonly message: MessageId }
  /** A link of this platform that does not tell which message it leads to. */
  | { readonly kind: "opaque-link" }
  /** Evidently meant as an id or a link, but not one: refused rather than taken for a reason. */
  | { readonly kind: "malformed" }
  | { readonly kind: "none" };

/** The state of the connection over which events come. */
export interface Link {
  readonly state: "starting" | "up" | "down";
  readonly sinceMs: number;
  readonly reconnects: number;
}

/**
 * Takes an event. Resolved: it is safe, acknowledge it. Rejected: it could not be written down, let the
 * platform deliver it again.
 */
export type Intake = (event: ChatEvent) => Promise<void>;

/** Somebody used a control of a card. The platform vouches for the ids, for nothing else in it. */
export interface Click {
  readonly chat: ChatId;
  /** The message that carries the card. */
  readonly message: MessageId;
  /** Absent when the platform did not tell: equals nobody. */
  readonly operator?: UserId;
  /** The control's token, as the clicker sent it: anything. */
  readonly token: unknown;
  /** What was chosen in a select. */
  readonly option?: string;
  readonly atMs: number;
}

/** What the clicker sees: a short line, and the card as it shall be from now on. */
export interface ClickAnswer {
  readonly toast?: { readonly tone: "info" | "success" | "warning"; readonly text: string };
  readonly card?: Words;
}

/** Answers a click within the platform's time (Feishu: 3 s; clicks are never delivered again). */
export type ClickHandler = (click: Click) => Promise<ClickAnswer>;

/** An HTTP delivery, as bytes. */
export interface WebhookRequest {
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Uint8Array;
  /** What was asked for, without the query: it may hold a secret. */
  readonly path?: string;
  /** The address at the other end of the connection. */
  readonly ip?: string;
}

export interface WebhookAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** What a platform can and cannot do, as data: commands look here, never at its name. */
export interface Capabilities {
  readonly pins: {
    /** How many can stand in a chat at once. */
    readonly most: number;
    /** The times after which the platform itself can end a pin, ascending; empty when it has none. */
    readonly endsAfterMs: readonly number[];
    /** The longest that the platform keeps a pin, whatever is asked for; infinite where it ends none. */
    readonly keptMs: number;
    /** Whether it tells which pins stand; otherwise only those made through the bot are known. */
    readonly listed: boolean;
  };
  readonly recall: {
    /** On whose messages, besides its own, the bot can act. */
    readonly others: "if-bot-is-admin" | "always" | "unconfirmed";
    /** How old the messages of others may be at the most, where the platform says so. */
    readonly withinMs?: number;
  };
  /** Whether success means that it took effect. */
  readonly confirms: boolean;
  readonly answers: {
    /**
     * What can be done about an answer of which nobody knows whether it was given before a crash. `key`: sending it
     * again under its key is the same send; `look`: the chat shows whether it is there; `never`: neither, so it is
     * sent at most once.
     */
    readonly again: "key" | "look" | "never";
    /** How a reply hangs on its message: quoting it, and within its topic where there are topics. */
    readonly reply: "quote" | "quote-in-topic";
    /** How somebody is named so that they are told: what stands in the text for them. */
    readonly mention: "name" | "id" | "number";
  };
  /** Whether words can be shown to one member alone. */
  readonly whispers: boolean;
  readonly reactions: boolean;
  /** Whether a message can carry buttons and selects. */
  readonly controls: boolean;
  /** Whether there is a banner at the top of the chat besides pins. */
  readonly topNotice: boolean;
}

/** A command as a platform's own panel of commands shows it. */
export interface OfferedCommand {
  /** Without the slash. */
  readonly name: string;
  /** What it is for, in a line. */
  readonly descriptions: Readonly<Record<Language, string>>;
}

/** What had to be done so that the panel is right. */
export interface OfferedCount {
  readonly added: number;
  readonly changed: number;
}

/** One bot account on one chat platform: the only thing that core knows of it. */
export interface Platform extends Account {
  readonly capabilities: Capabilities;
  readonly ports: Ports;
  /** Names by which people address the bot in text (`/pin@Steward`); known once started. */
  botNames(): readonly string[];
  /** Reads a typed word as a message id or a link to one, by strict patterns. */
  typedTarget(word: string): TypedTarget;
  /** All ids of a person, where people have several; the one that they are known by now comes first. */
  idsOf?(user: UserId): readonly [UserId, ...UserId[]];
  /** A link that opens the chat at the message. */
  linkTo(ref: MessageRef): string | undefined;
  link(): Link;
  /**
   * Begins what takes the network's time, while the rest of the program is still being loaded: what is delivered
   * meanwhile waits for `start`, which does it otherwise. Resolves once the first attempt to connect was made,
   * whatever its outcome. `stop` ends it.
   */
  prepare?(): Promise<void>;
  /** Begins to take events; resolves once the first attempt to connect was made, whatever its outcome. */
  start(intake: Intake, onClick: ClickHandler): Promise<void>;
  /** Stops taking events; calls still work until `close`. */
  stop(): Promise<void>;
  close(): Promise<void>;
  /** Looks at its own set-up; only at what concerns no chat. */
  diagnose?(options: CallOptions): Promise<readonly Finding[]>;
  /** Puts the commands on the platform's own panel, where it has one. To be repeated at every start. */
  offerCommands?(
    commands: readonly OfferedCommand[],
    options: CallOptions,
  ): Promise<Result<OfferedCount>>;
  /** Where this platform's webhook is served, if it has one. */
  readonly webhook?: {
    readonly path: string;
    handle(request: WebhookRequest): Promise<WebhookAnswer>;
  };
}
