import type { Rich } from "../answers/rich.ts";
import type { ChatFacts, Link } from "../platform.ts";
import type { ProblemReason } from "../problem.ts";

/** `unknown`: it could not be found out, or has not happened yet. */
export type FindingState = "ok" | "warning" | "failed" | "unknown";

/** What the bot can do only with the right scope, and what is lost without it. */
export const features = [
  "hear-everything",
  "hear-mentions",
  "hear-direct",
  "look-up-messages",
  "speak",
  "list-pins",
  "set-pins",
  "recall",
  "react",
  "know-roles",
  "know-names",
  "notice-joining",
  "top-notice",
  "command-panel",
] as const;
export type Feature = (typeof features)[number];

/** Where a bot stands with the organisation that uses it. */
export type BotStanding =
  | "enabled"
  | "to-install"
  | "disabled"
  | "pending"
  | "unlicensed"
  | "unknown";

/** The self-test's steps, in the order in which they are taken. */
export const selfTestSteps = ["post", "pin", "unpin", "recall"] as const;
export type SelfTestStep = (typeof selfTestSteps)[number];

/** Every check, with what it found. `where` is the page on which it is put right. Plain data. */
export interface CheckFacts {
  /** Whether the platform answers, and how fast. */
  readonly reachable: {
    readonly host: string;
    readonly ms?: number;
    readonly problem?: ProblemReason;
  };
  readonly credentials: { readonly where: string; readonly problem?: ProblemReason };
  readonly bot: { readonly where: string; readonly standing: BotStanding; readonly name?: string };
  readonly scopes: {
    readonly where: string;
    readonly missing: readonly { readonly scope: string; readonly costs: Feature }[];
    readonly problem?: ProblemReason;
  };
  /** The connection over which events come. */
  readonly link: { readonly state: Link["state"]; readonly reconnects: number };
  /** The subscription, proved by receiving a message; `path` is where it arrives if the platform calls us. */
  readonly events: { readonly where: string; readonly path?: string; readonly lastAtMs?: number };
  /** The callback, proved by a click on a card. */
  readonly clicks: { readonly where: string; readonly lastAtMs?: number };
  /** What the bot is in this group, and what that permits. */
  readonly role: {
    readonly role: ChatFacts["botRole"];
    readonly recallOthers: "yes" | "no" | "unknown";
    readonly pin: "yes" | "if-open-to-all";
    readonly problem?: ProblemReason;
  };
  readonly group: {
    readonly external: boolean;
    readonly topics: boolean;
    readonly problem?: ProblemReason;
  };
  /** How far our clock is ahead of the platform's, in milliseconds. */
  readonly clock: { readonly aheadMs?: number };
  readonly store: { readonly trouble?: "full" | "in-use" | "other" };
  /** Where several processes run, whether they keep to the platform's limits together; only where that is configured. */
  readonly limits: { readonly kind: "shared" | "alone"; readonly instances: number };
  /** What was wrong with the last edit of the configuration file; the values before it still hold. */
  readonly config: { readonly problems: readonly string[] };
  readonly "self-test": {
    readonly steps: readonly {
      readonly step: SelfTestStep;
      readonly ms: number;
      readonly problem?: ProblemReason;
    }[];
  };
}

export type Check = keyof CheckFacts;

export interface FindingOf<Name extends Check> {
  readonly check: Name;
  readonly state: FindingState;
  readonly facts: CheckFacts[Name];
}

/** What one check found. */
export type Finding = { readonly [Name in Check]: FindingOf<Name> }[Check];

/** A finding in words: what is so; for anything but `ok` also why it matters and how to put it right. */
export interface ToldFinding {
  readonly what: Rich;
  readonly why?: Rich;
  readonly fix?: readonly Rich[];
}

/** The words for every check, in one language. */
export type FindingWords = {
  readonly [Name in Check]: (finding: FindingOf<Name>) => ToldFinding;
};

/** The words for a finding. */
export const tellFinding = (words: FindingWords, finding: Finding): ToldFinding =>
  (words[finding.check] as (one: Finding) => ToldFinding)(finding);

/** Whether the bot can do its work: a warning costs something, a failure costs too much. */
export const isHealthy = (findings: readonly Finding[]): boolean =>
  findings.every(({ state }) => state !== "failed");
