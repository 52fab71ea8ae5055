import type { Store } from "../../src/core/store.ts";

/** The store of the test that is running. */
export interface CurrentStore {
  readonly store: Store;
  /** Closes it and opens what it left behind, from then on as `store`. */
  reopen(): Promise<void>;
}
