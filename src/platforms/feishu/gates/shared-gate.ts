import { abortProblem } from "../../../core/abort-problem.ts";
import type { Clock } from "../../../core/clock.ts";
import { createFairQueue, type FairQueue } from "../../../core/limits/fair-queue.ts";
import { createLeaves } from "../../../core/limits/shared-leaves.ts";
import type { SharedKey, SharedWindows } from "../../../core/limits/shared-windows.ts";
import { problem } from "../../../core/problem.ts";
import { fail, ok, type Result } from "../../../core/result.ts";
import { type Entrant, longestQueue, longestWaitMs, mostSpare, type Pass } from "./pass.ts";
import { createSlidingWindow } from "./sliding-window.ts";
import { createWaiter, type Waiter } from "./waiter.ts";

/** One limit that several processes keep together. */
export interface SharedGate {
  /** `chat` is who takes turns. */
  enter(chat: string, entrant: Entrant): Promise<Result<Pass>>;
  pause(ms: number): void;
  /** Whether nobody waits for it or holds a pass. */
  idle(): boolean;
  close(): void;
}

/**
 * The queue of this process in front of a limit that it shares with others. Guarantee: that of `windows`; here chats
 * take turns, calls that the platform refused go first, and what would wait too long is refused at once.
 */
export const createSharedGate = (options: {
  readonly of: SharedKey;
  readonly windows: SharedWindows;
  readonly newCall: () => string;
  /** Steady. */
  readonly clock: Clock;
}): SharedGate => {
  const { of, windows, clock } = options;
  const urgent = createFairQueue<Waiter>();
  const normal = createFairQueue<Waiter>();
  const spares = createSlidingWindow(mostSpare, 60_000);
  let closed = false;

  const waiting = (): number => urgent.size() + normal.size();

  const leaves = createLeaves({
    windows,
    clock,
    newCall: options.newCall,
    next: () => (waiting() > 0 ? of : undefined),
    admit: (leave) => {
      const waiter = urgent.shift() ?? normal.shift();
      waiter?.settle(ok(leave));
      return waiter !== undefined;
    },
  });

  /** As if this process had the limit for itself: it never says too long for what might be in time. */
  const waitEstimateMs = (chat: string, queue: FairQueue<Waiter>): number => {
    const ahead = urgent.size() + (queue === normal ? normal.ahead(chat) : 0);
    const perCallMs = Math.max(...of.limits.map(({ limit, windowMs }) => windowMs / limit));
    return Math.ceil(ahead * perCallMs);
  };

  const spare = async (): Promise<Result<Pass>> => {
    const nowMs = clock.now();
    const tooFast = fail(problem("too-fast", { retryAfterMs: 1_000 }));
    const isQuiet = waiting() === 0 && leaves.idle();
    if (!isQuiet || spares.roomAtMs(nowMs) > nowMs) return tooFast;
    spares.take();
    spares.answered(nowMs);
    const leave = await leaves.atOnce(of);
    return leave === undefined ? tooFast : ok(leave);
  };

  return {
    enter: async (chat, { signal, first, spare: isSpare }) => {
      if (closed) return fail(problem("cancelled"));
      if (signal.aborted) return fail(abortProblem(signal));
      if (isSpare === true) return spare();
      const queue = first === true ? urgent : normal;
      const retryAfterMs = waitEstimateMs(chat, queue);
      if (queue.of(chat) >= longestQueue || retryAfterMs > longestWaitMs) {
        return fail(problem("too-fast", { retryAfterMs }));
      }
      const waiter: Waiter = createWaiter({
        signal,
        clock,
        onSettled: () => queue.remove(chat, waiter),
      });
      queue.push(chat, waiter);
      leaves.look();
      return waiter.result;
    },
    pause: (ms) => windows.pause(of, ms),
    idle: () => waiting() === 0 && leaves.idle(),
    close: () => {
      closed = true;
      leaves.close();
      for (const waiter of [...urgent.items(), ...normal.items()])
        waiter.settle(fail(problem("cancelled")));
    },
  };
};
