import { type Kysely, sql } from "kysely";
import { DEFAULT_MIGRATION_TABLE, Migrator } from "kysely/migration";
import { migrations } from "./migrations/index.ts";
import { StoreError } from "./store-error.ts";

/**
 * Refuses a database that a newer Steward or another program made. Resolves to whether it holds anything. `place`
 * names the database in messages, without secrets.
 */
export const checkSchema = async <Schema>(
  db: Kysely<Schema>,
  place: string,
  ownPlace = "Give Steward a folder of its own (STEWARD_DATA).",
): Promise<"empty" | "known"> => {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
  if (tables.length === 0) return "empty";
  if (!tables.some((table) => table.name === DEFAULT_MIGRATION_TABLE)) {
    throw new StoreError({
      failure: "foreign",
      message: `The database belongs to another program. (${place})`,
      fix: ownPlace,
    });
  }
  const applied = await sql<{ name: string }>`select name from ${sql.table(
    DEFAULT_MIGRATION_TABLE,
  )} order by name`.execute(db);
  const unknown = applied.rows.filter(({ name }) => !Object.hasOwn(migrations, name));
  if (unknown.length > 0) {
    throw new StoreError({
      failure: "newer",
      message: `The database was written by a newer Steward: this one does not know "${unknown
        .map(({ name }) => name)
        .join('", "')}". (${place})`,
      fix: "Start the newer version again, or restore a backup made before the upgrade.",
    });
  }
  // Interrupted while the very first tables were made: the next migration begins from nothing.
  return applied.rows.length === 0 ? "empty" : "known";
};

/** Brings the tables up to date, in one transaction. `checkSchema` comes first. */
export const migrate = async <Schema>(db: Kysely<Schema>, place: string): Promise<void> => {
  const migrator = new Migrator({
    db,
    provider: { getMigrations: () => Promise.resolve({ ...migrations }) },
  });
  const { error } = await migrator.migrateToLatest();
  if (error === undefined) return;
  if (error instanceof StoreError) throw error;
  throw new StoreError({
    failure: "failed",
    message: `The database could not be brought up to date; it is as it was before. (${place})`,
    fix: "This is a bug in Steward; please report it with the log, and start the version before.",
    cause: error,
  });
};
