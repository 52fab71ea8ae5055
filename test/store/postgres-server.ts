import { randomBytes } from "node:crypto";
import { Client } from "pg";

/** Where tests find a PostgreSQL server; each test has a schema of its own there. */
export const postgresUrl =
  process.env.STEWARD_TEST_DATABASE_URL ?? "postgres://postgres@127.0.0.1:5432/test";

/** Asks the server itself. */
export const askPostgres = async (sql: string, url = postgresUrl): Promise<void> => {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
};

/**
 * Whether there is a server. Without one, a laptop skips these tests and says so; in CI that is a failure, so
 * that nobody believes that they ran.
 */
export const hasPostgres = async (): Promise<boolean> => {
  try {
    await askPostgres("select 1");
    return true;
  } catch (error) {
    if (process.env.CI === "true") throw error;
    process.stderr.write("PostgreSQL is not there: its tests are SKIPPED\n");
    return false;
  }
};

/** An empty schema, as a URL that leads into it. */
export const newSchema = async (): Promise<{
  readonly url: string;
  readonly remove: () => Promise<void>;
}> => {
  const name = `steward_${randomBytes(6).toString("hex")}`;
  await askPostgres(`create schema ${name}`);
  const url = new URL(postgresUrl);
  url.searchParams.set("application_name", name);
  url.searchParams.set("options", `-c search_path=${name}`);
  return { url: url.href, remove: () => askPostgres(`drop schema ${name} cascade`) };
};
