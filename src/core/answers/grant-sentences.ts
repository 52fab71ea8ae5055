import type { Role } from "../permissions/roles.ts";
import type { Who } from "./who.ts";

/** A right that was given in a chat. */
export interface GrantLine {
  readonly to: Who;
  /** `moderator` or a command. */
  readonly what: string;
  readonly by: Who;
  readonly atMs: number;
  readonly dueAtMs?: number;
  readonly reason?: string;
}

/** What is said about rights that are given and taken. */
export interface GrantSentences {
  "grant.done": {
    readonly to: Who;
    readonly what: string;
    readonly dueAtMs?: number;
  };
  "grant.usage": Record<never, never>;
  "grant.everyone": Record<never, never>;
  "grant.bot": Record<never, never>;
  "grant.several": Record<never, never>;
  "grant.stranger": { readonly to: Who };
  "grant.listed": { readonly to: Who; readonly what: string };
  "grant.needless": { readonly to: Who; readonly what: string };
  "grant.lasts-longer": {
    readonly to: Who;
    readonly what: string;
    /** Absent: it has no end. */
    readonly dueAtMs?: number;
  };
  "grant.beyond-own": { readonly what: string; readonly required: Role };
  "grant.outlasts-own": { readonly dueAtMs: number };
  "revoke.done": { readonly from: Who; readonly whats: readonly string[] };
  "revoke.nothing": { readonly from: Who };
  "revoke.usage": Record<never, never>;
  "grants.none": Record<never, never>;
  "grants.list": { readonly items: readonly GrantLine[]; readonly total: number };
}
