/**
 * What went wrong with the store. `conflict` concerns one write only; every other failure concerns the
 * database as a whole.
 */
export type StoreFailure =
  | "newer"
  | "foreign"
  | "corrupt"
  | "unwritable"
  | "missing"
  | "in-use"
  | "full"
  | "busy"
  | "unreachable"
  | "conflict"
  | "closed"
  | "failed";

/** What an operator is told about a failure. */
export interface Explanation {
  readonly failure: StoreFailure;
  readonly message: string;
  readonly fix: string;
}

/**
 * The store cannot do what was asked. `message` says what is the matter and `fix` what to do about it, each in
 * one line that an operator understands; the driver's own error is the `cause`.
 */
export class StoreError extends Error {
  override readonly name = "StoreError";
  readonly failure: StoreFailure;
  readonly fix: string;

  constructor(details: Explanation & { readonly cause?: unknown }) {
    super(details.message, "cause" in details ? { cause: details.cause } : {});
    this.failure = details.failure;
    this.fix = details.fix;
  }
}

/** A write that the schema refuses, whichever database keeps it. */
export const contradiction: Explanation = {
  failure: "conflict",
  message: "The write contradicts what the database holds.",
  fix: "This is a bug in Steward; please report it with the log.",
};

/** The driver's error in words; `place` is where the database is. */
export const explained = (explanation: Explanation, cause: Error, place?: string): StoreError => {
  const message = `${explanation.message}${place === undefined ? "" : ` (${place})`}`;
  return new StoreError({ ...explanation, message, cause });
};
