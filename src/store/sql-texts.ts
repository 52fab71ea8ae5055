import type { ExpressionBuilder, Kysely, Transaction } from "kysely";
import type { Account, ChatId } from "../core/ids.ts";
import type { TextStore } from "../core/text-store.ts";
import type { StoreSchema } from "./schema.ts";
import type { WriteBatch } from "./write-batch.ts";

const inChat =
  ({ platform, account }: Account, chat: ChatId) =>
  (row: ExpressionBuilder<StoreSchema, "texts">) =>
    row.and({ platform, account, chat });

/** Words of messages over SQL. */
export const createSqlTexts = (parts: {
  readonly db: Kysely<StoreSchema>;
  readonly batch: WriteBatch<Transaction<StoreSchema>>;
}): TextStore => {
  const { db, batch } = parts;
  return {
    put: ({ platform, account, chat, key, text, atMs }) =>
      batch.run(async (transaction) => {
        await transaction
          .insertInto("texts")
          .values({ platform, account, chat, key, text, at_ms: atMs })
          .onConflict((conflict) =>
            conflict.columns(["platform", "account", "chat", "key"]).doNothing(),
          )
          .execute();
      }),
    find: async (account, chat, key) => {
      const row = await db
        .selectFrom("texts")
        .selectAll()
        .where(inChat(account, chat))
        .where("key", "=", key)
        .executeTakeFirst();
      if (row === undefined) return undefined;
      const { at_ms: atMs, ...kept } = row;
      return { ...kept, atMs };
    },
    remove: (account, chat, key) =>
      batch.run(async (transaction) => {
        await transaction
          .deleteFrom("texts")
          .where(inChat(account, chat))
          .where("key", "=", key)
          .execute();
      }),
    removeChat: (account, chat) =>
      batch.run(async (transaction) => {
        await transaction.deleteFrom("texts").where(inChat(account, chat)).execute();
      }),
    sweep: (beforeMs, limit) =>
      batch.run(async (transaction) => {
        const due = await transaction
          .selectFrom("texts")
          .select(["platform", "account", "chat", "key"])
          .where("at_ms", "<", beforeMs)
          .orderBy("at_ms")
          .limit(limit)
          .execute();
        for (const { key, ...where } of due) {
          await transaction
            .deleteFrom("texts")
            .where(inChat(where, where.chat))
            .where("key", "=", key)
            .execute();
        }
        return due.length;
      }),
  };
};
