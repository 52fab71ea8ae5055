import { abortProblem } from "../../core/abort-problem.ts";
import type { Clock } from "../../core/clock.ts";
import { createFairQueue } from "../../core/limits/fair-queue.ts";
import { createReservedLeaves, type SharedCredential } from "../../core/limits/reserved-leaves.ts";
import { problem } from "../../core/problem.ts";
import { fail, ok, type Result } from "../../core/result.ts";

/** Leave to make one call. Exactly one of both is called, once; more is harmless. */
export interface WindowPass {
  /** The call was answered or given up: it counts until the window has passed from now. */
  leave(): void;
  /** The call was never sent: it does not count. */
  giveBack(): void;
}

export interface WindowEntrant {
  readonly signal: AbortSignal;
  /** Who takes turns, such as a chat: many calls of one delay another by one turn. */
  readonly turn: string;
  /** Before all that wait, and out of the reserve when the rest is used up. */
  readonly first: boolean;
}

/** A limit of so many calls per sliding window, for everything that shares one credential. */
export interface WindowGate {
  enter(entrant: WindowEntrant): Promise<Result<WindowPass>>;
  /** Nobody passes for so long. */
  pause(ms: number): void;
  /** How many wait. */
  waiting(): number;
  close(): void;
}

interface Waiter {
  readonly first: boolean;
  settle(result: Result<WindowPass>): void;
}

/** Timers may fire up to a millisecond early, and clocks tick in whole ones. */
const marginMs = 2;
const longestQueue = 500;

/**
 * Lets `limit` calls through per `windowMs`, never more in any sliding window at the platform: a call counts from
 * being let go until the window has passed since its answer. Those that are not `first` leave `reserve` calls
 * alone, so that answers never use up what moderation needs. Who would wait longer than `longestWaitMs` is
 * refused at once as "too fast", with the time to wait. With `shared`, the guarantee is that of `windows`, for all
 * processes together.
 *
 * `clock` must be steady: a wall clock that is set forward would free the window too early.
 */
export const createWindowGate = (options: {
  readonly limit: number;
  readonly windowMs: number;
  readonly reserve: number;
  /** How many may be under way at once: no more than there are connections, or calls would time out unsent. */
  readonly mostAtOnce: number;
  readonly longestWaitMs: number;
  readonly clock: Clock;
  readonly shared?: SharedCredential | undefined;
}): WindowGate => {
  const { limit, reserve, mostAtOnce, longestWaitMs, clock, shared } = options;
  const windowMs = options.windowMs + marginMs;
  const urgent = createFairQueue<Waiter>();
  const normal = createFairQueue<Waiter>();
  let inFlight = 0;
  /** When answered calls stop counting, earliest first; never more than `limit`. */
  let releasesAtMs: number[] = [];
  let pausedUntilMs = Number.NEGATIVE_INFINITY;
  let cancelTimer = (): void => {};
  let closed = false;

  const used = (nowMs: number): number => {
    const standing = releasesAtMs.findIndex((atMs) => atMs > nowMs);
    releasesAtMs = standing < 0 ? [] : standing > 0 ? releasesAtMs.slice(standing) : releasesAtMs;
    return inFlight + releasesAtMs.length;
  };

  /** When there is room for one more after `ahead` others; infinite when that depends on answers to come. */
  const roomAtMs = (first: boolean, ahead: number, nowMs: number): number => {
    const missing = used(nowMs) + ahead + 1 - (first ? limit : limit - reserve);
    if (ahead === 0 && inFlight >= mostAtOnce) return Number.POSITIVE_INFINITY;
    const roomMs = missing <= 0 ? nowMs : (releasesAtMs[missing - 1] ?? Number.POSITIVE_INFINITY);
    return Math.max(roomMs, pausedUntilMs);
  };

  const passOf = (): WindowPass => {
    let over = false;
    const end = (answered: boolean): void => {
      if (over) return;
      over = true;
      inFlight -= 1;
      if (answered) releasesAtMs.push(clock.now() + windowMs);
      pump();
    };
    return { leave: () => end(true), giveBack: () => end(false) };
  };

  const pump = (): void => {
    cancelTimer();
    for (const queue of [urgent, normal]) {
      while (queue.size() > 0) {
        const nowMs = clock.now();
        const atMs = roomAtMs(queue === urgent, 0, nowMs);
        if (atMs > nowMs) {
          // Room that depends on answers to come needs no timer: each answer looks again.
          if (Number.isFinite(atMs)) cancelTimer = clock.after(atMs - nowMs, pump);
          return;
        }
        inFlight += 1;
        queue.shift()?.settle(ok(passOf()));
      }
    }
  };

  /** Counts together with other processes, where there are any. */
  const all = shared && createReservedLeaves({ ...options, shared, first: urgent, others: normal });
  const look = all?.look ?? pump;

  /** Of several processes, as if this one had the limit for itself: it never says too long for what might be in time. */
  const expectedAtMs = (first: boolean, ahead: number, nowMs: number): number =>
    all === undefined
      ? roomAtMs(first, ahead, nowMs)
      : Math.max(nowMs, all.fullUntilMs(first)) + Math.floor((ahead * windowMs) / limit);

  const wait = ({ signal, turn, first }: WindowEntrant): Promise<Result<WindowPass>> =>
    new Promise((resolve) => {
      const queue = first ? urgent : normal;
      const settle = (result: Result<WindowPass>): void => {
        cancelAge();
        signal.removeEventListener("abort", onAbort);
        queue.remove(turn, waiter);
        resolve(result);
      };
      const waiter: Waiter = { first, settle };
      const onAbort = (): void => settle(fail(abortProblem(signal)));
      const cancelAge = clock.after(longestWaitMs, () =>
        settle(fail(problem("too-fast", { retryAfterMs: longestWaitMs }))),
      );
      signal.addEventListener("abort", onAbort);
      queue.push(turn, waiter);
      look();
    });

  return {
    enter: async (entrant) => {
      if (closed) return fail(problem("cancelled"));
      if (entrant.signal.aborted) return fail(abortProblem(entrant.signal));
      const nowMs = clock.now();
      const ahead = urgent.size() + (entrant.first ? 0 : normal.size());
      const waitMs = expectedAtMs(entrant.first, ahead, nowMs) - nowMs;
      const tooLong = Number.isFinite(waitMs) && waitMs > longestWaitMs;
      if (tooLong || ahead >= longestQueue) {
        const retryAfterMs = Math.ceil(Number.isFinite(waitMs) ? waitMs : windowMs);
        return fail(problem("too-fast", { retryAfterMs }));
      }
      return wait(entrant);
    },
    pause: (ms) => {
      all?.pause(ms);
      pausedUntilMs = Math.max(pausedUntilMs, clock.now() + ms);
    },
    waiting: () => urgent.size() + normal.size(),
    close: () => {
      closed = true;
      cancelTimer();
      all?.close();
      for (const waiter of [...urgent.items(), ...normal.items()]) {
        waiter.settle(fail(problem("cancelled")));
      }
    },
  };
};
