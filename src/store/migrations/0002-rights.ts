import type { Kysely } from "kysely";
import type { Migration } from "kysely/migration";

const createSettings = async (db: Kysely<unknown>): Promise<void> => {
  await db.schema
    .createTable("settings")
    .addColumn("platform", "text", (column) => column.notNull())
    .addColumn("account", "text", (column) => column.notNull())
    .addColumn("chat", "text", (column) => column.notNull())
    .addColumn("key", "text", (column) => column.notNull())
    .addColumn("value", "text", (column) => column.notNull())
    .addColumn("by_user", "text")
    .addColumn("at_ms", "bigint", (column) => column.notNull())
    .addPrimaryKeyConstraint("settings_key", ["platform", "account", "chat", "key"])
    .execute();
};

const createGrants = async (db: Kysely<unknown>): Promise<void> => {
  await db.schema
    .createTable("grants")
    .addColumn("platform", "text", (column) => column.notNull())
    .addColumn("account", "text", (column) => column.notNull())
    .addColumn("chat", "text", (column) => column.notNull())
    .addColumn("user", "text", (column) => column.notNull())
    .addColumn("user_name", "text")
    .addColumn("what", "text", (column) => column.notNull())
    .addColumn("by_user", "text")
    .addColumn("by_name", "text")
    .addColumn("at_ms", "bigint", (column) => column.notNull())
    .addColumn("due_at_ms", "bigint")
    .addColumn("reason", "text")
    .addPrimaryKeyConstraint("grants_key", ["platform", "account", "chat", "user", "what"])
    .execute();
};

const createCards = async (db: Kysely<unknown>): Promise<void> => {
  await db.schema
    .createTable("cards")
    .addColumn("token", "text", (column) => column.primaryKey())
    .addColumn("platform", "text", (column) => column.notNull())
    .addColumn("account", "text", (column) => column.notNull())
    .addColumn("chat", "text", (column) => column.notNull())
    .addColumn("message", "text")
    .addColumn("kind", "text", (column) => column.notNull())
    .addColumn("requester", "text")
    .addColumn("data", "text")
    .addColumn("at_ms", "bigint", (column) => column.notNull())
    .addColumn("expires_at_ms", "bigint", (column) => column.notNull())
    .execute();
  await db.schema
    .createIndex("cards_latest")
    .on("cards")
    .columns(["platform", "account", "chat", "kind", "requester", "at_ms"])
    .execute();
  await db.schema.createIndex("cards_expiry").on("cards").column("expires_at_ms").execute();
};

/** Who may do what, as said in the chats: their settings, grants, and the cards that are clicked for it. */
export const rights: Migration = {
  up: async (db: Kysely<unknown>) => {
    await createSettings(db);
    await createGrants(db);
    await createCards(db);
  },
};
