import { abortProblem } from "../../../core/abort-problem.ts";
import type { Clock } from "../../../core/clock.ts";
import { problem } from "../../../core/problem.ts";
import { fail, type Result } from "../../../core/result.ts";
import { longestWaitMs, type Pass } from "./pass.ts";

/** Somebody who waits for a pass: settled once, by a pass, an abort, or having waited too long. */
export interface Waiter {
  readonly result: Promise<Result<Pass>>;
  settled(): boolean;
  settle(result: Result<Pass>): void;
}

interface WaiterOptions {
  /** Not aborted yet. */
  readonly signal: AbortSignal;
  readonly clock: Clock;
  /** Called once, when settled. */
  readonly onSettled: () => void;
}

export const createWaiter = ({ signal, clock, onSettled }: WaiterOptions): Waiter => {
  const { promise, resolve } = Promise.withResolvers<Result<Pass>>();
  let settled = false;
  const settle = (result: Result<Pass>): void => {
    if (settled) return;
    settled = true;
    cancelAge();
    signal.removeEventListener("abort", onAbort);
    onSettled();
    resolve(result);
  };
  const onAbort = (): void => settle(fail(abortProblem(signal)));
  const cancelAge = clock.after(longestWaitMs, () =>
    settle(fail(problem("too-fast", { retryAfterMs: longestWaitMs }))),
  );
  signal.addEventListener("abort", onAbort);
  return { result: promise, settled: () => settled, settle };
};
