import type { Clock } from "../clock.ts";
import type { ChatId, UserId } from "../ids.ts";
import type { CallOptions, ChatFacts, Reads } from "../platform.ts";
import { ok, type Result } from "../result.ts";

/** Owner and admin are the platform's own; moderator is Steward's. */
export const roles = ["member", "moderator", "admin", "owner"] as const;
export type Role = (typeof roles)[number];

export const atLeast = (role: Role, minimum: Role): boolean =>
  roles.indexOf(role) >= roles.indexOf(minimum);

/**
 * The platform role of `user` in a chat. Somebody who wrote there and is neither owner nor admin is a member.
 * A missing id equals nobody, so it never gets a role by matching another missing id.
 */
export const roleOf = (facts: ChatFacts, user: UserId | undefined): Role | undefined => {
  if (user === undefined) return undefined;
  if (facts.owners.includes(user)) return "owner";
  return facts.admins.includes(user) ? "admin" : "member";
};

/** Facts about a chat and when they were true, in milliseconds by our clock. */
export interface DatedFacts extends ChatFacts {
  readonly asOfMs: number;
}

export interface Roles {
  /** From the cache when younger than its lifetime; with `fresh`, always asked anew. */
  facts(
    chat: ChatId,
    options: CallOptions & { readonly fresh: boolean },
  ): Promise<Result<DatedFacts>>;
  forget(chat: ChatId): void;
  forgetAll(): void;
}

const lifetimeMs = 30_000;
const mostChats = 10_000;

/**
 * Chat facts with a short memory. No platform tells when an admin is made or unmade, so what is remembered
 * expires after 30 s, and destructive commands ask anew. Concurrent questions about one chat share one call.
 */
export const createRoles = (reads: Pick<Reads, "chat">, clock: Clock): Roles => {
  const known = new Map<ChatId, DatedFacts>();
  const asking = new Map<
    ChatId,
    { readonly answer: Promise<Result<DatedFacts>>; readonly signal: AbortSignal }
  >();
  let forgettings = 0;

  const ask = async (chat: ChatId, options: CallOptions): Promise<Result<DatedFacts>> => {
    const asOfMs = clock.now();
    const before = forgettings;
    const answer = await reads.chat(chat, options);
    if (!answer.ok) {
      known.delete(chat);
      return answer;
    }
    const facts = { ...answer.value, asOfMs };
    // Asked before something was forgotten, this may be what should be forgotten.
    if (forgettings !== before) return ok(facts);
    known.delete(chat);
    known.set(chat, facts);
    const oldest = known.keys().next();
    if (known.size > mostChats && !oldest.done) known.delete(oldest.value);
    return ok(facts);
  };

  const roles: Roles = {
    facts: async (chat, options) => {
      const remembered = known.get(chat);
      if (!options.fresh && remembered && clock.now() - remembered.asOfMs < lifetimeMs) {
        return ok(remembered);
      }
      if (options.fresh) return ask(chat, options);
      const running = asking.get(chat);
      if (running) {
        const shared = await running.answer;
        // Whoever asked gave up, and this caller did not.
        const isOurs = shared.ok || !running.signal.aborted || options.signal.aborted;
        return isOurs ? shared : roles.facts(chat, options);
      }
      const answer = ask(chat, options).finally(() => {
        if (asking.get(chat)?.answer === answer) asking.delete(chat);
      });
      asking.set(chat, { answer, signal: options.signal });
      return answer;
    },
    forget: (chat) => {
      forgettings += 1;
      known.delete(chat);
      asking.delete(chat);
    },
    forgetAll: () => {
      forgettings += 1;
      known.clear();
      asking.clear();
    },
  };
  return roles;
};
