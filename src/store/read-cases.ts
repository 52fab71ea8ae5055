import { existsSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { Kysely, type Transaction } from "kysely";
import type { CaseStore } from "../core/store.ts";
import type { TextStore } from "../core/text-store.ts";
import { checkSchema } from "./migrate.ts";
import { nodeSqliteDialect } from "./node-sqlite-dialect.ts";
import type { StoreSchema } from "./schema.ts";
import { createSqlCases } from "./sql-cases.ts";
import { createSqlTexts } from "./sql-texts.ts";
import { sqliteFailure } from "./sqlite-failure.ts";
import { StoreError } from "./store-error.ts";
import type { WriteBatch } from "./write-batch.ts";

const busyTimeoutMs = 5000;

/** A database of which only the cases, and what was kept with them, are read. */
export interface ReadCases {
  readonly cases: Pick<CaseStore, "stream">;
  readonly texts: Pick<TextStore, "find">;
  close(): Promise<void>;
}

/** For a database that is only read. */
const noWrites: WriteBatch<Transaction<StoreSchema>> = {
  run: () => Promise.reject(new Error("these cases are open for reading only")),
  close: () => Promise.resolve(),
};

export const readCases = (db: Kysely<StoreSchema>): ReadCases => ({
  cases: createSqlCases({ db, batch: noWrites }),
  texts: createSqlTexts({ db, batch: noWrites }),
  close: () => db.destroy(),
});

const missing = (file: string): StoreError =>
  new StoreError({
    failure: "missing",
    message: `There is no database of Steward's yet. (${file})`,
    fix: "Check STEWARD_DATA, or start the bot once.",
  });

/**
 * Opens a database to read its cases, also while the bot runs on it: nothing is locked, made or upgraded.
 * Rejects with a `StoreError` when there is none, or when it is damaged, of another program or of a newer
 * Steward.
 */
export const openCasesForReading = async (file: string): Promise<ReadCases> => {
  if (!existsSync(file)) throw missing(file);
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(file, { readOnly: true, timeout: busyTimeoutMs });
    const db = new Kysely<StoreSchema>({ dialect: nodeSqliteDialect(database) });
    if ((await checkSchema(db, file)) === "empty") throw missing(file);
    return readCases(db);
  } catch (error) {
    if (database?.isOpen === true) database.close();
    throw sqliteFailure(error, file);
  }
};
