import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { type CompiledQuery, Kysely } from "kysely";
import type { Log } from "../../src/core/log.ts";
import type { Store } from "../../src/core/store.ts";
import { migrate } from "../../src/store/migrate.ts";
import { nodeSqliteDialect } from "../../src/store/node-sqlite-dialect.ts";
import { openSqliteStore } from "../../src/store/open-sqlite.ts";
import type { StoreSchema } from "../../src/store/schema.ts";
import { createSqlStore } from "../../src/store/sql-store.ts";
import type { StoreFixture } from "./store-suite.ts";

export const newFolder = (): { readonly path: string; readonly remove: () => void } => {
  const path = mkdtempSync(join(tmpdir(), "steward-store-"));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
};

/** A store in a folder of its own, as the bot opens it. */
export const sqliteFixture = async (): Promise<StoreFixture> => {
  const folder = newFolder();
  const file = join(folder.path, "steward.db");
  let store: Store = await openSqliteStore({ file });
  return {
    store,
    reopen: async () => {
      await store.close();
      store = await openSqliteStore({ file });
      return store;
    },
    dispose: async () => {
      await store.close();
      folder.remove();
    },
  };
};

/** A store whose connection a test can reach: to make it fail, or to see what it is asked. */
export const openBareStore = async (
  options: { readonly file?: string; readonly log?: Log; readonly prepare?: string } = {},
): Promise<{
  readonly store: Store;
  readonly database: DatabaseSync;
  readonly queries: CompiledQuery[];
}> => {
  const { file = ":memory:", log } = options;
  const database = new DatabaseSync(file);
  database.exec(options.prepare ?? "");
  const queries: CompiledQuery[] = [];
  const db = new Kysely<StoreSchema>({
    dialect: nodeSqliteDialect(database),
    log: ({ query }) => {
      queries.push(query);
    },
  });
  await migrate(db, file);
  queries.length = 0;
  const store = createSqlStore({
    db,
    clock: { now: () => 1_000, after: () => () => {} },
    ...(log === undefined ? {} : { log }),
    onClose: () => {},
  });
  return { store, database, queries };
};
