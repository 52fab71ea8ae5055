import { type Kysely, PostgresAdapter, sql } from "kysely";
import type { Migration } from "kysely/migration";

/**
 * What several processes need to share the work: which lane a command waits in, which process has which lane, and
 * until when a process counts as alive. A database of one process does without the indexes.
 */
export const instances: Migration = {
  up: async (db: Kysely<unknown>) => {
    await db.schema.alterTable("journal").addColumn("lane", "text").execute();
    await db.schema
      .createTable("instances")
      .addColumn("id", "text", (column) => column.primaryKey())
      .addColumn("expires_at_ms", "bigint", (column) => column.notNull())
      .execute();
    await db.schema
      .createTable("leases")
      .addColumn("lane", "text", (column) => column.primaryKey())
      .addColumn("holder", "text", (column) => column.notNull())
      .execute();
    if (!(db.getExecutor().adapter instanceof PostgresAdapter)) return;
    await db.schema
      .createIndex("journal_lanes")
      .on("journal")
      .columns(["lane", "sequence"])
      .where(sql.ref("over_at_ms"), "is", null)
      .execute();
    await db.schema.createIndex("leases_holder").on("leases").column("holder").execute();
  },
};
