import type { Clock } from "./clock.ts";
import type { MessageId } from "./ids.ts";
import type { Observer } from "./observer.ts";
import type { Platform } from "./platform.ts";
import type { Problem } from "./problem.ts";
import { type Catalogues, wordsFor } from "./replies.ts";
import type { TimerOutcome } from "./schedule.ts";
import { sendKey } from "./send-key.ts";
import { say } from "./sentences.ts";
import type { ChatSettings } from "./settings.ts";
import type { Store, Timer } from "./store.ts";
import { within } from "./within.ts";

const firstPauseMs = 5_000;
/** Pauses between the tries; after the last one the bot gives up and says so. */
const pausesMs = [firstPauseMs, 30_000, 120_000, 600_000, 1_800_000];

/** There is nothing left to unpin, or nowhere to do it. */
const pointless = (problem: Problem): boolean =>
  ["message-gone", "chat-gone", "chat-unknown", "bot-not-in-chat"].includes(problem.reason);

/**
 * Ends a timed pin. It acts with the bot's own authority: that who asked for the pin may have left or lost
 * their role meanwhile. Every step can be repeated. A pin that was given a later end, or taken down, while
 * this waited for its turn in the lane is left alone.
 */
export const endTimedPin = async (
  timer: Timer,
  parts: {
    readonly platform: Platform;
    readonly store: Store;
    readonly settings: ChatSettings;
    readonly catalogues: Catalogues;
    readonly observer: Observer;
    readonly clock: Clock;
    /** For each call to the platform. */
    readonly timeoutMs: number;
    readonly stopping: AbortSignal;
  },
): Promise<TimerOutcome> => {
  const { platform, store, clock, stopping } = parts;
  const limit = { ms: parts.timeoutMs, stopping };
  const account = { platform: platform.platform, account: platform.account };
  // The subject was a message id when the timer was set.
  const ref = { chat: timer.chat, message: timer.subject as MessageId };
  const once = `unpin-due:${timer.subject}:${timer.dueAtMs}`;

  const conclude = async (outcome: "done" | "failed", details: object): Promise<TimerOutcome> => {
    await store.cases.append(
      {
        ...account,
        chat: timer.chat,
        atMs: clock.now(),
        action: "unpin-due",
        outcome,
        target: ref.message,
        details,
      },
      once,
    );
    await store.pins.remove(account, timer.chat, ref.message);
    parts.observer.pinExpired({
      platform: platform.platform,
      outcome: outcome === "done" ? "done" : "gave-up",
    });
    return { kind: "over" };
  };

  const standing = (await store.pins.list(account, timer.chat)).find(
    ({ message }) => message === ref.message,
  );
  if (standing?.dueAtMs === undefined || standing.dueAtMs > timer.dueAtMs) return { kind: "over" };

  const unpinned = await within(clock, limit, (signal) => platform.ports.unpin(ref, { signal }));
  if (unpinned?.ok) return conclude("done", {});
  const problem: Problem = unpinned?.problem ?? { reason: "timeout", effect: "maybe" };
  if (pointless(problem)) return conclude("done", { nothingLeft: problem.reason });
  const pauseMs = pausesMs[timer.attempts];
  if (pauseMs !== undefined) return { kind: "again", afterMs: problem.retryAfterMs ?? pauseMs };
  // The last try was cut off by a stop: no reason to give up.
  if (stopping.aborted) return { kind: "again", afterMs: firstPauseMs };

  const link = platform.linkTo(ref);
  const sentence = say("expiry.gave-up", {
    problem: problem.reason,
    ...(link === undefined ? {} : { link }),
  });
  const words = wordsFor(parts.catalogues, sentence, {
    language: parts.settings.language ?? parts.settings.fallbackLanguage,
    timeZone: parts.settings.timeZone,
    nowMs: clock.now(),
  });
  const key = sendKey(once, "gave-up");
  await within(clock, limit, (signal) => platform.ports.post(timer.chat, words, { signal, key }));
  return conclude("failed", { reason: problem.reason });
};
