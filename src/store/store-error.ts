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

/**
 * The store cannot do what was asked. `message` says what is the matter and `fix` what to do about it, each in
 * one line that an operator understands; the driver's own error is the `cause`.
 */
export class StoreError extends Error {
  override readonly name = "StoreError";
  readonly failure: StoreFailure;
  readonly fix: string;

  constructor(details: {
    readonly failure: StoreFailure;
    readonly message: string;
    readonly fix: string;
    readonly cause?: unknown;
  }) {
    super(details.message, "cause" in details ? { cause: details.cause } : {});
    this.failure = details.failure;
    this.fix = details.fix;
  }
}
