import type { Store } from "../../src/core/store.ts";
import { openPostgresStore } from "../../src/store/open-postgres.ts";
import { newSchema } from "./postgres-server.ts";
import type { StoreFixture } from "./store-suite.ts";

/** A store in a schema of its own, as the bot opens it. */
export const postgresFixture = async (): Promise<StoreFixture> => {
  const { url, remove } = await newSchema();
  let store: Store = await openPostgresStore({ url });
  return {
    store,
    reopen: async () => {
      await store.close();
      store = await openPostgresStore({ url });
      return store;
    },
    dispose: async () => {
      await store.close();
      await remove();
    },
  };
};
