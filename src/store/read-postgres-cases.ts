import { Kysely } from "kysely";
import { checkSchema } from "./migrate.ts";
import { OwnSchemaDialect } from "./postgres-dialect.ts";
import { createPostgresPool, ownDatabase, postgresConfig, postgresPlace } from "./postgres-pool.ts";
import { type ReadCases, readCases } from "./read-cases.ts";
import type { StoreSchema } from "./schema.ts";
import { StoreError } from "./store-error.ts";

/**
 * Opens a PostgreSQL database to read its cases, also while bots run on it: nothing is made or upgraded. Rejects
 * with a `StoreError` when there is none, or when it is of another program or of a newer Steward.
 */
export const openPostgresCasesForReading = async (url: string): Promise<ReadCases> => {
  const place = postgresPlace(url);
  const db = new Kysely<StoreSchema>({
    dialect: new OwnSchemaDialect({
      pool: createPostgresPool({ ...postgresConfig(url, "none"), max: 1 }, undefined),
    }),
  });
  try {
    if ((await checkSchema(db, place, ownDatabase)) === "empty") {
      throw new StoreError({
        failure: "missing",
        message: `There is nothing of Steward's in this database yet. (${place})`,
        fix: "Check DATABASE_URL, or start the bot once.",
      });
    }
    return readCases(db);
  } catch (error) {
    await db.destroy();
    throw error;
  }
};
