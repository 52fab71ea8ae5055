import { closeSync, existsSync, fsyncSync, openSync, rmSync } from "node:fs";
import { backup, DatabaseSync } from "node:sqlite";
import { Kysely } from "kysely";
import { checkSchema } from "./migrate.ts";
import { nodeSqliteDialect } from "./node-sqlite-dialect.ts";
import { refuseDamage } from "./refuse-damage.ts";
import { sqliteFailure } from "./sqlite-failure.ts";
import { StoreError } from "./store-error.ts";

/**
 * All pages in one step: the copy reads one snapshot, while smaller steps would begin anew with each write of
 * the running bot. Source: SQLite docs, "Online Backup API".
 */
const pagesPerStep = 2 ** 31 - 1;
const busyTimeoutMs = 5000;

/** Makes sure that what was written to the file, or which files are in the folder, is on the disk. */
export const syncToDisk = (path: string): void => {
  const handle = openSync(path, "r");
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
};

const verify = async (copy: string, source: string): Promise<void> => {
  const database = new DatabaseSync(copy);
  try {
    // One file with nothing beside it, so that it can be moved about.
    database.exec("pragma journal_mode = delete");
    refuseDamage(database, "integrity_check", source);
    const schema = await checkSchema(new Kysely({ dialect: nodeSqliteDialect(database) }), source);
    if (schema === "known") return;
    throw new StoreError({
      failure: "foreign",
      message: `There is nothing of Steward's in the file. (${source})`,
      fix: "Check the file's name.",
    });
  } finally {
    database.close();
  }
};

/**
 * Copies a Steward database, also one that is in use, to a new file, and checks the copy: whole, and of a
 * version that is known. Rejects with a `StoreError` about the source otherwise and leaves no file behind.
 */
export const copySqlite = async (source: string, copy: string): Promise<void> => {
  if (!existsSync(source)) {
    throw new StoreError({
      failure: "missing",
      message: `There is no such file. (${source})`,
      fix: "Check the file's name and STEWARD_DATA.",
    });
  }
  rmSync(copy, { force: true });
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(source, { readOnly: true, timeout: busyTimeoutMs });
    // Before anything is written: a file that is no database is noticed here.
    database.prepare("select count(*) from sqlite_schema").get();
    await backup(database, copy, { rate: pagesPerStep }).catch((error: unknown) => {
      throw sqliteFailure(error, copy);
    });
    await verify(copy, source);
    syncToDisk(copy);
  } catch (error) {
    rmSync(copy, { force: true });
    throw sqliteFailure(error, source);
  } finally {
    database?.close();
  }
};
