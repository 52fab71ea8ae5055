import type { ExpressionBuilder, Kysely, Transaction } from "kysely";
import type { Account, ChatId } from "../core/ids.ts";
import type { Log } from "../core/log.ts";
import type { SettingStore } from "../core/store.ts";
import type { StoreSchema } from "./schema.ts";
import { fromStoredJson } from "./stored-json.ts";
import { withoutNulls } from "./without-nulls.ts";
import type { WriteBatch } from "./write-batch.ts";

const inChat =
  ({ platform, account }: Account, chat: ChatId) =>
  (row: ExpressionBuilder<StoreSchema, "settings">) =>
    row.and({ platform, account, chat });

/** The chats' own settings over SQL. */
export const createSqlSettings = (parts: {
  readonly db: Kysely<StoreSchema>;
  readonly batch: WriteBatch<Transaction<StoreSchema>>;
  readonly log?: Log;
}): SettingStore => {
  const { db, batch, log } = parts;
  return {
    put: ({ platform, account, chat, key, value, by, atMs }) =>
      batch.run(async (transaction) => {
        const facts = { value: JSON.stringify(value), by_user: by ?? null, at_ms: atMs };
        await transaction
          .insertInto("settings")
          .values({ platform, account, chat, key, ...facts })
          .onConflict((conflict) =>
            conflict.columns(["platform", "account", "chat", "key"]).doUpdateSet(facts),
          )
          .execute();
      }),
    remove: (account, chat, key) =>
      batch.run(async (transaction) => {
        const result = await transaction
          .deleteFrom("settings")
          .where(inChat(account, chat))
          .where("key", "=", key)
          .executeTakeFirst();
        return result.numDeletedRows > 0n;
      }),
    list: async (account, chat) => {
      const rows = await db
        .selectFrom("settings")
        .selectAll()
        .where(inChat(account, chat))
        .orderBy("key")
        .execute();
      return rows.map((row) => ({
        ...withoutNulls({
          platform: row.platform,
          account: row.account,
          chat: row.chat,
          key: row.key,
          by: row.by_user,
          atMs: row.at_ms,
        }),
        value: fromStoredJson(row.value, { column: "value", row: row.key }, log),
      }));
    },
    removeChat: (account, chat) =>
      batch.run(async (transaction) => {
        await transaction.deleteFrom("settings").where(inChat(account, chat)).execute();
      }),
  };
};
