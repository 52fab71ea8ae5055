import type { ExpressionBuilder, Kysely, Selectable, Transaction } from "kysely";
import type { Account, ChatId } from "../core/ids.ts";
import type { Log } from "../core/log.ts";
import type { CaseNote, CaseStore } from "../core/store.ts";
import { toCase, toCaseNote, toCaseRow } from "./case-rows.ts";
import type { StoreSchema } from "./schema.ts";
import type { WriteBatch } from "./write-batch.ts";

/** What an export holds in memory at a time. */
const casesPerPage = 200;

const inChat = (account: Account, chat: ChatId) => (row: ExpressionBuilder<StoreSchema, "cases">) =>
  row.and({ platform: account.platform, account: account.account, chat });

const notesOf = async (
  db: Kysely<StoreSchema>,
  cases: readonly Selectable<StoreSchema["cases"]>[],
): Promise<ReadonlyMap<number, readonly CaseNote[]>> => {
  const rows = await db
    .selectFrom("case_notes")
    .selectAll()
    .where(
      "case_id",
      "in",
      cases.map((row) => row.id),
    )
    .orderBy("id")
    .execute();
  const notes = new Map<number, CaseNote[]>();
  for (const row of rows) {
    const known = notes.get(row.case_id);
    if (known === undefined) notes.set(row.case_id, [toCaseNote(row)]);
    else known.push(toCaseNote(row));
  }
  return notes;
};

/** Cases over SQL: inserted and read, never changed or deleted. */
export const createSqlCases = (parts: {
  readonly db: Kysely<StoreSchema>;
  readonly batch: WriteBatch<Transaction<StoreSchema>>;
  readonly log?: Log;
}): CaseStore => {
  const { db, batch, log } = parts;
  return {
    append: async (entry, once) => {
      const row = toCaseRow(entry, once);
      const here = inChat(entry, entry.chat);
      const stored = await batch.run(async (transaction) => {
        const added = await transaction
          .insertInto("cases")
          .values((values) => ({
            ...row,
            number: values(
              values.fn.coalesce(
                values
                  .selectFrom("cases")
                  .select((cases) => cases.fn.max("cases.number").as("last"))
                  .where(here),
                values.lit(0),
              ),
              "+",
              1,
            ),
          }))
          .onConflict((conflict) =>
            conflict.columns(["platform", "account", "chat", "once"]).doNothing(),
          )
          .returningAll()
          .executeTakeFirst();
        return (
          added ??
          (await transaction
            .selectFrom("cases")
            .selectAll()
            .where(here)
            .where("once", "=", once)
            .executeTakeFirstOrThrow())
        );
      });
      return toCase(stored, log);
    },
    get: async (account, chat, number) => {
      const row = await db
        .selectFrom("cases")
        .selectAll()
        .where(inChat(account, chat))
        .where("number", "=", number)
        .executeTakeFirst();
      if (row === undefined) return undefined;
      const notes = await notesOf(db, [row]);
      return { ...toCase(row, log), notes: notes.get(row.id) ?? [] };
    },
    note: (account, chat, number, note, once) =>
      batch.run(async (transaction) => {
        const found = await transaction
          .selectFrom("cases")
          .select("id")
          .where(inChat(account, chat))
          .where("number", "=", number)
          .executeTakeFirst();
        if (found === undefined) return false;
        await transaction
          .insertInto("case_notes")
          .values({
            case_id: found.id,
            at_ms: note.atMs,
            by_user: note.by ?? null,
            by_name: note.byName ?? null,
            text: note.text,
            once,
          })
          .onConflict((conflict) => conflict.columns(["case_id", "once"]).doNothing())
          .execute();
        return true;
      }),
    list: async ({ platform, account, chat, actor, sinceMs, limit }) => {
      let query = db.selectFrom("cases").selectAll().where(inChat({ platform, account }, chat));
      if (actor !== undefined) query = query.where("actor", "=", actor);
      if (sinceMs !== undefined) query = query.where("at_ms", ">=", sinceMs);
      const rows = await query
        .orderBy("at_ms", "desc")
        .orderBy("number", "desc")
        .limit(limit)
        .execute();
      return rows.map((row) => toCase(row, log));
    },
    stream: async function* ({ chat }) {
      let after = 0;
      for (;;) {
        let query = db.selectFrom("cases").selectAll().where("id", ">", after);
        if (chat !== undefined) query = query.where("chat", "=", chat);
        const rows = await query.orderBy("id").limit(casesPerPage).execute();
        const last = rows.at(-1);
        if (last === undefined) return;
        const notes = await notesOf(db, rows);
        for (const row of rows) yield { ...toCase(row, log), notes: notes.get(row.id) ?? [] };
        after = last.id;
      }
    },
  };
};
