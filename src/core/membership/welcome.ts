import { type Catalogues, readerIn, wordsFor } from "../answers/replies.ts";
import { keysHoldMs, sendKey } from "../answers/send-key.ts";
import { say } from "../answers/sentences.ts";
import type { Clock } from "../clock.ts";
import type { Checkup } from "../doctor/checkup.ts";
import type { UserId } from "../ids.ts";
import type { Platform } from "../platform.ts";
import type { ProblemReason } from "../problem.ts";
import type { ChatSettings } from "../settings/settings.ts";
import type { Store, Timer } from "../store.ts";
import type { TimerOutcome } from "../timers/schedule.ts";
import { within } from "../within.ts";
import { joinedAction, joinings } from "./joinings.ts";

/** The timer that greets a group; its subject is the moment of joining, its data who added the bot, if known. */
export const welcomeDue = "welcome";
/** The kind of the card that greets a group. */
export const welcomeCard = "welcome";

/** How long the buttons of a greeting can be used, in milliseconds; the platform lets cards change for 14 days. */
const lifetimeMs = 14 * 86_400_000;
/** Pauses between the tries; after the last one nobody is greeted any more. */
const pausesMs = [5_000, 30_000, 120_000, 600_000];

const pointless: readonly ProblemReason[] = [
  "bot-not-in-chat",
  "chat-gone",
  "chat-unknown",
  "chat-muted",
  "chat-encrypted",
];

/**
 * Greets a group once for each time that the bot joins it. The joining is on record before anything is said. An
 * event that comes again finds it there: soon after, the greeting is sent again with the same key, which sends
 * it once; later, nothing is said. So neither a crash nor a redelivery greets twice or not at all. Where messages
 * have no key, a greeting that may have been given is not given again.
 */
export const welcomeGroup = async (
  timer: Timer,
  parts: {
    readonly platform: Platform;
    readonly store: Store;
    readonly settings: ChatSettings;
    readonly catalogues: Catalogues;
    readonly checkup: Checkup;
    readonly newToken: () => string;
    readonly clock: Clock;
    readonly timeoutMs: number;
    readonly stopping: AbortSignal;
  },
): Promise<TimerOutcome> => {
  const { platform, store, settings, clock } = parts;
  const { chat, subject } = timer;
  const account = { platform: platform.platform, account: platform.account };
  const once = `joined:${subject}`;
  // Written by the intake: an id that the platform vouched for, or nothing.
  const by = timer.data as UserId | null;
  const hasKeys = platform.capabilities.answers.again === "key";
  if (!hasKeys && timer.attempts === 0) {
    const earlier = await joinings(store, { ...account, chat });
    if (earlier.includes(Number(subject))) return { kind: "over" };
  }
  const joined = await store.cases.append(
    {
      ...account,
      chat,
      atMs: clock.now(),
      action: joinedAction,
      outcome: "done",
      details: { joinedAtMs: Number(subject) },
      ...(by === null ? {} : { actor: by }),
    },
    once,
  );
  if (clock.now() - joined.atMs >= keysHoldMs) return { kind: "over" };

  const tokens = platform.capabilities.controls
    ? { again: parts.newToken(), settings: parts.newToken() }
    : undefined;
  if (tokens !== undefined) {
    const card = { ...account, chat, atMs: clock.now(), expiresAtMs: clock.now() + lifetimeMs };
    await Promise.all([
      store.cards.put({ ...card, token: tokens.again, kind: welcomeCard, data: tokens.settings }),
      store.cards.put({ ...card, token: tokens.settings, kind: "settings", data: null }),
    ]);
  }

  const limit = { ms: parts.timeoutMs, stopping: parts.stopping };
  const posted = await within(clock, limit, async (signal) => {
    const findings = await parts.checkup({ chat, settings, options: { signal } });
    const words = wordsFor(
      parts.catalogues,
      say("welcome", { findings, ...(tokens === undefined ? {} : { tokens }) }),
      readerIn(settings, clock.now()),
    );
    return platform.ports.post(chat, words, { signal, key: sendKey(once, chat) });
  });
  if (posted?.ok) {
    const message = posted.value;
    for (const token of Object.values(tokens ?? {})) await store.cards.bind(token, message);
    return { kind: "over" };
  }
  if (posted !== undefined && pointless.includes(posted.problem.reason)) return { kind: "over" };
  const inDoubt = posted === undefined || posted.problem.effect === "maybe";
  if (inDoubt && !hasKeys) return { kind: "over" };
  const pauseMs = pausesMs[timer.attempts];
  return pauseMs === undefined ? { kind: "over" } : { kind: "again", afterMs: pauseMs };
};
