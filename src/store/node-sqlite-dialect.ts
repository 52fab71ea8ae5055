import type { DatabaseSync, SQLInputValue, StatementSync } from "node:sqlite";
import {
  type Dialect,
  SqliteAdapter,
  type SqliteDatabase,
  SqliteDriver,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type SqliteStatement,
} from "kysely";
import { sqliteFailure } from "./sqlite-failure.ts";

/** Far more than the store has; only generated SQL (lists of varying length) could ever reach it. */
const cachedStatements = 256;

const explained = <T>(work: () => T): T => {
  try {
    return work();
  } catch (error) {
    throw sqliteFailure(error);
  }
};

const inputs = (parameters: readonly unknown[]): SQLInputValue[] =>
  // Kysely passes on what the typed schema let through; node:sqlite itself refuses anything else.
  parameters as SQLInputValue[];

const kyselyStatement = (fresh: () => StatementSync): SqliteStatement => {
  const statement = fresh();
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => explained(() => statement.all(...inputs(parameters))),
    run: (parameters) => explained(() => statement.run(...inputs(parameters))),
    // A cached statement can be run again while it is being iterated, which would restart it.
    iterate: (parameters) => explained(() => fresh().iterate(...inputs(parameters))),
  };
};

/**
 * SQLite ends the transaction by itself after some errors (a full disk, for one). Kysely then asks for a
 * rollback all the same, and its failure would hide the reason.
 */
const rollback = (database: DatabaseSync): SqliteStatement => ({
  reader: false,
  all: () => [],
  run: () => {
    if (database.isTransaction) explained(() => database.exec("rollback"));
    return { changes: 0, lastInsertRowid: 0 };
  },
  iterate: () => [].values(),
});

/** The face of better-sqlite3 that Kysely expects, with every statement prepared once. */
const kyselyDatabase = (database: DatabaseSync): SqliteDatabase => {
  const cache = new Map<string, SqliteStatement>([["rollback", rollback(database)]]);
  return {
    close: () => database.close(),
    prepare: (sql) => {
      const known = cache.get(sql);
      if (known !== undefined) return known;
      const statement = explained(() => kyselyStatement(() => database.prepare(sql)));
      if (cache.size < cachedStatements) cache.set(sql, statement);
      return statement;
    },
  };
};

/** SQLite can create and alter tables inside a transaction, so a migration happens wholly or not at all. */
class TransactionalSqliteAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

/** Kysely over `node:sqlite`. Errors come out as `StoreError`s; destroying the Kysely closes the database. */
export const nodeSqliteDialect = (database: DatabaseSync): Dialect => ({
  createDriver: () => new SqliteDriver({ database: kyselyDatabase(database) }),
  createQueryCompiler: () => new SqliteQueryCompiler(),
  createAdapter: () => new TransactionalSqliteAdapter(),
  createIntrospector: (db) => new SqliteIntrospector(db),
});
