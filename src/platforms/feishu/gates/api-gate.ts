import { abortProblem } from "../../../core/abort-problem.ts";
import type { Clock } from "../../../core/clock.ts";
import { createFairQueue, type FairQueue } from "../../../core/limits/fair-queue.ts";
import { problem } from "../../../core/problem.ts";
import { fail, ok, type Result } from "../../../core/result.ts";
import { type Entrant, longestQueue, longestWaitMs, mostSpare, type Pass } from "./pass.ts";
import { createSlidingWindow, type SlidingWindow } from "./sliding-window.ts";
import { spreadGapMs } from "./spread-gap.ts";
import { createWaiter, type Waiter } from "./waiter.ts";

/** The limit of one API, shared fairly by all chats. */
export interface ApiGate {
  /** `chat` is who takes turns; calls that belong to no chat share one turn. */
  enter(chat: string, entrant: Entrant): Promise<Result<Pass>>;
  /** Nobody passes for so long. */
  pause(ms: number): void;
  close(): void;
}

/**
 * Calls in the last minute below which bursts run at full pace. A burst of 400 after idling runs through; the
 * 580 that are left then keep everybody served (at least every 110 ms) until the burst leaves the window.
 */
const lowUse = 420;
/** A little faster than 50/s: the exact window takes care of the rest, and its pauses stay below half a second. */
const fastGapMs = 15.5;
/** Calls in the last second below which spare ones do not delay the next. */
const lowRate = 20;
/** How many calls may be caught up at once after an idle moment or a late timer. */
const catchUpCalls = 10;

/**
 * 50 calls per second and 1,000 per minute for one API, never more in any sliding window at the platform
 * (proof: `createSlidingWindow`, whatever the pace below decides). Within that:
 * - chats take turns, so a flood in one chat delays the others by one turn;
 * - bursts run at full pace while the last minute was quiet, later the rest of the minute is spread evenly
 *   (`spreadGapMs`), so that there is never a long silence and a flood is served at the full 1,000 per minute.
 *
 * A spare call passes only while nobody waits and little was called lately, and does not count as use that ends
 * full pace.
 *
 * Source: Feishu docs, rate limits (tier 4; either bound triggers, counted per API, app and tenant).
 */
export const createApiGate = (clock: Clock): ApiGate => {
  const second = createSlidingWindow(50, 1000);
  const minute = createSlidingWindow(1000, 60_000);
  const windows = [second, minute];
  const spares = createSlidingWindow(mostSpare, 60_000);
  const urgent = createFairQueue<Waiter>();
  const normal = createFairQueue<Waiter>();
  let pausedUntilMs = Number.NEGATIVE_INFINITY;
  /** When the next call would be due if all calls kept the gap exactly; lags behind after idling. */
  let dueAtMs = Number.NEGATIVE_INFINITY;
  let cancelTimer = (): void => {};
  let closed = false;

  const gapMs = (nowMs: number): number => {
    const used = minute.used(nowMs);
    if (used - spares.used(nowMs) < lowUse) return fastGapMs;
    const { limit, windowMs } = minute;
    const releasesAtMs = minute.releases(nowMs);
    return spreadGapMs({ nowMs, room: limit - used, limit, windowMs, releasesAtMs });
  };

  const pass = (of: readonly SlidingWindow[]): Pass => {
    let over = false;
    const end = (how: (window: SlidingWindow) => void): void => {
      if (over) return;
      over = true;
      of.forEach(how);
      pump();
    };
    return {
      leave: () => {
        const nowMs = clock.now();
        end((window) => window.answered(nowMs));
      },
      giveBack: () => end((window) => window.giveBack()),
    };
  };

  const grant = (waiter: Waiter, nowMs: number): void => {
    for (const window of windows) window.take();
    const gap = gapMs(nowMs);
    dueAtMs = Math.max(dueAtMs, nowMs - catchUpCalls * gap) + gap;
    waiter.settle(ok(pass(windows)));
  };

  const spare = (): Result<Pass> => {
    const nowMs = clock.now();
    const isQuiet =
      urgent.size() + normal.size() === 0 &&
      Math.max(pausedUntilMs, dueAtMs) <= nowMs &&
      second.used(nowMs) < lowRate &&
      minute.used(nowMs) < lowUse &&
      spares.roomAtMs(nowMs) <= nowMs;
    if (!isQuiet) return fail(problem("too-fast", { retryAfterMs: second.windowMs }));
    const taken = [...windows, spares];
    for (const window of taken) window.take();
    return ok(pass(taken));
  };

  const pump = (): void => {
    cancelTimer();
    while (urgent.size() + normal.size() > 0) {
      const nowMs = clock.now();
      const roomAtMs = Math.max(...windows.map((window) => window.roomAtMs(nowMs)));
      const atMs = Math.max(pausedUntilMs, roomAtMs, dueAtMs);
      if (atMs > nowMs) {
        // Room that depends on answers to come needs no timer: each answer looks again.
        if (Number.isFinite(atMs)) cancelTimer = clock.after(atMs - nowMs, pump);
        return;
      }
      const waiter = urgent.shift() ?? normal.shift();
      if (waiter !== undefined) grant(waiter, nowMs);
    }
  };

  const waitEstimateMs = (chat: string, queue: FairQueue<Waiter>): number => {
    const nowMs = clock.now();
    const ahead = urgent.size() + (queue === normal ? normal.ahead(chat) : 0);
    const atOnce = Math.min(ahead, Math.max(0, lowUse - minute.used(nowMs)));
    const pauseMs = Math.max(0, pausedUntilMs - nowMs);
    return pauseMs + atOnce * fastGapMs + (ahead - atOnce) * (minute.windowMs / minute.limit);
  };

  return {
    enter: async (chat, { signal, first, spare: isSpare }) => {
      if (closed) return fail(problem("cancelled"));
      if (signal.aborted) return fail(abortProblem(signal));
      if (isSpare === true) return spare();
      const queue = first === true ? urgent : normal;
      const retryAfterMs = Math.ceil(waitEstimateMs(chat, queue));
      if (queue.of(chat) >= longestQueue || retryAfterMs > longestWaitMs) {
        return fail(problem("too-fast", { retryAfterMs }));
      }
      const waiter: Waiter = createWaiter({
        signal,
        clock,
        onSettled: () => queue.remove(chat, waiter),
      });
      queue.push(chat, waiter);
      pump();
      return waiter.result;
    },
    pause: (ms) => {
      pausedUntilMs = Math.max(pausedUntilMs, clock.now() + ms);
    },
    close: () => {
      closed = true;
      cancelTimer();
      const waiting = [...urgent.items(), ...normal.items()];
      for (const waiter of waiting) waiter.settle(fail(problem("cancelled")));
    },
  };
};
