import { say } from "../answers/sentences.ts";
import type { MessageId } from "../ids.ts";
import type { Problem } from "../problem.ts";
import type { LedgerPin, Timer } from "../store.ts";
import type { TimerOutcome } from "../timers/schedule.ts";
import { within } from "../within.ts";
import {
  askerOf,
  giveUpAloud,
  isPointless,
  linkIn,
  type PinWork,
  pinExpiry,
  pinRenewal,
  renewalDueMs,
} from "./pin-timers.ts";

const firstPauseMs = 5_000;
const hourMs = 3_600_000;
/** Pauses between the tries, together less than a day; after the last one the bot gives up and says so. */
const pausesMs = [
  firstPauseMs,
  30_000,
  120_000,
  600_000,
  hourMs / 2,
  ...[1, 2, 4, 8].map((hours) => hours * hourMs),
];

/** Written with the timer: when the platform ends the pin. */
const endOf = (data: unknown): number | undefined =>
  typeof data === "object" && data !== null && "endsAtMs" in data
    ? Number(data.endsAtMs)
    : undefined;

/** Whether so many newer pins stand that the platform has let this one go. */
const gaveWay = (pins: readonly LedgerPin[], { atMs, message }: LedgerPin, most: number): boolean =>
  pins.filter((other) => other.message !== message && other.atMs > atMs).length >= most;

/**
 * Pins a message again before the platform ends the pin, where it shall stand for longer than the platform keeps one.
 * It acts with the bot's own authority, as at the end of a timed pin. A pin that was taken down, that was given an
 * earlier end, or that gave way to newer ones is not brought back. Every step can be repeated.
 */
export const renewPin = async (timer: Timer, parts: PinWork): Promise<TimerOutcome> => {
  const { platform, store, clock, stopping } = parts;
  const { chat, dueAtMs } = timer;
  const account = { platform: platform.platform, account: platform.account };
  // The subject was a message id when the timer was set.
  const ref = { chat, message: timer.subject as MessageId };
  const subject = { ...account, chat, subject: ref.message };
  const once = `renew-pin:${ref.message}:${dueAtMs}`;
  const record = (outcome: "done" | "requested" | "failed", details: object) =>
    store.cases.append(
      {
        ...account,
        chat,
        atMs: clock.now(),
        action: "renew-pin",
        outcome,
        target: ref.message,
        details,
      },
      once,
    );
  const forget = async (): Promise<void> => {
    await store.timers.cancel({ ...subject, kind: pinExpiry });
    await store.pins.remove(account, chat, ref.message);
  };

  const pins = await store.pins.list(account, chat);
  const standing = pins.find(({ message }) => message === ref.message);
  const endsAtMs = endOf(timer.data);
  if (standing === undefined || endsAtMs === undefined) return { kind: "over" };
  if (standing.dueAtMs !== undefined && standing.dueAtMs <= Math.max(endsAtMs, clock.now()))
    return { kind: "over" };
  if (gaveWay(pins, standing, platform.capabilities.pins.most)) {
    await record("failed", { reason: "gave-way" });
    await forget();
    return { kind: "over" };
  }

  const left = standing.dueAtMs === undefined ? {} : { forMs: standing.dueAtMs - clock.now() };
  const pinned = await within(clock, { ms: parts.timeoutMs, stopping }, (signal) =>
    platform.ports.pin(ref, { signal, ...left }),
  );
  if (pinned?.ok) {
    const next = pinned.value.endsAtMs;
    await record(pinned.value.state === "requested" ? "requested" : "done", {});
    if (next === undefined || (standing.dueAtMs !== undefined && standing.dueAtMs <= next))
      return { kind: "over" };
    await store.timers.set({
      ...subject,
      kind: pinRenewal,
      // A platform that did not lengthen it is not asked over and over.
      dueAtMs: Math.max(renewalDueMs(next, platform.capabilities), clock.now() + hourMs),
      data: { endsAtMs: next },
    });
    return { kind: "over" };
  }

  const problem: Problem = pinned?.problem ?? { reason: "timeout", effect: "maybe" };
  if (isPointless(problem)) {
    await record("done", { nothingLeft: problem.reason });
    await forget();
    return { kind: "over" };
  }
  const pauseMs = pausesMs[timer.attempts];
  if (pauseMs !== undefined) return { kind: "again", afterMs: problem.retryAfterMs ?? pauseMs };
  // The last try was cut off by a stop: no reason to give up.
  if (stopping.aborted) return { kind: "again", afterMs: firstPauseMs };

  const facts = {
    problem: problem.reason,
    endsAtMs,
    ...linkIn(platform, ref),
    ...askerOf(standing),
  };
  await giveUpAloud({ chat, once, sentence: say("renewal.gave-up", facts) }, parts, async () => {
    await record("failed", { reason: problem.reason });
    // From now on what is remembered of it is what the platform does.
    await store.timers.set({ ...subject, kind: pinExpiry, dueAtMs: endsAtMs, data: null });
    await store.pins.put({ ...standing, dueAtMs: endsAtMs });
  });
  return { kind: "over" };
};
