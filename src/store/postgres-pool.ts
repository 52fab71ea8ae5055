import type { PostgresPool, PostgresPoolClient } from "kysely";
import { Pool, type PoolConfig, types } from "pg";
import type { Log } from "../core/log.ts";
import { endsConnection, postgresFailure } from "./postgres-failure.ts";

/** Writes share one connection; the others are for reading and for waiting. */
const mostConnections = 8;
const connectTimeoutMs = 5_000;
/** A server that fell silent is given up after this, so that events stay unacknowledged rather than in limbo. */
const answerTimeoutMs = 10_000;
/** What a machine that vanished in the middle of a transaction leaves locked is free again after this. */
const idleTransactionMs = 5_000;
const bigintOid = 20;

/** What to do about a database that is another program's. */
export const ownDatabase = "Give Steward a database of its own (DATABASE_URL).";

/** Where a database is, in words without user and password. */
export const postgresPlace = (url: string): string => {
  const { hostname, port, pathname } = new URL(url);
  return `${hostname}:${port === "" ? "5432" : port}${pathname}`;
};

/**
 * How connections are made. Counts and times come back as numbers: all of ours are far below 2^53.
 * `patience`: `none` for what may take as long as it takes, such as migrations.
 */
export const postgresConfig = (url: string, patience: "short" | "none" = "short"): PoolConfig => ({
  connectionString: url,
  application_name: "steward",
  connectionTimeoutMillis: connectTimeoutMs,
  keepAlive: true,
  keepAliveInitialDelayMillis: 10_000,
  types: {
    getTypeParser: (oid, format) =>
      oid === bigintOid
        ? (text: string) => Number(text)
        : (types.getTypeParser(oid, format) as (value: string) => unknown),
  },
  ...(patience === "none"
    ? {}
    : {
        query_timeout: answerTimeoutMs,
        statement_timeout: answerTimeoutMs,
        idle_in_transaction_session_timeout: idleTransactionMs,
      }),
});

/** Text of PostgreSQL cannot hold U+0000, which people can type; SQLite can. */
const storable = (parameter: unknown): unknown =>
  typeof parameter === "string" ? parameter.replaceAll("\0", "\uFFFD") : parameter;

/**
 * A pool as Kysely expects it, whose errors are `StoreError`s, and which throws a connection away when it was
 * lost or its server fell silent.
 */
export const createPostgresPool = (config: PoolConfig, log: Log | undefined): PostgresPool => {
  const pool = new Pool({ max: mostConnections, ...config });
  // Of a connection that nobody uses; the pool makes another one when it is needed.
  pool.on("error", (error) => log?.warn({ err: error }, "an idle database connection was lost"));

  const lost = new WeakSet<object>();
  // From the first moment on, not only once somebody has it: a server that is just going down can end a connection in
  // the breath in which it accepts it, and an error to which nobody listens ends the process.
  pool.on("connect", (client) => {
    client.on("error", () => lost.add(client));
  });

  /** One face per client for ever: Kysely remembers connections by it. */
  const faces = new WeakMap<object, PostgresPoolClient>();
  const connect = async (): Promise<PostgresPoolClient> => {
    const client = await pool.connect().catch((error: unknown) => {
      throw postgresFailure(error);
    });
    const known = faces.get(client);
    if (known !== undefined) return known;
    const query = async (sql: unknown, parameters: readonly unknown[] = []): Promise<unknown> => {
      // The server has rolled back already; a failure to ask for it would hide the reason.
      if (lost.has(client) && sql === "rollback")
        return { command: "ROLLBACK", rows: [], rowCount: 0 };
      try {
        return await client.query(String(sql), parameters.map(storable));
      } catch (error) {
        if (endsConnection(error)) lost.add(client);
        throw postgresFailure(error);
      }
    };
    const release = (destroy?: boolean): void =>
      client.release(lost.has(client) || destroy === true);
    // Kysely's type also knows cursors, which nobody here opens.
    const face = { query, release } as PostgresPoolClient;
    faces.set(client, face);
    return face;
  };
  return { connect, end: () => pool.end(), options: pool.options };
};
