import { DatabaseError } from "pg";
import { contradiction, type Explanation, explained, StoreError } from "./store-error.ts";

const unreachable: Explanation = {
  failure: "unreachable",
  message: "The database server cannot be reached.",
  fix: "Check that PostgreSQL runs and that DATABASE_URL leads to it; Steward goes on by itself as soon as it does.",
};

const refused: Explanation = {
  failure: "unwritable",
  message: "The database server refuses Steward.",
  fix: "Check user, password and database name in DATABASE_URL, and that the user may create tables there.",
};

const busy: Explanation = {
  failure: "busy",
  message: "The database server is too busy.",
  fix: "Check its load, its locks and how many connections it allows.",
};

const full: Explanation = {
  failure: "full",
  message: "The disk of the database server is full: nothing can be written.",
  fix: "Free some space; Steward goes on by itself as soon as there is some.",
};

const failed: Explanation = {
  failure: "failed",
  message: "Reading from or writing to the database failed.",
  fix: "Check the log of the database server.",
};

/** By SQLSTATE, the longest prefix that fits. Source: PostgreSQL docs, Appendix A, "PostgreSQL Error Codes". */
const explanations: ReadonlyMap<string, Explanation> = new Map([
  ["08", unreachable],
  ["22", contradiction],
  ["23", contradiction],
  ["25006", unreachable],
  ["25P03", busy],
  ["28", refused],
  ["3D", refused],
  ["40", busy],
  ["42501", refused],
  ["53", busy],
  ["53100", full],
  ["55P03", busy],
  ["57014", busy],
  ["57P", unreachable],
]);

const explanationOf = (state: string): Explanation =>
  explanations.get(state) ??
  explanations.get(state.slice(0, 3)) ??
  explanations.get(state.slice(0, 2)) ??
  failed;

/** Whether the connection is of no use after this error: lost, or leading to a server that only reads now. */
export const endsConnection = (error: unknown): boolean =>
  error instanceof Error &&
  (!(error instanceof DatabaseError) || explanationOf(error.code ?? "") === unreachable);

/** Whether the same transaction can go through when it is begun anew: it ran into another one. */
export const isCollision = (error: unknown): boolean =>
  error instanceof DatabaseError &&
  (error.code === "40001" ||
    error.code === "40P01" ||
    // Two instances gave the next number of one chat at the same moment.
    (error.code === "23505" && error.constraint === "cases_number"));

/** Turns an error of `pg` into words. What is a bug and what is explained already comes back unchanged. */
export const postgresFailure = (error: unknown, place?: string): unknown => {
  if (!(error instanceof Error) || error instanceof StoreError) return error;
  if (error instanceof TypeError || error instanceof RangeError) return error;
  const explanation =
    error instanceof DatabaseError ? explanationOf(error.code ?? "") : unreachable;
  return explained(explanation, error, place);
};
