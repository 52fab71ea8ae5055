import type { HelpKey, Sentence } from "./answers/sentences.ts";
import type { SettingValue } from "./answers/settings-sentences.ts";
import type { Finding } from "./doctor/findings.ts";
import type { ChatId, MessageId, MessageRef, UserId } from "./ids.ts";
import type { Argument, Invocation } from "./invocation.ts";
import type { DatedFacts, Role } from "./permissions/roles.ts";
import type { Decision } from "./permissions/verdicts.ts";
import type { Overtaken } from "./pins/overtaken.ts";
import type {
  Capabilities,
  Change,
  Mark,
  MessageFacts,
  PinFacts,
  Pinned,
  PinOptions,
} from "./platform.ts";
import type { Result } from "./result.ts";
import type { ShownOption } from "./settings/chat-options.ts";
import type { ChatSettings } from "./settings/settings.ts";
import type { Case, CaseNote, CaseQuery, Grant, LedgerPin } from "./store.ts";

/**
 * What a command did, for the case record. `once` names an act that cannot happen twice, whoever tells of it;
 * otherwise the command itself does.
 */
export type Act = Pick<
  Case,
  "action" | "outcome" | "target" | "author" | "reason" | "logId" | "details"
> & { readonly once?: string };

/** What the controls of an answer lead to; kept in the store, found again by its token. */
export interface OutcomeCard {
  readonly token: string;
  readonly kind: string;
  /** Plain data, for whoever answers the click. */
  readonly data: unknown;
  /** Whose card it is, where nobody else may use it. */
  readonly requester?: UserId;
  readonly lifetimeMs: number;
}

/**
 * What came of a command: facts, no words. Plain data, because it is journaled before it is answered.
 * `done`: a plain success, shown as a mark (and in words when `aloud` or when the chat wants full feedback);
 * `told`: information for everybody; `denied`, `failed` and `overtaken` (by a later command): for the sender only.
 */
export type Outcome = {
  readonly sentence: Sentence;
  readonly act?: Act;
  readonly card?: OutcomeCard;
} & (
  | { readonly kind: "done"; readonly mark: Mark; readonly aloud: boolean }
  | {
      readonly kind: "told";
      /**
       * The words that were kept with this command are told too, to the sender alone. They are read when it is
       * answered, so that they are nowhere else.
       */
      readonly withTextOf?: string;
    }
  | {
      readonly kind: "denied";
      /** What `/why` tells where that is more than the refusal itself. */
      readonly why?: Sentence;
    }
  | { readonly kind: "failed" | "overtaken" }
);

/** A setting and its new value; without one the configuration decides again. */
export interface ChangedOption {
  readonly key: string;
  readonly value?: unknown;
  /** What holds from now on, as it is said. */
  readonly after: SettingValue;
}

/**
 * Everything a command can ask for; each command names the few that it needs and gets no more. All are bound
 * to the command's own chat, account and deadline.
 */
export interface Powers {
  pin(
    message: MessageId,
    options?: Pick<PinOptions, "replace" | "forMs">,
  ): Promise<Result<Pinned | Overtaken>>;
  unpin(message: MessageId): Promise<Result<Change | Overtaken>>;
  recall(message: MessageId): Promise<Result<Change>>;
  /** Puts a message on the banner; a problem where there is none. */
  putTop(message: MessageId): Promise<Result<Change>>;
  removeTop(): Promise<Result<Change>>;
  pins(): Promise<Result<readonly PinFacts[]>>;
  message(message: MessageId): Promise<Result<MessageFacts>>;
  /** The display name of a member, or `undefined`; never fails. */
  nameOf(user: UserId): Promise<string | undefined>;
  /** Whether somebody is in this group. */
  isMember(user: UserId): Promise<Result<boolean>>;
  linkTo(message: MessageId): string | undefined;
  /**
   * Remembers a pin, when it shall end, and where the platform ends it earlier than that (`endsAtMs`), to pin it
   * again in time.
   */
  rememberPin(
    pin: Omit<LedgerPin, "platform" | "account" | "chat"> & { readonly endsAtMs?: number },
  ): Promise<void>;
  /** Forgets a pin and cancels its timers. */
  forgetPin(message: MessageId): Promise<void>;
  rememberedPins(): Promise<readonly LedgerPin[]>;
  findCase(number: number): Promise<(Case & { readonly notes: readonly CaseNote[] }) | undefined>;
  addNote(number: number, text: string): Promise<boolean>;
  listCases(query: Pick<CaseQuery, "actor" | "sinceMs" | "limit">): Promise<readonly Case[]>;
  /**
   * The commands that this caller may run here. In a conversation with the bot alone, where no group tells who
   * they are: all that there are.
   */
  runnable(): readonly Command[];
  /** A command that can be configured, by any word for it, with or without the slash. */
  commandNamed(word: string): Command | undefined;
  /** Every word for every command that can be configured. */
  commandWords(): readonly string[];
  /** Whether somebody may run a command here, on this very message if one is given. */
  judge(question: {
    readonly command: Command;
    readonly user: UserId;
    readonly target?: MessageFacts | undefined;
  }): Decision;
  /** The rights given in this chat that have not ended, newest first. */
  grants(): readonly Grant[];
  /** Gives a right and sets its end; on record at once. */
  giveGrant(grant: Omit<Grant, "platform" | "account" | "chat">, act: Act): Promise<void>;
  /** Takes rights away, and their timers; on record at once. */
  takeGrants(user: UserId, whats: readonly string[], act: Act): Promise<void>;
  /** What the caller was refused last in this chat. */
  lastDenial(): Promise<Sentence | undefined>;
  /** The role of somebody in this chat, grants included. */
  roleOf(user: UserId): Role | undefined;
  /** What holds in this chat, value by value: now, or by configuration alone. */
  chatOptions(which: "now" | "configured"): readonly ShownOption[];
  /** Changes one value of the chat's own settings, or leaves it to the configuration again; on record at once. */
  changeOption(change: ChangedOption, act: Act): Promise<void>;
  /**
   * Looks at everything that the bot needs here. With a key also tries itself out on a message of its own, unless
   * nothing may be changed; the key makes a repeat post no second one.
   */
  examine(how: { readonly selfTestKey?: string }): Promise<readonly Finding[]>;
  /** An unguessable token for a card. */
  newToken(): string;
}

export type Power = keyof Powers;

/** The message that a command is about, proven to be in the command's chat. */
export interface Target extends MessageRef {
  /** Known when the command needs to know whose message it is. */
  readonly facts?: MessageFacts;
  /** It is the first message of the thread that the command was written in. */
  readonly topicStart: boolean;
}

export interface Context<Needs extends Power, Args, T = Target | undefined> {
  readonly args: Args;
  readonly target: T;
  readonly invocation: Invocation;
  readonly chat: ChatId;
  readonly sender: UserId;
  readonly role: Role;
  readonly facts: DatedFacts;
  readonly settings: ChatSettings;
  readonly capabilities: Capabilities;
  readonly powers: Pick<Powers, Needs>;
  /** Whether an earlier run of this very command may have had its effect already. */
  readonly rerun: boolean;
  readonly nowMs: number;
}

/** What a command's words mean; a sentence when they mean nothing to it. */
export type Parsed<Args> =
  | { readonly ok: true; readonly args: Args }
  | { readonly ok: false; readonly sentence: Sentence };

/** `message`: it acts on the message that it replies to or names; `optional`: it can do with or without one. */
export type TargetKind = "message" | "optional" | "none";

type TargetOf<Kind extends TargetKind> = Kind extends "message"
  ? Target
  : Kind extends "optional"
    ? Target | undefined
    : undefined;

export interface CommandDefinition<Needs extends Power, Args, Kind extends TargetKind> {
  /** Lower case, without the slash. */
  readonly name: string;
  /** Other words for it, in any language. */
  readonly aliases: readonly string[];
  /** Who may run it unless configured otherwise. */
  readonly role: Role;
  readonly target: Kind;
  /** The message itself is looked at first, not only which one it is. */
  readonly looksAtTarget?: boolean;
  /** Whoever wrote the target may run it on that target, whatever their role. */
  readonly authorMay?: boolean;
  /** What it does cannot be taken back: roles are asked anew, and a denied attempt becomes a case. */
  readonly destructive?: boolean;
  /** Roles are asked anew, because what it changes outlasts the role of whoever changed it. */
  readonly freshRoles?: boolean;
  /** It sets whether its target is pinned and nothing else there, so what is wanted last is all that need be done. */
  readonly setsPin?: boolean;
  /** Not shown in `/help`, and cannot be switched off or restricted. */
  readonly internal?: boolean;
  /** Acts even where commands only say what they would do: otherwise nobody could end that. */
  readonly actsWhenObserved?: boolean;
  /** It is about people: a mention of the bot behind it names the bot. */
  readonly namesPeople?: boolean;
  /** Works in a conversation with the bot alone. */
  readonly direct?: boolean;
  /** The sentence that says what it does. */
  readonly summary: HelpKey;
  readonly needs: readonly Needs[];
  parse(args: readonly Argument[]): Parsed<Args>;
  run(context: Context<Needs, Args, TargetOf<Kind>>): Promise<Outcome>;
}

/** A command as the rest of the core sees it: its own types are its own affair. */
export interface Command extends Omit<CommandDefinition<Power, unknown, TargetKind>, "run"> {
  run(context: Context<Power, unknown, Target | undefined>): Promise<Outcome>;
}

/** Declares a command: data plus `parse` and `run`, narrowed to the powers it names in `needs`. */
export const defineCommand = <const Needs extends Power, Args, const Kind extends TargetKind>(
  definition: CommandDefinition<Needs, Args, Kind>,
): Command => definition as unknown as Command;

/** For commands that take no words: whatever follows is ignored. */
export const noArguments = (): Parsed<undefined> => ({ ok: true, args: undefined });
