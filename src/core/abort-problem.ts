import { type Problem, problem } from "./problem.ts";

/** The problem behind an abort: a deadline that passed (`AbortSignal.timeout`), or somebody's cancelling. */
export const abortProblem = (signal: AbortSignal): Problem =>
  problem(
    signal.reason instanceof Error && signal.reason.name === "TimeoutError"
      ? "timeout"
      : "cancelled",
  );
