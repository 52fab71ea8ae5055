import { abortProblem } from "../../core/abort-problem.ts";
import type { Clock } from "../../core/clock.ts";
import { createFairQueue } from "../../core/limits/fair-queue.ts";
import { createReservedLeaves, type SharedCredential } from "../../core/limits/reserved-leaves.ts";
import { problem } from "../../core/problem.ts";
import { fail, ok, type Result } from "../../core/result.ts";

/** Leave to make one call; to be given back with the moment of its answer, once. */
export interface Pass {
  leave(): void;
}

export interface Entrant {
  /** Those who wait take turns by chat. */
  readonly chat: string;
  /** Answers wait until no other call waits. */
  readonly forAnswers: boolean;
  readonly signal: AbortSignal;
}

export interface Budget {
  enter(entrant: Entrant): Promise<Result<Pass>>;
  /** Nobody passes for so long. */
  pause(ms: number): void;
  close(): void;
}

interface Waiter {
  settle(result: Result<Pass>): void;
}

/** Timers may fire up to a millisecond early, and clocks tick in whole ones. */
const marginMs = 2;
/** Beyond this many people are told "too fast" at once; none waits longer than a minute. */
const mostWaiting = 300;
const longestWaitMs = 60_000;

/**
 * The gateway's limit: so many calls per minute and token, all endpoints together (RyzeAPI docs,
 * guide/rate-limit-cors). A call counts from the moment it is let go until a window after its answer, so no window
 * at the gateway ever holds more, wherever its windows begin. Calls that do something go before those that only
 * answer, and have the last `reserve` calls of a window to themselves. With `shared`, the guarantee is that of
 * `windows`, for all processes together. `clock` must be steady.
 */
export const createBudget = (options: {
  readonly limit: number;
  readonly reserve: number;
  readonly windowMs: number;
  readonly clock: Clock;
  readonly shared?: SharedCredential | undefined;
}): Budget => {
  const { limit, reserve, clock, shared } = options;
  const windowMs = options.windowMs + marginMs;
  const acting = createFairQueue<Waiter>();
  const answering = createFairQueue<Waiter>();
  /** When each answered call stops counting, earliest first; at most `limit` of them. */
  let releasesAtMs: number[] = [];
  let inFlight = 0;
  let pausedUntilMs = Number.NEGATIVE_INFINITY;
  let cancelTimer = (): void => {};
  let closed = false;

  const pass = (): Pass => {
    let over = false;
    return {
      leave: () => {
        if (over) return;
        over = true;
        inFlight -= 1;
        releasesAtMs.push(clock.now() + windowMs);
        pump();
      },
    };
  };

  const pump = (): void => {
    cancelTimer();
    for (;;) {
      const nowMs = clock.now();
      releasesAtMs = releasesAtMs.filter((atMs) => atMs > nowMs);
      if (acting.size() + answering.size() === 0) return;
      const queue = acting.size() > 0 ? acting : answering;
      const most = queue === acting ? limit : limit - reserve;
      const excess = inFlight + releasesAtMs.length - most;
      const roomAtMs = excess < 0 ? nowMs : (releasesAtMs[excess] ?? Number.POSITIVE_INFINITY);
      const atMs = Math.max(pausedUntilMs, roomAtMs);
      if (atMs > nowMs) {
        // Room that depends on answers to come needs no timer: each answer looks again.
        if (Number.isFinite(atMs)) cancelTimer = clock.after(atMs - nowMs, pump);
        return;
      }
      inFlight += 1;
      queue.shift()?.settle(ok(pass()));
    }
  };

  /** Counts together with other processes, where there are any. */
  const all =
    shared &&
    createReservedLeaves({
      ...options,
      shared,
      mostAtOnce: Number.POSITIVE_INFINITY,
      first: acting,
      others: answering,
    });
  const look = all?.look ?? pump;

  return {
    enter: ({ chat, forAnswers, signal }) => {
      if (closed) return Promise.resolve(fail(problem("cancelled")));
      if (signal.aborted) return Promise.resolve(fail(abortProblem(signal)));
      const tooFast = problem("too-fast", { retryAfterMs: longestWaitMs, code: "own-budget" });
      if (acting.size() + answering.size() >= mostWaiting) return Promise.resolve(fail(tooFast));
      const queue = forAnswers ? answering : acting;
      const { promise, resolve } = Promise.withResolvers<Result<Pass>>();
      const waiter: Waiter = {
        settle: (result) => {
          cancelAge();
          signal.removeEventListener("abort", onAbort);
          queue.remove(chat, waiter);
          resolve(result);
        },
      };
      const onAbort = (): void => waiter.settle(fail(abortProblem(signal)));
      const cancelAge = clock.after(longestWaitMs, () => waiter.settle(fail(tooFast)));
      signal.addEventListener("abort", onAbort);
      queue.push(chat, waiter);
      look();
      return promise;
    },
    pause: (ms) => {
      all?.pause(ms);
      pausedUntilMs = Math.max(pausedUntilMs, clock.now() + ms);
    },
    close: () => {
      closed = true;
      cancelTimer();
      all?.close();
      for (const waiter of [...acting.items(), ...answering.items()])
        waiter.settle(fail(problem("cancelled")));
    },
  };
};
