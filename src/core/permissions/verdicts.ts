import type { ChatFacts } from "../platform.ts";
import type { Origin } from "./policy.ts";
import type { Role } from "./roles.ts";

/** `unknown`: the fact cannot be had; `not-applicable`: the layer says nothing about this command. */
export type Verdict = "pass" | "fail" | "unknown" | "not-applicable";

/** Which rule of the policy decided: it is switched off, the person is on a list, it was just used, or the role counts. */
export interface PolicyFacts {
  readonly rule: "off" | "denied" | "cooling" | "allowed" | "role";
  readonly required: Role;
  /** Everybody may on their own message. */
  readonly ownToo: boolean;
  /** The layer of configuration behind the rule. */
  readonly from: Origin;
  /** When the pause between two uses is over for certain, in whole minutes. */
  readonly readyAtMs?: number;
}

export interface CallerFacts {
  /** Absent for a sender without an id. */
  readonly role?: Role;
  /** When the platform told it. */
  readonly asOfMs: number;
  /** What the right rests on; absent without a right. */
  readonly via?: "role" | "list" | "grant";
  /** When the right ends, where it rests on a grant that does. */
  readonly untilMs?: number;
}

export interface AuthorFacts {
  /** `unseen`: no message was looked at. */
  readonly whose: "own" | "bot" | "app" | "person" | "unknown" | "unseen";
  /** The author's role, for a person. */
  readonly role?: Role;
  /** The caller may act on their own messages only. */
  readonly ownOnly: boolean;
}

/** The judgement of one layer, with what it rests on. Plain data, about one chat and no other. */
export type LayerVerdict =
  | { readonly layer: "policy"; readonly verdict: Verdict; readonly facts: PolicyFacts }
  | { readonly layer: "caller"; readonly verdict: Verdict; readonly facts: CallerFacts }
  | { readonly layer: "author"; readonly verdict: Verdict; readonly facts: AuthorFacts }
  | {
      readonly layer: "bot";
      readonly verdict: Verdict;
      readonly facts: { readonly role: ChatFacts["botRole"] };
    }
  | {
      readonly layer: "scope";
      readonly verdict: Verdict;
      readonly facts: { readonly scopes?: readonly string[]; readonly atMs?: number };
    }
  | {
      readonly layer: "group";
      readonly verdict: Verdict;
      /** Which setting of the group: who may pin, or who may put messages on top. */
      readonly facts: { readonly about: "pin" | "top"; readonly atMs?: number };
    }
  | {
      readonly layer: "window";
      readonly verdict: Verdict;
      readonly facts: { readonly ageMs?: number; readonly withinMs?: number };
    };

export type Layer = LayerVerdict["layer"];

/** `on-own-message`: allowed if the target turns out to be the caller's own. */
export interface Decision {
  readonly verdict: "allowed" | "on-own-message" | "denied";
  /** The caller's role here, grants included; absent for a sender without an id. */
  readonly role?: Role;
  readonly required: Role;
  /** When the right ends, where it rests on grants that do. */
  readonly untilMs?: number;
  /** The layer that denied. */
  readonly deniedBy?: Layer;
  /** Every layer's verdict, in the order in which they are asked. */
  readonly layers: readonly LayerVerdict[];
}
