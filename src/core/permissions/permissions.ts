import type { Command } from "../command.ts";
import type { UserId } from "../ids.ts";
import type { Actor, Capabilities, MessageFacts } from "../platform.ts";
import type { ChatSettings } from "../settings/settings.ts";
import { type Grant, moderator } from "../store.ts";
import type { Lesson } from "./lessons.ts";
import { type EffectivePolicy, listOf } from "./policy.ts";
import { atLeast, type DatedFacts, type Role, roleOf, roles } from "./roles.ts";
import type { AuthorFacts, CallerFacts, Decision, LayerVerdict, PolicyFacts } from "./verdicts.ts";

/** What has to be known to judge one use of one command. Whatever is absent is unknown. */
export interface Question {
  readonly command: Pick<
    Command,
    "name" | "role" | "authorMay" | "internal" | "destructive" | "needs"
  >;
  readonly policy: EffectivePolicy;
  readonly sender: UserId | undefined;
  readonly facts: DatedFacts;
  /** Those of this chat; expired ones do not count. */
  readonly grants: readonly Grant[];
  readonly equals: ChatSettings["equals"];
  readonly recall: Capabilities["recall"];
  /** Whether the platform has a banner at the top of a chat. */
  readonly topNotice?: Capabilities["topNotice"];
  /** Absent while no message was looked at: then nothing is said about it. */
  readonly target?: Pick<MessageFacts, "author" | "gone" | "sentAtMs"> | undefined;
  /** What the platform refused here lately. Only for explaining: a run asks the platform itself. */
  readonly lessons?: readonly Lesson[];
  /** When the sender used this command here last. */
  readonly lastUsedAtMs?: number | undefined;
  readonly nowMs: number;
}

const latest = (one: number | undefined, other: number | undefined): number | undefined =>
  one === undefined || other === undefined ? undefined : Math.max(one, other);

/** A grant that counts now; of several, the one that ends last. */
const standingGrant = (
  grants: readonly Grant[],
  wanted: { readonly user: UserId; readonly what: string; readonly nowMs: number },
): Grant | undefined => {
  let found: Grant | undefined;
  for (const grant of grants) {
    if (grant.user !== wanted.user || grant.what !== wanted.what) continue;
    if (grant.dueAtMs !== undefined && grant.dueAtMs <= wanted.nowMs) continue;
    if (!found || latest(found.dueAtMs, grant.dueAtMs) !== found.dueAtMs) found = grant;
  }
  return found;
};

/** The role of somebody in a chat, with Steward's own role from a grant. `undefined` for a missing id. */
export const standingOf = (
  { facts, grants, nowMs }: Pick<Question, "facts" | "grants" | "nowMs">,
  user: UserId | undefined,
): Role | undefined => {
  const role = roleOf(facts, user);
  if (role !== "member" || user === undefined) return role;
  return standingGrant(grants, { user, what: moderator, nowMs }) ? "moderator" : role;
};

interface Standing {
  readonly role: Role;
  readonly via?: CallerFacts["via"];
  readonly untilMs?: number | undefined;
}

/** What the caller's right rests on: the most lasting of platform role, list and grants. */
const standing = (question: Question, sender: UserId, platformRole: Role): Standing => {
  const { policy, grants, nowMs } = question;
  const asModerator = standingGrant(grants, { user: sender, what: moderator, nowMs });
  const role = platformRole === "member" && asModerator ? "moderator" : platformRole;
  if (atLeast(platformRole, policy.role)) return { role, via: "role" };
  if (policy.allow.includes(sender)) return { role, via: "list" };
  const enough = asModerator && atLeast("moderator", policy.role) ? asModerator : undefined;
  const single = standingGrant(grants, { user: sender, what: question.command.name, nowMs });
  if (enough && single)
    return { role, via: "grant", untilMs: latest(enough.dueAtMs, single.dueAtMs) };
  const grant = enough ?? single;
  return grant ? { role, via: "grant", untilMs: grant.dueAtMs } : { role };
};

/** Times are told in minutes: a minute that has begun is no time at which somebody may. */
const nextMinuteMs = (atMs: number): number => Math.ceil(atMs / 60_000) * 60_000;

const policyLayer = (question: Question, role: Role | undefined): LayerVerdict => {
  const { command, policy, sender, lastUsedAtMs, nowMs } = question;
  const common = { required: policy.role, ownToo: command.authorMay === true };
  const judged = (verdict: "pass" | "fail", rule: Omit<PolicyFacts, "required" | "ownToo">) =>
    ({ layer: "policy", verdict, facts: { ...common, ...rule } }) as const;

  const listed = sender === undefined ? undefined : listOf(policy, sender);
  if (listed === "deny") return judged("fail", { rule: "denied", from: policy.from.deny });
  if (!policy.enabled) return judged("fail", { rule: "off", from: policy.from.enabled });
  const readyAtMs = lastUsedAtMs === undefined ? 0 : lastUsedAtMs + policy.cooldownMs;
  if (readyAtMs > nowMs && (role === undefined || !atLeast(role, "admin")))
    return judged("fail", {
      rule: "cooling",
      from: policy.from.cooldownMs,
      readyAtMs: nextMinuteMs(readyAtMs),
    });
  if (listed === "allow") return judged("pass", { rule: "allowed", from: policy.from.allow });
  return judged("pass", { rule: "role", from: policy.from.role });
};

const whoseMessage = (author: Actor | undefined, sender: UserId): AuthorFacts["whose"] => {
  switch (author?.kind) {
    case undefined:
      return "unknown";
    case "self":
      return "bot";
    case "app":
      return "app";
    case "user":
      return author.user === sender ? "own" : "person";
  }
};

/** Somebody who may act on the messages of others by grant or list ranks above those others. */
const rank = ({ role, via }: Standing): number =>
  roles.indexOf(via === "grant" || via === "list" ? atLeastModerator(role) : role);
const atLeastModerator = (role: Role): Role => (atLeast(role, "moderator") ? role : "moderator");

const authorLayer = (question: Question, sender: UserId, caller: Standing): LayerVerdict => {
  const { command, target, equals } = question;
  const ownOnly = caller.via === undefined;
  const judged = (
    verdict: LayerVerdict["verdict"],
    whose: AuthorFacts["whose"],
    role?: Role,
  ): LayerVerdict => ({
    layer: "author",
    verdict,
    facts: { whose, ownOnly, ...(role === undefined ? {} : { role }) },
  });

  if (!command.authorMay && !command.destructive) return judged("not-applicable", "unseen");
  if (target === undefined) return judged("unknown", "unseen");
  const whose = whoseMessage(target.author, sender);
  if (whose === "own") return judged("pass", whose);
  // Whose message it was may be untold once it is gone, and then there is nothing left to touch.
  if (target.gone && whose === "unknown") return judged("not-applicable", whose);
  if (ownOnly) return judged("fail", whose);
  if (!command.destructive || whose === "bot" || whose === "app") return judged("pass", whose);
  // An author who is not told may be anybody, so only those may act whom nobody outranks.
  if (whose === "unknown")
    return judged(caller.role === "owner" && equals === "allow" ? "pass" : "unknown", whose);
  const author = target.author?.kind === "user" ? target.author.user : undefined;
  const role = standingOf(question, author) ?? "member";
  const difference = rank(caller) - roles.indexOf(role);
  const above = difference > 0 || (difference === 0 && equals === "allow");
  return judged(above ? "pass" : "fail", whose, role);
};

const botIsAdmin = ({ facts }: Question): boolean =>
  facts.botRole === "owner" || facts.botRole === "admin";

const botLayer = (question: Question): LayerVerdict => {
  const { command, target, facts, recall } = question;
  const judged = (verdict: LayerVerdict["verdict"]): LayerVerdict => ({
    layer: "bot",
    verdict,
    facts: { role: facts.botRole },
  });
  if (!command.destructive || recall.others !== "if-bot-is-admin" || target?.gone)
    return judged("not-applicable");
  if (target?.author?.kind === "self") return judged("not-applicable");
  if (botIsAdmin(question)) return judged("pass");
  return judged(facts.botRole === "unknown" || target === undefined ? "unknown" : "fail");
};

/** Whether a command is about the banner here; without one it is about pins. */
const isOnTop = ({ command, topNotice }: Question): boolean =>
  topNotice === true && (command.needs.includes("putTop") || command.needs.includes("removeTop"));

const scopeLayer = (question: Question): LayerVerdict => {
  const onTop = isOnTop(question);
  const lesson = question.lessons?.find(
    ({ reason, doing }) =>
      reason === "scope-missing" &&
      question.command.needs.includes(doing) &&
      onTop === (doing === "putTop" || doing === "removeTop"),
  );
  if (lesson === undefined) return { layer: "scope", verdict: "unknown", facts: {} };
  const { atMs, scopes } = lesson;
  return {
    layer: "scope",
    verdict: "fail",
    facts: { atMs, ...(scopes === undefined ? {} : { scopes }) },
  };
};

const groupLayer = (question: Question): LayerVerdict => {
  const { command, lessons } = question;
  const about = isOnTop(question) ? "top" : "pin";
  const judged = (verdict: LayerVerdict["verdict"], atMs?: number): LayerVerdict => ({
    layer: "group",
    verdict,
    facts: atMs === undefined ? { about } : { about, atMs },
  });
  const sets = command.needs.includes("pin") || command.needs.includes("unpin");
  if (!sets && about === "pin") return judged("not-applicable");
  if (botIsAdmin(question)) return judged("pass");
  const refusal = about === "top" ? "top-notice-for-admins-only" : "pin-for-admins-only";
  const lesson = lessons?.find(({ reason }) => reason === refusal);
  return lesson === undefined ? judged("unknown") : judged("fail", lesson.atMs);
};

const windowLayer = ({ command, target, recall, nowMs }: Question): LayerVerdict => {
  if (!command.destructive || target?.gone)
    return { layer: "window", verdict: "not-applicable", facts: {} };
  const { withinMs } = recall;
  // How long the bot may recall its own messages, only the organisation's settings say.
  if (target === undefined || withinMs === undefined || target.author?.kind === "self")
    return {
      layer: "window",
      verdict: "unknown",
      facts: withinMs === undefined ? {} : { withinMs },
    };
  const ageMs = Math.max(0, nowMs - target.sentAtMs);
  return {
    layer: "window",
    verdict: ageMs > withinMs ? "fail" : "pass",
    facts: { ageMs, withinMs },
  };
};

/**
 * Whether `sender` may run `command` in a chat, with every layer's verdict. Pure. The platform checks the bot;
 * this checks the human: whatever is unknown of a human is denied, what is unknown of the platform is left to it.
 */
export const decide = (question: Question): Decision => {
  const { command, policy, sender, facts } = question;
  const platformRole = roleOf(facts, sender);
  const caller =
    sender === undefined || platformRole === undefined
      ? undefined
      : standing(question, sender, platformRole);
  const required = policy.role;

  const callerFacts: CallerFacts = {
    asOfMs: facts.asOfMs,
    ...(caller === undefined ? {} : { role: caller.role }),
    ...(caller?.via === undefined ? {} : { via: caller.via }),
    ...(caller?.untilMs === undefined ? {} : { untilMs: caller.untilMs }),
  };
  const may = caller?.via !== undefined;
  const mayOwn = caller !== undefined && command.authorMay === true;
  const callerLayer: LayerVerdict = {
    layer: "caller",
    verdict: may || mayOwn ? "pass" : "fail",
    facts: callerFacts,
  };
  if (sender === undefined || caller === undefined)
    return { verdict: "denied", required, deniedBy: "caller", layers: [callerLayer] };
  if (command.internal)
    return { verdict: "allowed", role: caller.role, required, layers: [callerLayer] };

  const author = authorLayer(question, sender, caller);
  const layers = [
    policyLayer(question, caller.role),
    callerLayer,
    author,
    botLayer(question),
    scopeLayer(question),
    groupLayer(question),
    windowLayer(question),
  ];
  const untold = author.verdict === "unknown" && question.target !== undefined;
  const deniedBy =
    layers.find(({ verdict }) => verdict === "fail")?.layer ?? (untold ? "author" : undefined);
  const verdict =
    deniedBy !== undefined
      ? "denied"
      : may || question.target !== undefined
        ? "allowed"
        : "on-own-message";
  return {
    verdict,
    role: caller.role,
    required,
    ...(may && caller.untilMs !== undefined ? { untilMs: caller.untilMs } : {}),
    ...(deniedBy === undefined ? {} : { deniedBy }),
    layers,
  };
};
