import type { Problem } from "../core/problem.ts";

/** How an act that met a problem goes on record: a platform that was not heard to the end may have done it. */
export const actOutcome = ({ effect }: Problem): "failed" | "unknown" =>
  effect === "maybe" ? "unknown" : "failed";
