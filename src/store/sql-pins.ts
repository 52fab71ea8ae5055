import type { Kysely, Selectable, Transaction } from "kysely";
import type { LedgerPin, PinLedger } from "../core/store.ts";
import type { StoreSchema } from "./schema.ts";
import { withoutNulls } from "./without-nulls.ts";
import type { WriteBatch } from "./write-batch.ts";

const toPin = (row: Selectable<StoreSchema["pins"]>): LedgerPin =>
  withoutNulls({
    platform: row.platform,
    account: row.account,
    chat: row.chat,
    message: row.message,
    by: row.by_user,
    byName: row.by_name,
    reason: row.reason,
    atMs: row.at_ms,
    dueAtMs: row.due_at_ms,
  });

/** The ledger of pins over SQL; lists are newest first. */
export const createSqlPins = (parts: {
  readonly db: Kysely<StoreSchema>;
  readonly batch: WriteBatch<Transaction<StoreSchema>>;
}): PinLedger => {
  const { db, batch } = parts;
  return {
    put: (pin) =>
      batch.run(async (transaction) => {
        const facts = {
          by_user: pin.by ?? null,
          by_name: pin.byName ?? null,
          reason: pin.reason ?? null,
          at_ms: pin.atMs,
          due_at_ms: pin.dueAtMs ?? null,
        };
        const { platform, account, chat, message } = pin;
        await transaction
          .insertInto("pins")
          .values({ platform, account, chat, message, ...facts })
          .onConflict((conflict) =>
            conflict.columns(["platform", "account", "chat", "message"]).doUpdateSet(facts),
          )
          .execute();
      }),
    remove: (account, chat, message) =>
      batch.run(async (transaction) => {
        const result = await transaction
          .deleteFrom("pins")
          .where("platform", "=", account.platform)
          .where("account", "=", account.account)
          .where("chat", "=", chat)
          .where("message", "=", message)
          .executeTakeFirst();
        return result.numDeletedRows > 0n;
      }),
    list: async (account, chat) => {
      const rows = await db
        .selectFrom("pins")
        .selectAll()
        .where("platform", "=", account.platform)
        .where("account", "=", account.account)
        .where("chat", "=", chat)
        .orderBy("at_ms", "desc")
        .orderBy("message")
        .execute();
      return rows.map(toPin);
    },
    removeChat: (account, chat) =>
      batch.run(async (transaction) => {
        await transaction
          .deleteFrom("pins")
          .where("platform", "=", account.platform)
          .where("account", "=", account.account)
          .where("chat", "=", chat)
          .execute();
      }),
  };
};
