import type { Finding } from "../doctor/findings.ts";
import type { Role } from "../permissions/roles.ts";
import type { Decision, LayerVerdict } from "../permissions/verdicts.ts";
import type { PinSwitch } from "../pins/overtaken.ts";
import type { Problem, ProblemReason } from "../problem.ts";
import type { Case } from "../store.ts";
import type { GrantSentences } from "./grant-sentences.ts";
import type { Words } from "./rich.ts";
import type { SettingChange, SettingsSentences, SettingValue } from "./settings-sentences.ts";
import type { TimerSentences } from "./timer-sentences.ts";
import type { Who } from "./who.ts";

export type { Who } from "./who.ts";

/** What the bot was about to do when a problem came up. */
export type Doing =
  | "pin"
  | "unpin"
  | "recall"
  | "list-pins"
  | "look-up-chat"
  | "look-up-message"
  | "look-up-members"
  | "top"
  | "untop"
  | "answer";

export type ProblemFacts = {
  readonly doing: Doing;
  /** It may have taken effect all the same. */
  readonly inDoubt?: boolean;
} & Pick<Problem, "logId" | "scopes" | "retryAfterMs">;

export interface PinLine {
  readonly excerpt?: string;
  readonly link?: string;
  readonly by: Who;
  /** Somebody asked the bot for it; otherwise it was pinned by hand. */
  readonly viaBot: boolean;
  readonly atMs: number;
  readonly dueAtMs?: number;
  readonly reason?: string;
}

export interface CaseLine {
  readonly number: number;
  readonly action: string;
  readonly outcome: Case["outcome"];
  readonly actor: Who;
  readonly atMs: number;
  readonly reason?: string;
}

export interface CaseFacts extends CaseLine {
  readonly author?: Who;
  readonly link?: string;
  readonly dueAtMs?: number;
  readonly notes: readonly { readonly by: Who; readonly atMs: number; readonly text: string }[];
  readonly logId?: string;
  /** A right that was given or taken away. */
  readonly right?: { readonly person: Who; readonly whats: readonly string[] };
  /** A setting that was changed. */
  readonly change?: SettingChange;
  /** A link to the message that had to give way. */
  readonly replacedLink?: string;
}

/** One thing that a command would have done. */
export type WouldDo =
  | { readonly act: "pin" | "unpin" | "unpin-earlier" | "recall" | "top" | "untop" }
  | { readonly act: "end"; readonly atMs: number }
  | { readonly act: "note"; readonly number: number }
  | { readonly act: "grant"; readonly to: Who; readonly what: string; readonly dueAtMs?: number }
  | { readonly act: "revoke"; readonly what: string }
  | { readonly act: "set"; readonly option: string; readonly value?: SettingValue };

/** The message that had to give way to a new pin. */
export interface ReplacedPin {
  readonly excerpt?: string;
  readonly link?: string;
  /** `false`: it still stands, because it could not be removed. */
  readonly removed: boolean;
}

export interface ExplanationFacts extends Pick<Decision, "verdict" | "required"> {
  readonly command: string;
  /** Whom it is about; absent when it is the reader. */
  readonly who?: Who;
  readonly deniedBy?: LayerVerdict["layer"];
  /** Only those that had a say. */
  readonly layers: readonly LayerVerdict[];
  /** Denied: why, and what to do about it. */
  readonly because?: Sentence;
  readonly atMs: number;
}

/** What the bot says of its own health, and to a group that it joins. */
export interface DoctorSentences {
  /** Without a token it has no controls. */
  "doctor.report": { readonly findings: readonly Finding[]; readonly token?: string };
  "doctor.checked": Record<never, never>;
  "doctor.finding": { readonly finding: Finding };
  /** The message that the self-test acts on; with a token it has a button that proves that clicks arrive. */
  "self-test.message": { readonly token?: string };
  "help.doctor": Record<never, never>;
  welcome: {
    readonly findings: readonly Finding[];
    /** Cards behind the two buttons; without them it has none. */
    readonly tokens?: { readonly again: string; readonly settings: string };
  };
}

/** Names of the sentences that explain a command in `/help`. */
export type HelpKey = `help.${string}` & keyof Sentences;

/** Every sentence the bot can say, with the facts it needs. `locales/` holds the words. */
export interface Sentences
  extends DoctorSentences,
    GrantSentences,
    SettingsSentences,
    TimerSentences {
  "pin.done": { readonly topicStart: boolean };
  "pin.until": { readonly dueAtMs: number; readonly topicStart: boolean };
  "pin.replaced": {
    readonly dueAtMs?: number;
    readonly topicStart: boolean;
    readonly replaced: ReplacedPin;
  };
  /** The platform took it, but never tells whether it took effect. */
  requested: { readonly doing: Doing; readonly dueAtMs?: number; readonly topicStart: boolean };
  "top.done": { readonly topicStart: boolean };
  "untop.done": Record<never, never>;
  preview: { readonly would: readonly WouldDo[]; readonly because: "asked" | "observing" };
  "pin.already": { readonly by: Who; readonly atMs: number; readonly dueAtMs?: number };
  "unpin.done": { readonly topicStart: boolean };
  overtaken: { readonly command: PinSwitch; readonly last: PinSwitch };
  "recall.done": { readonly topicStart: boolean };
  "recall.already": Record<never, never>;
  "pins.none": Record<never, never>;
  "pins.none-known": Record<never, never>;
  "pins.list": {
    readonly items: readonly PinLine[];
    readonly total: number;
    /** The platform does not list pins: only those made through the bot are known. */
    readonly onlyKnown?: boolean;
  };
  "case.none": { readonly number: number };
  "case.shown": CaseFacts;
  /** Only ever for one pair of eyes. */
  "case.text": { readonly text: string };
  "case.text-over": Record<never, never>;
  "case.text-private": Record<never, never>;
  "case.noted": { readonly number: number };
  "case.number-missing": Record<never, never>;
  "audit.none": Record<never, never>;
  "audit.list": { readonly items: readonly CaseLine[] };
  "audit.invalid": { readonly typed: string };
  "commands.list": {
    readonly role: Role;
    readonly commands: readonly HelpKey[];
  };
  "commands.direct": {
    readonly commands: readonly HelpKey[];
  };
  "commands.one": {
    readonly command: HelpKey;
    readonly aliases: readonly string[];
  };
  "help.pin": Record<never, never>;
  "help.unpin": Record<never, never>;
  "help.pins": Record<never, never>;
  "help.recall": Record<never, never>;
  "help.case": Record<never, never>;
  "help.audit": Record<never, never>;
  "help.help": Record<never, never>;
  "help.top": Record<never, never>;
  "help.untop": Record<never, never>;
  "help.can": Record<never, never>;
  "help.why": Record<never, never>;
  "help.grant": Record<never, never>;
  "help.revoke": Record<never, never>;
  "help.grants": Record<never, never>;
  "help.settings": Record<never, never>;
  "can.usage": Record<never, never>;
  "can.stranger": { readonly who: Who };
  explanation: ExplanationFacts;
  "why.none": Record<never, never>;
  "button.why": Record<never, never>;
  "click.unknown": Record<never, never>;
  "click.elsewhere": Record<never, never>;
  "click.expired": Record<never, never>;
  "click.not-yours": Record<never, never>;
  "click.working": Record<never, never>;
  "click.busy": Record<never, never>;
  "unknown-command": { readonly typed: string; readonly nearest?: string };
  "target.missing": { readonly command: string };
  "target.invalid": { readonly typed: string; readonly command: string };
  "target.opaque-link": { readonly command: string };
  "duration.invalid": {
    readonly typed: string;
    readonly why: "unit" | "zero" | "too-long" | "nonsense";
  };
  "denied.role": { readonly doing: string; readonly required: Role; readonly actual: Role };
  "denied.not-author": { readonly required: Role };
  "denied.sender-unknown": Record<never, never>;
  "denied.disabled": { readonly command: string };
  "denied.listed": { readonly command: string };
  "denied.cooling": { readonly command: string; readonly readyAtMs: number };
  "denied.senior": { readonly author: Role; readonly equal: boolean };
  "denied.author-unknown": Record<never, never>;
  "denied.groups-only": { readonly command: string };
  stale: { readonly command: string; readonly minutes: number };
  waiting: Record<never, never>;
  "timed-out": { readonly command: string };
  "gave-up": { readonly command: string };
  bug: { readonly id: string };
  problem: ProblemFacts & { readonly reason: ProblemReason };
}

export type SentenceKey = keyof Sentences;

/** A sentence to be said: which one, and the facts in it. Plain data, so that it can be journaled. */
export type Sentence = {
  readonly [Key in SentenceKey]: { readonly key: Key; readonly facts: Sentences[Key] };
}[SentenceKey];

/** A sentence to be put into words later, in whatever language its reader has. */
export const say = <Key extends SentenceKey>(
  key: Key,
  ...[facts]: Record<never, never> extends Sentences[Key]
    ? [facts?: Sentences[Key]]
    : [facts: Sentences[Key]]
): Sentence => ({ key, facts: facts ?? {} }) as Sentence;

/** What came up when the bot was `doing` something, with only as much of the problem as its words need. */
export const sayProblem = (doing: Doing, problem: Problem): Sentence =>
  say("problem", {
    doing,
    reason: problem.reason,
    ...(problem.effect === "maybe" ? { inDoubt: true } : {}),
    ...(problem.logId === undefined ? {} : { logId: problem.logId }),
    ...(problem.scopes === undefined ? {} : { scopes: problem.scopes }),
    ...(problem.retryAfterMs === undefined ? {} : { retryAfterMs: problem.retryAfterMs }),
  });

/** How moments are written in the reader's language and the chat's time zone. */
export interface Format {
  /** A moment, absolute, in the chat's time zone. */
  time(atMs: number): string;
}

/** All sentences in one language. */
export type Catalogue = {
  readonly [Key in SentenceKey]: (facts: Sentences[Key], format: Format) => Words;
};
