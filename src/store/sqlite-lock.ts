import { existsSync, realpathSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { sqliteFailure } from "./sqlite-failure.ts";
import { StoreError } from "./store-error.ts";

/** Long enough for a predecessor that is just going, short enough to be told soon. */
const patienceMs = 300;

/** The same lock for the same database, by whatever path or link it was reached. */
const lockPath = (file: string): string =>
  `${existsSync(file) ? realpathSync(file) : join(realpathSync(dirname(file)), basename(file))}.lock`;

/**
 * Makes this process the only one that uses the database file, until `release` or until the process is gone,
 * however it goes: the lock is the operating system's own, held on an empty SQLite file beside the database.
 * The database itself stays readable for others, so that a backup can be made meanwhile.
 * Throws a `StoreError`: `in-use` when another process holds it.
 */
export const lockSqlite = (file: string): { readonly release: () => void } => {
  let holder: DatabaseSync | undefined;
  try {
    holder = new DatabaseSync(lockPath(file), { timeout: patienceMs });
    holder.exec("begin exclusive");
  } catch (error) {
    holder?.close();
    const explained = sqliteFailure(error, file);
    if (!(explained instanceof StoreError) || explained.failure !== "busy") throw explained;
    throw new StoreError({
      failure: "in-use",
      message: `Another Steward is using this database. (${file})`,
      fix: "Stop the other one first, or give this one a folder of its own (STEWARD_DATA).",
      cause: error,
    });
  }
  const held = holder;
  return { release: () => held.close() };
};
