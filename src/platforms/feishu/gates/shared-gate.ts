import type { Clock } from "../../../core/clock.ts";
import { problem } from "../../../core/problem.ts";
import { fail, ok, type Result } from "../../../core/result.ts";
import type { SharedKey, SharedWindows } from "../../../core/shared-windows.ts";
import { createFairQueue } from "./fair-queue.ts";
import { abortProblem, type Entrant, longestQueue, longestWaitMs, type Pass } from "./pass.ts";
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
 * take turns, calls that the platform refused go first, and what would wait too long is refused at once. Only the one
 * whose turn it is asks for leave, so what is asked does not grow with what waits.
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
  let passes = 0;
  let asking = false;
  let cancelWait = (): void => {};
  let closed = false;

  const waiting = (): number => urgent.size() + normal.size();

  const passFor = (call: string): Pass => {
    let over = false;
    const end = (how: "answered" | "giveBack"): void => {
      if (over) return;
      over = true;
      passes -= 1;
      windows[how](of, call);
      void pump();
    };
    passes += 1;
    return { leave: () => end("answered"), giveBack: () => end("giveBack") };
  };

  const ask = async (): Promise<void> => {
    while (waiting() > 0 && !closed) {
      const call = options.newCall();
      const answer = await windows.take(of, call);
      if (answer.kind === "wait") {
        cancelWait = clock.after(answer.ms, () => void pump());
        return;
      }
      const waiter = urgent.shift() ?? normal.shift();
      const pass = passFor(call);
      // Everybody left meanwhile.
      if (waiter === undefined) pass.giveBack();
      else waiter.settle(ok(pass));
    }
  };

  const pump = async (): Promise<void> => {
    if (asking || closed) return;
    cancelWait();
    asking = true;
    await ask();
    asking = false;
  };

  /** As if this process had the limit for itself: it never says too long for what might be in time. */
  const waitEstimateMs = (chat: string): number => {
    const ahead = urgent.size() + normal.ahead(chat);
    const perCallMs = Math.max(...of.limits.map(({ limit, windowMs }) => windowMs / limit));
    return Math.ceil(ahead * perCallMs);
  };

  return {
    enter: async (chat, { signal, first }) => {
      if (closed) return fail(problem("cancelled"));
      if (signal.aborted) return fail(abortProblem(signal));
      const retryAfterMs = waitEstimateMs(chat);
      if (normal.of(chat) >= longestQueue || retryAfterMs > longestWaitMs) {
        return fail(problem("too-fast", { retryAfterMs }));
      }
      const queue = first === true ? urgent : normal;
      const waiter: Waiter = createWaiter({
        signal,
        clock,
        onSettled: () => queue.remove(chat, waiter),
      });
      queue.push(chat, waiter);
      void pump();
      return waiter.result;
    },
    pause: (ms) => windows.pause(of, ms),
    idle: () => waiting() === 0 && passes === 0 && !asking,
    close: () => {
      closed = true;
      cancelWait();
      for (const waiter of [...urgent.items(), ...normal.items()])
        waiter.settle(fail(problem("cancelled")));
    },
  };
};
