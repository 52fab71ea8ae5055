import { statSync } from "node:fs";
import { resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { Kysely } from "kysely";
import { type Clock, systemClock } from "../core/clock.ts";
import type { Log } from "../core/log.ts";
import type { Store } from "../core/store.ts";
import { makeFolder } from "./make-folder.ts";
import { checkSchema, migrate } from "./migrate.ts";
import { nodeSqliteDialect } from "./node-sqlite-dialect.ts";
import { refuseDamage } from "./refuse-damage.ts";
import type { StoreSchema } from "./schema.ts";
import { createSqlStore } from "./sql-store.ts";
import { sqliteFailure } from "./sqlite-failure.ts";
import { lockSqlite } from "./sqlite-lock.ts";
import { StoreError } from "./store-error.ts";

/** SQLite waits inside the process, so this is also the longest the event loop can stand still for it. */
const busyTimeoutMs = 2000;
/** Checking more than this would be felt at every start; damage further in shows when it is read. */
const checkedAtStartBytes = 64 * 1024 * 1024;
/** What a log grown by a burst is cut back to. */
const walLimitBytes = 16 * 1024 * 1024;

/** Every commit is on the disk before it counts: WAL with a sync at each commit. Source: SQLite docs, "PRAGMA". */
const makeDurable = (database: DatabaseSync): void => {
  database.exec("pragma journal_mode = wal");
  database.exec("pragma synchronous = full");
  // Words that a group had kept for a time are not to be found in the file afterwards.
  database.exec("pragma secure_delete = on");
  database.exec(`pragma journal_size_limit = ${walLimitBytes}`);
};

/** A store that can be read but not written is no store. A full disk may pass, so it does not end the start. */
const proveWritable = async (store: Store, log: Log | undefined): Promise<void> => {
  try {
    await store.probe();
  } catch (error) {
    if (!(error instanceof StoreError) || error.failure !== "full") throw error;
    log?.error({ failure: error.failure }, "the database cannot be written at the moment");
  }
};

/**
 * Opens the store in a SQLite file, making or upgrading it as needed, and keeps other processes from doing the
 * same until it is closed. `file` is a path or `:memory:`. Rejects with a `StoreError` when the file is in
 * use, damaged, not writable, of another program or of a newer Steward.
 */
export const openSqliteStore = async (options: {
  readonly file: string;
  readonly clock?: Clock;
  readonly log?: Log;
}): Promise<Store> => {
  const { clock = systemClock, log } = options;
  const inMemory = options.file === ":memory:";
  const file = inMemory ? options.file : resolve(options.file);
  if (!inMemory) makeFolder(file);
  const lock = inMemory ? { release: () => {} } : lockSqlite(file);
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(file, {
      timeout: busyTimeoutMs,
      enableForeignKeyConstraints: true,
    });
    if (inMemory || statSync(file).size <= checkedAtStartBytes) {
      refuseDamage(database, "quick_check", file);
    }
    const db = new Kysely<StoreSchema>({ dialect: nodeSqliteDialect(database) });
    await checkSchema(db, file);
    // Not before: a database that is not ours stays exactly as it is.
    makeDurable(database);
    await migrate(db, file);
    const store = createSqlStore({
      db,
      clock,
      ...(log === undefined ? {} : { log }),
      onClose: lock.release,
    });
    await proveWritable(store, log);
    return store;
  } catch (error) {
    if (database?.isOpen === true) database.close();
    lock.release();
    throw sqliteFailure(error, file);
  }
};
