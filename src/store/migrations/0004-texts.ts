import type { Kysely } from "kysely";
import type { Migration } from "kysely/migration";

/**
 * The words of messages that cases are about, where a group wants them kept: apart from the cases, which stay,
 * so that the words can go.
 */
export const texts: Migration = {
  up: async (db: Kysely<unknown>) => {
    await db.schema
      .createTable("texts")
      .addColumn("platform", "text", (column) => column.notNull())
      .addColumn("account", "text", (column) => column.notNull())
      .addColumn("chat", "text", (column) => column.notNull())
      .addColumn("key", "text", (column) => column.notNull())
      .addColumn("text", "text", (column) => column.notNull())
      .addColumn("at_ms", "bigint", (column) => column.notNull())
      .addPrimaryKeyConstraint("texts_key", ["platform", "account", "chat", "key"])
      .execute();
    await db.schema.createIndex("texts_age").on("texts").column("at_ms").execute();
  },
};
