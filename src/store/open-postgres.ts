import { randomUUID } from "node:crypto";
import { Kysely, sql, type Transaction } from "kysely";
import { type Clock, systemClock } from "../core/clock.ts";
import type { Ownership } from "../core/lanes/ownership.ts";
import type { Log } from "../core/log.ts";
import type { Store } from "../core/store.ts";
import { checkSchema, migrate } from "./migrate.ts";
import { OwnSchemaDialect } from "./postgres-dialect.ts";
import { isCollision, postgresFailure } from "./postgres-failure.ts";
import { postgresLeases } from "./postgres-leases.ts";
import { listenToPostgres } from "./postgres-listener.ts";
import { createPostgresOwnership } from "./postgres-ownership.ts";
import { createPostgresPool, ownDatabase, postgresConfig, postgresPlace } from "./postgres-pool.ts";
import type { StoreSchema } from "./schema.ts";
import { createSqlStore, type Transact } from "./sql-store.ts";
import { StoreError } from "./store-error.ts";

/** Names in PostgreSQL are cut to 63 bytes. */
const longestName = 63;
const mostAttempts = 10;

/** Brings the tables up to date, over a connection of its own that may wait; other instances wait for it. */
const prepareTables = async (url: string, log: Log | undefined): Promise<void> => {
  const place = postgresPlace(url);
  const db = new Kysely<StoreSchema>({
    dialect: new OwnSchemaDialect({
      pool: createPostgresPool({ ...postgresConfig(url, "none"), max: 1 }, log),
    }),
  });
  try {
    await checkSchema(db, place, ownDatabase);
    await migrate(db, place);
  } finally {
    await db.destroy();
  }
};

/** What instances on one set of tables say, no other hears. */
const channelOf = async (db: Kysely<StoreSchema>): Promise<string> => {
  const { rows } = await sql<{ name: string }>`select current_schema() as name`.execute(db);
  return `steward_${rows[0]?.name ?? ""}`.slice(0, longestName);
};

/**
 * Instances accept commands one after another, from taking a number to the commit. Otherwise a command could
 * become visible after one with a later number, and be run after it.
 */
const inOrder = async (transaction: Transaction<StoreSchema>): Promise<void> => {
  await sql`select pg_advisory_xact_lock(hashtext('steward'), hashtext(current_schema()))`.execute(
    transaction,
  );
};

/** Begins a transaction anew that ran into one of another instance. */
const persistently =
  (once: Transact): Transact =>
  async (work) => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await once(work);
      } catch (error) {
        const cause = error instanceof StoreError ? error.cause : error;
        if (attempt >= mostAttempts || !isCollision(cause)) throw error;
      }
    }
  };

/**
 * Writes nothing for a process that was taken for dead meanwhile: what it decided before it stood still may be undone
 * by now. One that stands still in the middle of a transaction loses that (`idleTransactionMs`).
 */
const whileHeardOf =
  (ownership: Pick<Ownership, "isHeardOf">, transact: Transact): Transact =>
  (work) =>
    ownership.isHeardOf()
      ? transact(work)
      : Promise.reject(
          new StoreError({
            failure: "unreachable",
            message: "The database server was out of reach for too long.",
            fix: "Steward goes on by itself as soon as the other instances have heard of this one again.",
          }),
        );

/** A failure of opening, with the place in its words. */
const explained = (error: unknown, place: string): unknown =>
  error instanceof StoreError && !error.message.includes(place)
    ? new StoreError({
        failure: error.failure,
        message: `${error.message} (${place})`,
        fix: error.fix,
        cause: error.cause,
      })
    : postgresFailure(error, place);

/**
 * Opens the store in a PostgreSQL database, making or upgrading the tables as needed. Several processes may have
 * it open. Every commit is on the server's disk before it counts (`synchronous_commit` is left as the server has
 * it, and is on by default). A lost connection makes reads and writes reject, and is made anew by itself.
 * Rejects with a `StoreError` when the server cannot be reached or refuses, or when the database is of another
 * program or of a newer Steward.
 */
export const openPostgresStore = async (options: {
  /** `postgres://user:password@host:port/database`. */
  readonly url: string;
  readonly clock?: Clock;
  readonly log?: Log;
}): Promise<Store> => {
  const { url, clock = systemClock, log } = options;
  const place = postgresPlace(url);
  const config = postgresConfig(url);
  const db = new Kysely<StoreSchema>({
    dialect: new OwnSchemaDialect({ pool: createPostgresPool(config, log) }),
  });
  const endings: (() => Promise<void>)[] = [];
  /** A server that cannot be told finds out within seconds. */
  const end = async (): Promise<void> => {
    for (const ending of endings.splice(0).reverse()) await ending().catch(() => {});
  };
  try {
    await prepareTables(url, log);
    const channel = await channelOf(db);
    const id = randomUUID();
    const ownership = createPostgresOwnership({
      id,
      leases: postgresLeases(db, id),
      channel,
      clock,
      steadyNow: () => performance.now(),
      log,
    });
    endings.push(() => ownership.stop());
    await ownership.start();
    log?.info({ instance: id }, "one of the store's instances");
    const listener = listenToPostgres({
      config,
      channel,
      onMessage: ownership.hear,
      onConnected: ownership.missed,
      clock,
      log,
    });
    endings.push(() => listener.close());
    const store = createSqlStore({
      db,
      clock,
      ...(log === undefined ? {} : { log }),
      transact: whileHeardOf(
        ownership,
        persistently((work) => db.transaction().execute(work)),
      ),
      inOrder,
      beforeClose: end,
      onClose: () => {},
    });
    await store.probe();
    return { ...store, ownership };
  } catch (error) {
    await end();
    await db.destroy();
    throw explained(error, place);
  }
};
