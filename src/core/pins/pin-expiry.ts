import { say } from "../answers/sentences.ts";
import type { MessageId } from "../ids.ts";
import type { Problem } from "../problem.ts";
import type { Timer } from "../store.ts";
import type { TimerOutcome } from "../timers/schedule.ts";
import { within } from "../within.ts";
import {
  askerOf,
  giveUpAloud,
  isPointless,
  linkIn,
  type PinWork,
  pinRenewal,
} from "./pin-timers.ts";

const firstPauseMs = 5_000;
/** Pauses between the tries; after the last one the bot gives up and says so. */
const pausesMs = [firstPauseMs, 30_000, 120_000, 600_000, 1_800_000];

/**
 * Ends a timed pin. It acts with the bot's own authority: that who asked for the pin may have left or lost
 * their role meanwhile. Every step can be repeated. A pin that was given a later end, or taken down, while
 * this waited for its turn in the lane is left alone; of a message that is no more nothing need be ended.
 */
export const endTimedPin = async (timer: Timer, parts: PinWork): Promise<TimerOutcome> => {
  const { platform, store, clock, stopping } = parts;
  const limit = { ms: parts.timeoutMs, stopping };
  const { chat } = timer;
  const account = { platform: platform.platform, account: platform.account };
  // The subject was a message id when the timer was set.
  const ref = { chat, message: timer.subject as MessageId };
  const once = `unpin-due:${timer.subject}:${timer.dueAtMs}`;

  const conclude = async (
    outcome: "done" | "failed" | "unknown",
    details: object,
  ): Promise<void> => {
    await store.cases.append(
      {
        ...account,
        chat,
        atMs: clock.now(),
        action: "unpin-due",
        outcome,
        target: ref.message,
        details,
      },
      once,
    );
    await store.timers.cancel({ ...account, chat, kind: pinRenewal, subject: ref.message });
    await store.pins.remove(account, chat, ref.message);
    parts.observer.pinExpired({
      platform: platform.platform,
      outcome: outcome === "done" ? "done" : "gave-up",
    });
  };

  const standing = (await store.pins.list(account, chat)).find(
    ({ message }) => message === ref.message,
  );
  if (standing?.dueAtMs === undefined || standing.dueAtMs > timer.dueAtMs) return { kind: "over" };

  const unpinned = await within(clock, limit, (signal) => platform.ports.unpin(ref, { signal }));
  const problem: Problem | undefined = unpinned
    ? unpinned.ok
      ? undefined
      : unpinned.problem
    : { reason: "timeout", effect: "maybe" };
  if (problem === undefined || isPointless(problem)) {
    await conclude("done", problem === undefined ? {} : { nothingLeft: problem.reason });
    return { kind: "over" };
  }
  const pauseMs = pausesMs[timer.attempts];
  if (pauseMs !== undefined) return { kind: "again", afterMs: problem.retryAfterMs ?? pauseMs };
  // The last try was cut off by a stop: no reason to give up.
  if (stopping.aborted) return { kind: "again", afterMs: firstPauseMs };

  const outcome = problem.effect === "maybe" ? "unknown" : "failed";
  const facts = { problem: problem.reason, ...linkIn(platform, ref), ...askerOf(standing) };
  await giveUpAloud({ chat, once, sentence: say("expiry.gave-up", facts) }, parts, () =>
    conclude(outcome, { reason: problem.reason }),
  );
  return { kind: "over" };
};
