import Bottleneck from "bottleneck";
import { abortProblem } from "../../../core/abort-problem.ts";
import type { Clock } from "../../../core/clock.ts";
import { problem } from "../../../core/problem.ts";
import { fail, ok, type Result } from "../../../core/result.ts";
import { type Entrant, longestQueue, marginMs, type Pass } from "./pass.ts";
import { createWaiter, type Waiter } from "./waiter.ts";

/** A limit of so many calls per window for each key (a message, a chat). */
export interface HeldSlots {
  enter(key: string, entrant: Entrant): Promise<Result<Pass>>;
  /** Nobody passes this key for so long; a key that nobody uses needs no pause and gets none. */
  pause(key: string, ms: number): void;
  /** How many keys are alive. */
  size(): number;
  close(): void;
}

interface Key {
  readonly limiter: Bottleneck;
  /** Jobs that Bottleneck holds, running or queued. */
  jobs: number;
  queued: number;
  pausedUntilMs: number;
}

/**
 * `slots` calls per `windowMs` and key, never more in any sliding window at the platform's side.
 *
 * How: a Bottleneck per key with `maxConcurrent: slots`, where a slot is taken before the call and held until
 * `windowMs` after its answer. Why that is exact: a call arrives between its start and its answer, so at every
 * moment at which a call can arrive, at most `slots - 1` others hold slots, and each call that arrived within
 * the window before still holds its own. Late timers only make it slower. (Spacing calls by `minTime`, or a
 * reservoir, both let a sixth call into some second: timers jitter and refreshes drift.)
 *
 * The limiter of a key lives as long as somebody uses or waits for it, so idle keys cost nothing. It is kept in a
 * map of our own because Bottleneck's `Group` sweeps keys by the clock, even those with running jobs.
 */
export const createHeldSlots = (options: {
  readonly slots: number;
  readonly windowMs: number;
  readonly clock: Clock;
}): HeldSlots => {
  const { slots, clock } = options;
  const windowMs = options.windowMs + marginMs;
  const keys = new Map<string, Key>();
  const waiters = new Set<Waiter>();
  const sleepers = new Set<() => void>();
  let closed = false;

  const keyOf = (name: string): Key => {
    const known = keys.get(name);
    if (known !== undefined) return known;
    // Bottleneck dates the next start by the wall clock, `minTime` after the last: a clock that is set back would hold
    // every slot for as long. Minus infinity is always over.
    const limiter = new Bottleneck({ maxConcurrent: slots, minTime: Number.NEGATIVE_INFINITY });
    const key: Key = { limiter, jobs: 0, queued: 0, pausedUntilMs: Number.NEGATIVE_INFINITY };
    keys.set(name, key);
    return key;
  };

  const sleep = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const end = (): void => {
        cancel();
        sleepers.delete(end);
        resolve();
      };
      const cancel = clock.after(ms, end);
      sleepers.add(end);
      if (closed) end();
    });

  const unpaused = async (key: Key, waiter: Waiter): Promise<void> => {
    for (;;) {
      const restMs = key.pausedUntilMs - clock.now();
      if (restMs <= 0 || waiter.settled()) return;
      await Promise.race([sleep(restMs), waiter.result]);
    }
  };

  const grant = (waiter: Waiter): Promise<boolean> =>
    new Promise((resolve) => {
      waiter.settle(ok({ leave: () => resolve(true), giveBack: () => resolve(false) }));
    });

  const occupy = async (
    key: Key,
    waiter: Waiter,
    granted: Promise<boolean> | undefined,
  ): Promise<void> => {
    if (granted === undefined) {
      key.queued -= 1;
      await unpaused(key, waiter);
      if (waiter.settled()) return;
    }
    const sent = await (granted ?? grant(waiter));
    if (!sent) return;
    await sleep(windowMs);
    // A pause that came with the answer is known by now, and must not be forgotten with the key.
    const restMs = key.pausedUntilMs - clock.now();
    if (restMs > 0) await sleep(restMs);
  };

  return {
    enter: async (name, { signal, first, spare }) => {
      if (closed) return fail(problem("cancelled"));
      if (signal.aborted) return fail(abortProblem(signal));
      const key = keyOf(name);
      if (key.queued >= longestQueue + slots) {
        const retryAfterMs = Math.ceil(key.queued / slots) * windowMs;
        return fail(problem("too-fast", { retryAfterMs }));
      }
      // Fewer jobs than slots, waiting ones included: one is certainly free, so nobody need wait for Bottleneck's
      // timers (3 to 5 ms). The job still takes the slot there, before all that come later.
      const free = key.jobs < slots && key.pausedUntilMs <= clock.now();
      if (spare === true && !free) return fail(problem("too-fast", { retryAfterMs: windowMs }));
      key.jobs += 1;
      if (!free) key.queued += 1;
      const waiter: Waiter = createWaiter({
        signal,
        clock,
        onSettled: () => void waiters.delete(waiter),
      });
      waiters.add(waiter);
      const over = (): void => {
        key.jobs -= 1;
        if (key.jobs === 0) keys.delete(name);
      };
      const granted = free ? grant(waiter) : undefined;
      key.limiter
        .schedule({ priority: free || first === true ? 0 : 5 }, () => occupy(key, waiter, granted))
        .then(over, over);
      return waiter.result;
    },
    pause: (name, ms) => {
      const key = keys.get(name);
      if (key !== undefined) key.pausedUntilMs = Math.max(key.pausedUntilMs, clock.now() + ms);
    },
    size: () => keys.size,
    close: () => {
      closed = true;
      for (const waiter of waiters) waiter.settle(fail(problem("cancelled")));
      for (const end of sleepers) end();
    },
  };
};
