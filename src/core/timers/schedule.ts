import type { Clock } from "../clock.ts";
import type { Log } from "../log.ts";
import type { Timer, TimerStore } from "../store.ts";

/** What a handler made of a due timer: over, to be tried again after a while, or left untried until then. */
export type TimerOutcome =
  | { readonly kind: "over" }
  | { readonly kind: "again" | "left"; readonly afterMs: number };

export interface Schedule {
  /** The timers, with this schedule noticing when one is set. Everybody sets and cancels through these. */
  readonly timers: TimerStore;
  start(): void;
  /** Somebody else set a timer. */
  look(): void;
  stop(): void;
}

/** How many due timers are taken from the store at once. */
const batch = 100;
/** After an error of the store. */
const pauseMs = 5_000;
/** A clock that is set, or a machine that slept, is noticed this late at most: timers of the system do not see it. */
const longestWaitMs = 60_000;

/**
 * Runs timers when they are due, also those that fell due while nothing ran. One clock timer waits for the next due
 * row, looking at the clock once a minute; the store is not polled. `handle` is given each due timer once at a time.
 */
export const createSchedule = (parts: {
  readonly timers: TimerStore;
  readonly clock: Clock;
  readonly log: Log;
  /** Hands a due timer to the lane of its chat; resolves when it was dealt with. */
  readonly handle: (timer: Timer) => Promise<TimerOutcome>;
}): Schedule => {
  const { clock, log } = parts;
  const busy = new Set<string>();
  let cancelWait = (): void => {};
  let armedForMs = Number.POSITIVE_INFINITY;
  let pausedUntilMs = 0;
  let running = false;

  const identity = (timer: Timer): string =>
    [timer.platform, timer.account, timer.chat, timer.kind, timer.subject].join(" ");

  const conclude = async (timer: Timer, outcome: TimerOutcome): Promise<void> => {
    switch (outcome.kind) {
      case "over":
        await parts.timers.complete(timer);
        return;
      case "again":
        return parts.timers.retry(timer, clock.now() + outcome.afterMs);
      case "left":
        return parts.timers.postpone(timer, clock.now() + outcome.afterMs);
    }
  };

  const settle = async (timer: Timer): Promise<void> => {
    const id = identity(timer);
    if (busy.has(id)) return;
    busy.add(id);
    try {
      const outcome = await parts.handle(timer);
      await conclude(timer, outcome);
      busy.delete(id);
      await arm();
    } catch (error) {
      busy.delete(id);
      log.error({ err: error, kind: timer.kind }, "a timer could not be dealt with; trying again");
      pause();
    }
  };

  const sweep = async (): Promise<void> => {
    armedForMs = Number.POSITIVE_INFINITY;
    try {
      const due = await parts.timers.due(clock.now(), batch + busy.size);
      if (!running) return;
      for (const timer of due) void settle(timer);
      await arm();
    } catch (error) {
      log.error({ err: error }, "due timers could not be read; trying again");
      pause();
    }
  };

  const wait = (wantedMs: number): void => {
    // However the clock was set meanwhile, a pause is short.
    const atMs = Math.max(wantedMs, Math.min(pausedUntilMs, clock.now() + pauseMs));
    if (!running || atMs >= armedForMs) return;
    armedForMs = atMs;
    tick();
  };

  const tick = (): void => {
    cancelWait();
    const delayMs = Math.min(Math.max(0, armedForMs - clock.now()), longestWaitMs);
    cancelWait = clock.after(delayMs, () => {
      if (clock.now() < armedForMs) tick();
      else void sweep();
    });
  };

  /** What failed is still due: without a pause it would be begun again at once. */
  const pause = (): void => {
    pausedUntilMs = clock.now() + pauseMs;
    wait(pausedUntilMs);
  };

  const arm = async (): Promise<void> => {
    if (!running) return;
    try {
      const next = await parts.timers.nextDueAtMs();
      // What is being dealt with stays in the store until it is over; a due row must not spin the loop.
      if (next !== undefined)
        wait(next <= clock.now() && busy.size > 0 ? clock.now() + pauseMs : next);
    } catch (error) {
      log.error({ err: error }, "the next due timer could not be read; trying again");
      pause();
    }
  };

  return {
    timers: {
      ...parts.timers,
      set: async (timer) => {
        await parts.timers.set(timer);
        wait(timer.dueAtMs);
      },
    },
    start: () => {
      running = true;
      void sweep();
    },
    look: () => void arm(),
    stop: () => {
      running = false;
      armedForMs = Number.POSITIVE_INFINITY;
      cancelWait();
    },
  };
};
