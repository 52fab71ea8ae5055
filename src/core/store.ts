import type { Account, ChatId, MessageId, UserId } from "./ids.ts";
import type { Invocation } from "./invocation.ts";
import type { Ownership } from "./lanes/ownership.ts";
import type { TextStore } from "./text-store.ts";

/**
 * `accepted`: written down, not begun. `running`: begun, outcome unknown. `answering`: acted and the outcome is
 * recorded, the answer may or may not have been sent. `done` and `failed`: over.
 */
export type JournalState = "accepted" | "running" | "answering" | "done" | "failed";

export interface JournalEntry {
  readonly key: string;
  /** Order of acceptance; unique and growing. */
  readonly sequence: number;
  readonly invocation: Invocation;
  readonly acceptedAtMs: number;
  readonly state: JournalState;
  /** How often it was begun. */
  readonly attempts: number;
  /** It was begun by the very write that accepted it: whoever got it from `accept` runs it without `begin`. */
  readonly begun?: true;
  /** What came of it, as recorded by the runner (JSON), once `answering` or later. */
  readonly outcome?: unknown;
}

/** A command that somebody gave and that did what it was asked to. */
export interface Use {
  readonly user: UserId;
  readonly command: string;
  /** When it was accepted. */
  readonly atMs: number;
}

/**
 * One durable row per accepted command. Every promise resolves after the change is safe on disk, and rejects
 * when it could not be written; nothing is lost silently.
 */
export interface JournalStore {
  /**
   * Writes commands down in one transaction; a key that is known already is left as it is.
   * Returns the new entries only, in the order given.
   */
  accept(
    entries: readonly {
      readonly key: string;
      readonly invocation: Invocation;
      readonly acceptedAtMs: number;
      /** Nothing is in its way: it is written down as begun, which saves a write. */
      readonly begun?: boolean;
    }[],
  ): Promise<readonly JournalEntry[]>;
  /** accepted | running → running, attempts + 1. Returns the attempts so far, this one included. */
  begin(key: string, atMs: number): Promise<number>;
  /** running → answering, with the outcome. */
  acted(key: string, outcome: unknown, atMs: number): Promise<void>;
  /** → done | failed. */
  finish(key: string, state: "done" | "failed", atMs: number): Promise<void>;
  find(key: string): Promise<JournalEntry | undefined>;
  /** Everything not over, in order of acceptance. */
  unfinished(): Promise<readonly JournalEntry[]>;
  /** The oldest in a lane (`laneOf`) that is not over and was accepted after that sequence. */
  next(lane: string, after: number): Promise<JournalEntry | undefined>;
  /** What people did in a lane (`laneOf`) with commands accepted after that time, as far as it is recorded. */
  uses(lane: string, sinceMs: number): Promise<readonly Use[]>;
  /** Deletes at most `limit` rows that were over before `beforeMs`; returns how many. */
  sweep(beforeMs: number, limit: number): Promise<number>;
}

/** A pin that was made through the bot: what the platform does not remember. */
export interface LedgerPin extends Account {
  readonly chat: ChatId;
  readonly message: MessageId;
  readonly by?: UserId;
  readonly byName?: string;
  readonly reason?: string;
  readonly atMs: number;
  /** When it shall end, if it is timed. */
  readonly dueAtMs?: number;
}

export interface PinLedger {
  /** Remembers a pin; one per message, the newest replaces. */
  put(pin: LedgerPin): Promise<void>;
  /** Forgets it; `true` when there was one. */
  remove(account: Account, chat: ChatId, message: MessageId): Promise<boolean>;
  list(account: Account, chat: ChatId): Promise<readonly LedgerPin[]>;
  removeChat(account: Account, chat: ChatId): Promise<void>;
}

/** Something to be done at a time, surviving restarts. One per (account, chat, kind, subject). */
export interface Timer extends Account {
  readonly kind: string;
  readonly chat: ChatId;
  /** What it is about, for example the message id of a timed pin. */
  readonly subject: string;
  readonly dueAtMs: number;
  /** Failed tries so far. */
  readonly attempts: number;
  readonly data: unknown;
}

export interface TimerStore {
  /** Sets it; a timer with the same account, chat, kind and subject is replaced, its attempts reset. */
  set(timer: Omit<Timer, "attempts">): Promise<void>;
  cancel(
    timer: Pick<Timer, "platform" | "account" | "chat" | "kind" | "subject">,
  ): Promise<boolean>;
  cancelChat(account: Account, chat: ChatId): Promise<void>;
  /** Due at or before `nowMs`, earliest first. */
  due(nowMs: number, limit: number): Promise<readonly Timer[]>;
  /** When the earliest one is due. */
  nextDueAtMs(): Promise<number | undefined>;
  /** Counts a failed try and moves the due time; does nothing when the timer was replaced or cancelled meanwhile. */
  retry(timer: Timer, dueAtMs: number): Promise<void>;
  /** The same for what was not tried. */
  postpone(timer: Timer, dueAtMs: number): Promise<void>;
  /** Removes it if it was not replaced meanwhile (same due time); `true` when removed. */
  complete(timer: Timer): Promise<boolean>;
  count(): Promise<number>;
}

/** One act, or one denied destructive attempt. Append-only: nothing edits or deletes a case. */
export interface Case extends Account {
  readonly chat: ChatId;
  /** 1, 2, 3 … within the chat. */
  readonly number: number;
  readonly atMs: number;
  /** `pin`, `unpin`, `recall`, `unpin-due`, `renew-pin`, `recall-by-hand` … */
  readonly action: string;
  /**
   * `overtaken`: allowed, but a later command on the same message was carried out instead; `unknown`: it was begun,
   * and nobody learned whether it took effect.
   */
  readonly outcome:
    | "done"
    | "already"
    | "denied"
    | "failed"
    | "requested"
    | "overtaken"
    | "unknown";
  /** Absent when the bot itself or an unknown hand acted. */
  readonly actor?: UserId;
  readonly actorName?: string;
  readonly target?: MessageId;
  /** Who wrote the target. */
  readonly author?: UserId;
  readonly reason?: string;
  readonly logId?: string;
  /** Facts of this kind of case (due time, recall capacity …), JSON. */
  readonly details?: unknown;
}

export interface CaseNote {
  readonly atMs: number;
  readonly by?: UserId;
  readonly byName?: string;
  readonly text: string;
}

export interface CaseQuery extends Account {
  readonly chat: ChatId;
  readonly actor?: UserId;
  readonly sinceMs?: number;
  readonly limit: number;
}

export interface CaseStore {
  /**
   * Appends and numbers it. `once` makes a repeat return the first case instead of a second one
   * (for example the command's key and the action).
   */
  append(entry: Omit<Case, "number">, once: string): Promise<Case>;
  get(
    account: Account,
    chat: ChatId,
    number: number,
  ): Promise<(Case & { readonly notes: readonly CaseNote[] }) | undefined>;
  note(
    account: Account,
    chat: ChatId,
    number: number,
    note: CaseNote,
    once: string,
  ): Promise<boolean>;
  /** Newest first. */
  list(query: CaseQuery): Promise<readonly Case[]>;
  /** All cases, oldest first, for export; one page at a time so that memory stays flat. */
  stream(filter: {
    readonly chat?: ChatId;
  }): AsyncIterable<Case & { readonly notes: readonly CaseNote[] }>;
}

/** One value of a chat's own settings, made in the chat. */
export interface StoredSetting extends Account {
  readonly chat: ChatId;
  readonly key: string;
  /** JSON. */
  readonly value: unknown;
  readonly by?: UserId;
  readonly atMs: number;
}

export interface SettingStore {
  /** Sets it; one per key, the newest replaces. */
  put(setting: StoredSetting): Promise<void>;
  /** Leaves it to the configuration again; `true` when there was one. */
  remove(account: Account, chat: ChatId, key: string): Promise<boolean>;
  /** By key. */
  list(account: Account, chat: ChatId): Promise<readonly StoredSetting[]>;
  removeChat(account: Account, chat: ChatId): Promise<void>;
}

/** What `Grant.what` says for Steward's own role. No command may be called that. */
export const moderator = "moderator";

/** A right that was given in a chat to one person: Steward's own role, or a single command. */
export interface Grant extends Account {
  readonly chat: ChatId;
  readonly user: UserId;
  /** The person's name when it was given. */
  readonly userName?: string;
  /** `moderator`, or a command's name. */
  readonly what: string;
  readonly by?: UserId;
  readonly byName?: string;
  readonly atMs: number;
  /** When it ends, if it does. */
  readonly dueAtMs?: number;
  readonly reason?: string;
}

export interface GrantStore {
  /** Gives it; one per person and right, the newest replaces. */
  put(grant: Grant): Promise<void>;
  /** Takes it away; `true` when there was one. */
  remove(account: Account, chat: ChatId, user: UserId, what: string): Promise<boolean>;
  /** Newest first, expired ones included until they are removed. */
  list(account: Account, chat: ChatId): Promise<readonly Grant[]>;
  removeChat(account: Account, chat: ChatId): Promise<void>;
}

/** What a control of a card leads to. The token in the card proves nothing; what is kept here does. */
export interface Card extends Account {
  readonly token: string;
  readonly chat: ChatId;
  /** The message that carries it, once that is known; never known for a whisper. */
  readonly message?: MessageId;
  /** What it is about, such as `why` or `settings`. */
  readonly kind: string;
  /** Whose card it is, where it is one person's. */
  readonly requester?: UserId;
  /** JSON. */
  readonly data: unknown;
  readonly atMs: number;
  readonly expiresAtMs: number;
}

export interface CardStore {
  /** Keeps it; a token that is known already is left as it is. */
  put(card: Card): Promise<void>;
  find(token: string): Promise<Card | undefined>;
  /** The newest of one kind and one person in a chat. */
  latest(
    account: Account,
    query: { readonly chat: ChatId; readonly kind: string; readonly requester: UserId },
  ): Promise<Card | undefined>;
  /** Remembers which message carries it, unless that is known already. */
  bind(token: string, message: MessageId): Promise<void>;
  removeChat(account: Account, chat: ChatId): Promise<void>;
  /** Deletes at most `limit` that expired before `beforeMs`; returns how many. */
  sweep(beforeMs: number, limit: number): Promise<number>;
}

/** All that survives a restart. */
export interface Store {
  readonly journal: JournalStore;
  readonly pins: PinLedger;
  readonly timers: TimerStore;
  readonly cases: CaseStore;
  readonly settings: SettingStore;
  readonly grants: GrantStore;
  readonly cards: CardStore;
  readonly texts: TextStore;
  /** Where several processes may have the store open at once: how they share the work. */
  readonly ownership?: Ownership;
  /** Resolves when a write works; rejects with the reason otherwise. */
  probe(): Promise<void>;
  close(): Promise<void>;
}
