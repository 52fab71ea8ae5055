import { StoreError } from "./store-error.ts";

/** Bounds how long one transaction keeps the event loop busy. */
const writesPerTransaction = 256;
/** Bounds memory when the database stands still. */
const waitingWrites = 100_000;

/** Turns writes that arrive together into one transaction, so that they share one sync to disk. */
export interface WriteBatch<Transaction> {
  /**
   * Resolves after the commit. The write may be begun again when another one spoilt the transaction, so it
   * must do nothing but write through the transaction it is given.
   */
  run<T>(write: (transaction: Transaction) => Promise<T>): Promise<T>;
  /** Refuses new writes and resolves when the ones taken are over. */
  close(): Promise<void>;
}

interface Waiting<Transaction> {
  attempt(transaction: Transaction): Promise<void>;
  succeed(): void;
  fail(error: unknown): void;
}

/** Whether it spoils the whole transaction (a full disk) and not one write alone (a constraint, a bug). */
const concernsAll = (error: unknown): boolean =>
  error instanceof StoreError && error.failure !== "conflict";

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/**
 * `transact` runs its work in one transaction, once or anew until it goes through: commits when it resolves, rolls
 * back when it rejects. When one write is at fault it alone fails, and the others are written without it, in the
 * order in which they came.
 */
export const createWriteBatch = <Transaction>(
  transact: (work: (transaction: Transaction) => Promise<void>) => Promise<void>,
): WriteBatch<Transaction> => {
  const waiting: Waiting<Transaction>[] = [];
  let working: Promise<void> | undefined;
  let closed = false;

  const commit = async (writes: readonly Waiting<Transaction>[]): Promise<void> => {
    let reached = 0;
    try {
      await transact(async (transaction) => {
        reached = 0;
        for (const write of writes) {
          await write.attempt(transaction);
          reached += 1;
        }
      });
    } catch (error) {
      const culprit = writes[reached];
      if (culprit === undefined || concernsAll(error)) {
        for (const write of writes) write.fail(error);
        return;
      }
      culprit.fail(error);
      const others = writes.filter((write) => write !== culprit);
      if (others.length > 0) await commit(others);
      return;
    }
    for (const write of writes) write.succeed();
  };

  const work = async (): Promise<void> => {
    while (waiting.length > 0) {
      await nextTurn();
      await commit(waiting.splice(0, writesPerTransaction));
    }
    // In the same step as the last look at `waiting`: a write that comes now starts the work anew.
    working = undefined;
  };

  const enlist = (write: Waiting<Transaction>): void => {
    waiting.push(write);
    working ??= work();
  };

  return {
    run: <T>(write: (transaction: Transaction) => Promise<T>) =>
      new Promise<T>((resolve, reject) => {
        const refusal = closed
          ? storeClosed()
          : waiting.length >= waitingWrites
            ? tooMany()
            : undefined;
        if (refusal !== undefined) {
          reject(refusal);
          return;
        }
        let settle = (): void => {};
        enlist({
          attempt: async (transaction) => {
            const result = await write(transaction);
            settle = () => resolve(result);
          },
          succeed: () => settle(),
          fail: reject,
        });
      }),
    close: async () => {
      closed = true;
      await working;
    },
  };
};

const storeClosed = (): StoreError =>
  new StoreError({
    failure: "closed",
    message: "The store is closed.",
    fix: "Start Steward again.",
  });

const tooMany = (): StoreError =>
  new StoreError({
    failure: "busy",
    message: "Too many writes are waiting for the database.",
    fix: "Check that the disk or the database server keeps up.",
  });
