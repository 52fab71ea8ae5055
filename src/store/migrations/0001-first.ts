import { type Kysely, sql } from "kysely";
import type { Migration } from "kysely/migration";
import { ownNumber } from "./own-number.ts";

const createJournal = async (db: Kysely<unknown>): Promise<void> => {
  await db.schema
    .createTable("journal")
    .addColumn("sequence", ...ownNumber(db))
    .addColumn("key", "text", (column) => column.notNull().unique())
    .addColumn("invocation", "text", (column) => column.notNull())
    .addColumn("accepted_at_ms", "bigint", (column) => column.notNull())
    .addColumn("state", "text", (column) => column.notNull())
    .addColumn("attempts", "integer", (column) => column.notNull())
    .addColumn("outcome", "text")
    .addColumn("changed_at_ms", "bigint", (column) => column.notNull())
    .addColumn("over_at_ms", "bigint")
    .execute();
  await db.schema
    .createIndex("journal_unfinished")
    .on("journal")
    .column("sequence")
    .where(sql.ref("over_at_ms"), "is", null)
    .execute();
  await db.schema
    .createIndex("journal_over")
    .on("journal")
    .column("over_at_ms")
    .where(sql.ref("over_at_ms"), "is not", null)
    .execute();
};

const createPins = async (db: Kysely<unknown>): Promise<void> => {
  await db.schema
    .createTable("pins")
    .addColumn("platform", "text", (column) => column.notNull())
    .addColumn("account", "text", (column) => column.notNull())
    .addColumn("chat", "text", (column) => column.notNull())
    .addColumn("message", "text", (column) => column.notNull())
    .addColumn("by_user", "text")
    .addColumn("by_name", "text")
    .addColumn("reason", "text")
    .addColumn("at_ms", "bigint", (column) => column.notNull())
    .addColumn("due_at_ms", "bigint")
    .addPrimaryKeyConstraint("pins_key", ["platform", "account", "chat", "message"])
    .execute();
};

const createTimers = async (db: Kysely<unknown>): Promise<void> => {
  await db.schema
    .createTable("timers")
    .addColumn("platform", "text", (column) => column.notNull())
    .addColumn("account", "text", (column) => column.notNull())
    .addColumn("chat", "text", (column) => column.notNull())
    .addColumn("kind", "text", (column) => column.notNull())
    .addColumn("subject", "text", (column) => column.notNull())
    .addColumn("due_at_ms", "bigint", (column) => column.notNull())
    .addColumn("attempts", "integer", (column) => column.notNull())
    .addColumn("data", "text")
    .addPrimaryKeyConstraint("timers_key", ["platform", "account", "chat", "kind", "subject"])
    .execute();
  await db.schema
    .createIndex("timers_due")
    .on("timers")
    .columns(["due_at_ms", "chat", "subject"])
    .execute();
};

const createCases = async (db: Kysely<unknown>): Promise<void> => {
  await db.schema
    .createTable("cases")
    .addColumn("id", ...ownNumber(db))
    .addColumn("platform", "text", (column) => column.notNull())
    .addColumn("account", "text", (column) => column.notNull())
    .addColumn("chat", "text", (column) => column.notNull())
    .addColumn("number", "integer", (column) => column.notNull())
    .addColumn("at_ms", "bigint", (column) => column.notNull())
    .addColumn("action", "text", (column) => column.notNull())
    .addColumn("outcome", "text", (column) => column.notNull())
    .addColumn("actor", "text")
    .addColumn("actor_name", "text")
    .addColumn("target", "text")
    .addColumn("author", "text")
    .addColumn("reason", "text")
    .addColumn("log_id", "text")
    .addColumn("details", "text")
    .addColumn("once", "text", (column) => column.notNull())
    .addUniqueConstraint("cases_number", ["platform", "account", "chat", "number"])
    .addUniqueConstraint("cases_once", ["platform", "account", "chat", "once"])
    .execute();
  await db.schema
    .createIndex("cases_newest")
    .on("cases")
    .columns(["platform", "account", "chat", "at_ms", "number"])
    .execute();
  await db.schema
    .createIndex("cases_by_actor")
    .on("cases")
    .columns(["platform", "account", "chat", "actor", "at_ms", "number"])
    .where(sql.ref("actor"), "is not", null)
    .execute();
  await db.schema
    .createIndex("cases_by_target")
    .on("cases")
    .columns(["platform", "account", "chat", "target", "action"])
    .where(sql.ref("target"), "is not", null)
    .execute();
};

const createCaseNotes = async (db: Kysely<unknown>): Promise<void> => {
  await db.schema
    .createTable("case_notes")
    .addColumn("id", ...ownNumber(db))
    .addColumn("case_id", "integer", (column) => column.notNull().references("cases.id"))
    .addColumn("at_ms", "bigint", (column) => column.notNull())
    .addColumn("by_user", "text")
    .addColumn("by_name", "text")
    .addColumn("text", "text", (column) => column.notNull())
    .addColumn("once", "text", (column) => column.notNull())
    .addUniqueConstraint("case_notes_once", ["case_id", "once"])
    .execute();
};

/** The first shape: journal, pins, timers, cases with notes, and the rows by which health is probed. */
export const first: Migration = {
  up: async (db: Kysely<unknown>) => {
    await createJournal(db);
    await createPins(db);
    await createTimers(db);
    await createCases(db);
    await createCaseNotes(db);
    await db.schema
      .createTable("probes")
      .addColumn("id", ...ownNumber(db))
      .addColumn("at_ms", "bigint", (column) => column.notNull())
      .addColumn("padding", "text", (column) => column.notNull())
      .execute();
  },
};
