import type { CaseFacts, SentenceKey, Sentences, Who } from "../core/answers/sentences.ts";
import type { UserId } from "../core/ids.ts";
import type { LayerVerdict } from "../core/permissions/verdicts.ts";
import { sampleFindings } from "./sample-findings.ts";

/** Facts for every sentence, so that all that the bot can say can be read, printed and tested. */
type SampleFacts = {
  readonly [Key in SentenceKey]: readonly [Sentences[Key], ...Sentences[Key][]];
};

const atMs = Date.UTC(2026, 2, 5, 10, 0);
const dueAtMs = Date.UTC(2026, 2, 12, 10, 0);
const link = "https://chat.example/om_1";
const mei: Who = { kind: "person", name: "Mei" };
const asker = { kind: "person", name: "Mei", id: "ou_mei" as UserId } as const satisfies Who;
const someone: Who = { kind: "someone" };
const bot: Who = { kind: "bot" };

const pinLines = [
  { excerpt: "Lunch list", link, by: mei, viaBot: false, atMs },
  { excerpt: "Release", link, by: mei, viaBot: true, atMs, dueAtMs, reason: "read this" },
  { by: someone, viaBot: false, atMs, dueAtMs },
  { by: bot, viaBot: true, atMs },
] as const;

const bareCase: CaseFacts = {
  number: 12,
  action: "recall",
  outcome: "denied",
  actor: someone,
  atMs,
  notes: [],
};

const fullCase: CaseFacts = {
  ...bareCase,
  outcome: "done",
  actor: mei,
  author: { kind: "person", name: "Bo" },
  link,
  dueAtMs,
  reason: "spam",
  notes: [
    { by: mei, atMs, text: "the third time" },
    { by: someone, atMs, text: "agreed" },
  ],
  logId: "log-x",
  right: { person: mei, whats: ["moderator", "pin"] },
  change: { option: "feedback", before: "quiet", after: "full" },
  replacedLink: link,
};

const cases = [
  ...["pin", "unpin", "recall", "unpin-due", "recall-by-hand"].map((action) => ({
    ...bareCase,
    action,
  })),
  ...(["done", "already", "denied", "failed", "requested", "overtaken", "unknown"] as const).map(
    (outcome) => ({
      ...bareCase,
      outcome,
      actor: bot,
      reason: "spam",
    }),
  ),
];

const commands = ["help.pin", "help.help"] as const;

const roles = ["owner", "admin", "moderator", "member"] as const;

const layers: readonly LayerVerdict[] = [
  {
    layer: "policy",
    verdict: "pass",
    facts: { rule: "role", required: "admin", ownToo: false, from: "built-in" },
  },
  {
    layer: "policy",
    verdict: "fail",
    facts: { rule: "cooling", required: "admin", ownToo: false, from: "chat", readyAtMs: dueAtMs },
  },
  ...(["off", "denied", "allowed"] as const).map(
    (rule): LayerVerdict => ({
      layer: "policy",
      verdict: rule === "allowed" ? "pass" : "fail",
      facts: { rule, required: "member", ownToo: true, from: "file-chat" },
    }),
  ),
  { layer: "caller", verdict: "fail", facts: { role: "member", asOfMs: atMs } },
  {
    layer: "caller",
    verdict: "pass",
    facts: { role: "moderator", asOfMs: atMs, via: "grant", untilMs: dueAtMs },
  },
  { layer: "author", verdict: "fail", facts: { whose: "person", role: "owner", ownOnly: true } },
  { layer: "author", verdict: "pass", facts: { whose: "own", ownOnly: true } },
  { layer: "author", verdict: "unknown", facts: { whose: "unknown", ownOnly: false } },
  { layer: "bot", verdict: "fail", facts: { role: "member" } },
  { layer: "scope", verdict: "fail", facts: { scopes: ["im:message.pins:write_only"], atMs } },
  { layer: "group", verdict: "fail", facts: { about: "pin", atMs } },
  { layer: "group", verdict: "unknown", facts: { about: "top" } },
  { layer: "window", verdict: "fail", facts: { ageMs: 172_800_000, withinMs: 86_400_000 } },
];

const cardToken = "0123456789abcdef0123456789abcdef";

const oneEach: SampleFacts["doctor.finding"] = [
  { finding: { check: "store", state: "ok", facts: {} } },
  ...sampleFindings.map((finding) => ({ finding })),
];

/** At least one set of facts per sentence. */
export const sampleFacts: SampleFacts = {
  "pin.done": [{ topicStart: false }, { topicStart: true }],
  "pin.until": [
    { dueAtMs, topicStart: false },
    { dueAtMs, topicStart: true },
  ],
  "pin.replaced": [
    { topicStart: false, replaced: { removed: true } },
    { dueAtMs, topicStart: true, replaced: { excerpt: "Lunch list", link, removed: false } },
  ],
  requested: [
    { doing: "recall", topicStart: false },
    { doing: "pin", dueAtMs, topicStart: true },
  ],
  "top.done": [{ topicStart: false }, { topicStart: true }],
  "untop.done": [{}],
  preview: [
    { would: [], because: "asked" },
    {
      would: [
        { act: "pin" },
        { act: "unpin" },
        { act: "unpin-earlier" },
        { act: "recall" },
        { act: "top" },
        { act: "untop" },
        { act: "end", atMs: dueAtMs },
        { act: "note", number: 12 },
        { act: "grant", to: mei, what: "pin", dueAtMs },
        { act: "revoke", what: "moderator" },
        { act: "set", option: "feedback", value: "full" },
        { act: "set", option: "feedback" },
      ],
      because: "observing",
    },
  ],
  "pin.already": [
    { by: mei, atMs },
    { by: someone, atMs, dueAtMs },
    { by: bot, atMs },
  ],
  "unpin.done": [{ topicStart: false }, { topicStart: true }],
  overtaken: [
    { command: "pin", last: "unpin" },
    { command: "unpin", last: "pin" },
    { command: "unpin", last: "unpin" },
  ],
  "recall.done": [{ topicStart: false }, { topicStart: true }],
  "recall.already": [{}],
  "pins.none": [{}],
  "pins.none-known": [{}],
  "pins.list": [
    { items: pinLines, total: 12 },
    { items: pinLines.slice(0, 1), total: 1 },
    { items: pinLines.slice(1, 2), total: 1, onlyKnown: true },
  ],
  "expiry.gave-up": [
    { link, problem: "pin-for-admins-only", askedBy: asker },
    { problem: "timeout" },
    { problem: "unknown" },
  ],
  "renewal.gave-up": [
    { link, problem: "pin-for-admins-only", endsAtMs: dueAtMs, askedBy: asker },
    { problem: "timeout", endsAtMs: dueAtMs },
  ],
  "case.none": [{ number: 12 }],
  "case.shown": [bareCase, fullCase],
  "case.text": [{ text: "buy now" }],
  "case.text-over": [{}],
  "case.text-private": [{}],
  "case.noted": [{ number: 12 }],
  "case.number-missing": [{}],
  "audit.none": [{}],
  "audit.list": [{ items: cases }],
  "audit.invalid": [{ typed: "weather" }],
  "commands.list": [
    { role: "owner", commands },
    { role: "admin", commands },
    { role: "moderator", commands },
    { role: "member", commands },
  ],
  "commands.direct": [{ commands }],
  "commands.one": [
    { command: "help.pin", aliases: ["/钉住"] },
    { command: "help.pins", aliases: [] },
  ],
  "help.pin": [{}],
  "help.unpin": [{}],
  "help.pins": [{}],
  "help.recall": [{}],
  "help.case": [{}],
  "help.audit": [{}],
  "help.help": [{}],
  "help.top": [{}],
  "help.untop": [{}],
  "help.can": [{}],
  "help.why": [{}],
  "help.grant": [{}],
  "help.revoke": [{}],
  "help.grants": [{}],
  "help.settings": [{}],
  "help.doctor": [{}],
  "doctor.report": [
    { findings: sampleFindings },
    { findings: sampleFindings.filter(({ state }) => state === "ok"), token: cardToken },
  ],
  "doctor.checked": [{}],
  "doctor.finding": oneEach,
  "self-test.message": [{}, { token: cardToken }],
  welcome: [
    { findings: sampleFindings },
    { findings: [], tokens: { again: cardToken, settings: cardToken } },
  ],
  "grant.done": [
    { to: asker, what: "moderator" },
    { to: mei, what: "pin", dueAtMs },
  ],
  "grant.usage": [{}],
  "grant.everyone": [{}],
  "grant.bot": [{}],
  "grant.several": [{}],
  "grant.stranger": [{ to: mei }, { to: someone }],
  "grant.listed": [{ to: mei, what: "pin" }],
  "grant.needless": [{ to: mei, what: "pin" }],
  "grant.lasts-longer": [
    { to: mei, what: "pin", dueAtMs },
    { to: mei, what: "pin" },
    { to: mei, what: "moderator" },
  ],
  "grant.beyond-own": [
    { what: "pin", required: "admin" },
    { what: "pin", required: "owner" },
    { what: "moderator", required: "admin" },
  ],
  "grant.outlasts-own": [{ dueAtMs }],
  "revoke.done": [{ from: mei, whats: ["moderator", "pin"] }],
  "revoke.nothing": [{ from: mei }],
  "revoke.usage": [{}],
  "grants.none": [{}],
  "grants.list": [
    {
      items: [
        { to: mei, what: "moderator", by: bot, atMs },
        { to: someone, what: "pin", by: mei, atMs, dueAtMs, reason: "holidays" },
      ],
      total: 30,
    },
  ],
  "can.usage": [{}],
  "can.stranger": [{ who: mei }],
  explanation: [
    { command: "recall", verdict: "allowed", required: "moderator", layers: [], atMs },
    {
      command: "recall",
      who: mei,
      verdict: "denied",
      required: "moderator",
      deniedBy: "author",
      layers,
      because: { key: "denied.not-author", facts: { required: "moderator" } },
      atMs,
    },
    {
      command: "recall",
      verdict: "on-own-message",
      required: "moderator",
      layers: layers.slice(0, 1),
      atMs,
    },
  ],
  "why.none": [{}],
  "settings.shown": [
    {
      options: [
        { key: "language", value: "zh-CN", from: "chat" },
        { key: "feedback", value: "quiet", from: "file" },
        { key: "pin.role", value: "admin", from: "built-in" },
        { key: "recall.role", value: "moderator", from: "built-in" },
        { key: "recall.enabled", value: "off", from: "file-chat" },
      ],
      commands: ["pin", "recall"],
      token: "token",
    },
    {
      options: ["pin.role", "pin.enabled", "pin.cooldown", "pin.allow", "pin.deny"].map(
        (key, index) => ({
          key,
          value: ["admin", "on", "none", "0", "2"][index] ?? "",
          from: "built-in" as const,
        }),
      ),
      commands: ["pin"],
      page: "pin",
      token: "token",
    },
  ],
  "settings.changed": [
    { option: "feedback", before: "quiet", after: "full" },
    { option: "pin.deny", before: [], after: [mei, someone] },
  ],
  "settings.same": [{ option: "feedback", value: "quiet" }],
  "settings.unknown": [{ typed: "fedback", nearest: "feedback" }, { typed: "weather" }],
  "settings.invalid": [
    { option: "feedback", typed: "loud", expected: { kind: "choice", of: ["quiet", "full"] } },
    { option: "timezone", typed: "Mars", expected: { kind: "time-zone" } },
    { option: "pin-duration", typed: "soon", expected: { kind: "duration", longest: "365d" } },
    { option: "pin.allow", typed: "x", expected: { kind: "people" } },
  ],
  "settings.locks-out": [{ option: "settings.role" }],
  "settings.beyond-own": [{ option: "pin.role" }],
  "settings.above-own": [{}],
  "settings.senior": [{}],
  "button.why": [{}],
  "click.unknown": [{}],
  "click.elsewhere": [{}],
  "click.expired": [{}],
  "click.not-yours": [{}],
  "click.working": [{}],
  "click.busy": [{}],
  "unknown-command": [{ typed: "pni", nearest: "pin" }, { typed: "weather" }, { typed: "" }],
  "target.missing": [{ command: "pin" }],
  "target.invalid": [{ typed: "om_x/y", command: "pin" }],
  "target.opaque-link": [{ command: "pin" }],
  "duration.invalid": [
    { typed: "7", why: "unit" },
    { typed: "0d", why: "zero" },
    { typed: "400d", why: "too-long" },
    { typed: "1e9d", why: "nonsense" },
  ],
  "denied.role": [
    { doing: "pin", required: "admin", actual: "member" },
    { doing: "pin", required: "owner", actual: "admin" },
    { doing: "audit", required: "moderator", actual: "member" },
    { doing: "weather", required: "owner", actual: "moderator" },
  ],
  "denied.not-author": [{ required: "moderator" }, { required: "owner" }],
  "denied.sender-unknown": [{}],
  "denied.disabled": [{ command: "pin" }, { command: "settings" }],
  "denied.listed": [{ command: "pin" }],
  "denied.cooling": [{ command: "pin", readyAtMs: dueAtMs }],
  "denied.senior": [
    { author: "owner", equal: false },
    { author: "admin", equal: true },
    ...roles.map((author) => ({ author, equal: false })),
  ],
  "denied.author-unknown": [{}],
  "denied.groups-only": [{ command: "pin" }],
  stale: [
    { command: "pin", minutes: 1 },
    { command: "pin", minutes: 40 },
    { command: "pin", minutes: 300 },
  ],
  waiting: [{}],
  "timed-out": [{ command: "pin" }],
  "gave-up": [{ command: "pin" }],
  bug: [{ id: "incident-x" }],
  problem: [
    { doing: "pin", reason: "message-gone" },
    { doing: "recall", reason: "not-bots-to-recall", logId: "log-x" },
    { doing: "pin", reason: "scope-missing", scopes: ["im:message", "im:message.pins:write_only"] },
    { doing: "unpin", reason: "too-fast", retryAfterMs: 12_000 },
    { doing: "unpin", reason: "platform-down", inDoubt: true },
  ],
};
