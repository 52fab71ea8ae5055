import type { Problem } from "./problem.ts";

/** An expected failure is a value: ports and parsers return it, they never throw it. */
export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: Problem };

/** What went well, with what came of it. */
export const ok = <T>(value: T): Result<T> => ({ ok: true, value });

/** What did not go well, with why. */
export const fail = (problem: Problem): { readonly ok: false; readonly problem: Problem } => ({
  ok: false,
  problem,
});
