import type { Clock } from "../../core/clock.ts";
import { type Problem, problem } from "../../core/problem.ts";

/** Resolves after `ms`, or at once when `signal` is aborted. */
export const wait = ({
  ms,
  clock,
  signal,
}: {
  readonly ms: number;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}): Promise<void> =>
  new Promise((resolve) => {
    const end = (): void => {
      cancel();
      signal.removeEventListener("abort", end);
      resolve();
    };
    const cancel = clock.after(ms, end);
    signal.addEventListener("abort", end);
    if (signal.aborted) end();
  });

/** The problem behind an abort: a deadline that passed (`AbortSignal.timeout`), or somebody's cancelling. */
export const abortProblem = (signal: AbortSignal): Problem =>
  problem(
    signal.reason instanceof Error && signal.reason.name === "TimeoutError"
      ? "timeout"
      : "cancelled",
  );
