import type { ExpressionBuilder, Kysely, Selectable, Transaction } from "kysely";
import type { Account, ChatId } from "../core/ids.ts";
import type { Grant, GrantStore } from "../core/store.ts";
import type { StoreSchema } from "./schema.ts";
import { withoutNulls } from "./without-nulls.ts";
import type { WriteBatch } from "./write-batch.ts";

const inChat =
  ({ platform, account }: Account, chat: ChatId) =>
  (row: ExpressionBuilder<StoreSchema, "grants">) =>
    row.and({ platform, account, chat });

const toGrant = (row: Selectable<StoreSchema["grants"]>): Grant =>
  withoutNulls({
    platform: row.platform,
    account: row.account,
    chat: row.chat,
    user: row.user,
    userName: row.user_name,
    what: row.what,
    by: row.by_user,
    byName: row.by_name,
    atMs: row.at_ms,
    dueAtMs: row.due_at_ms,
    reason: row.reason,
  });

/** Grants over SQL. */
export const createSqlGrants = (parts: {
  readonly db: Kysely<StoreSchema>;
  readonly batch: WriteBatch<Transaction<StoreSchema>>;
}): GrantStore => {
  const { db, batch } = parts;
  return {
    put: (grant) =>
      batch.run(async (transaction) => {
        const { platform, account, chat, user, what } = grant;
        const facts = {
          user_name: grant.userName ?? null,
          by_user: grant.by ?? null,
          by_name: grant.byName ?? null,
          at_ms: grant.atMs,
          due_at_ms: grant.dueAtMs ?? null,
          reason: grant.reason ?? null,
        };
        await transaction
          .insertInto("grants")
          .values({ platform, account, chat, user, what, ...facts })
          .onConflict((conflict) =>
            conflict.columns(["platform", "account", "chat", "user", "what"]).doUpdateSet(facts),
          )
          .execute();
      }),
    remove: (account, chat, user, what) =>
      batch.run(async (transaction) => {
        const result = await transaction
          .deleteFrom("grants")
          .where(inChat(account, chat))
          .where("user", "=", user)
          .where("what", "=", what)
          .executeTakeFirst();
        return result.numDeletedRows > 0n;
      }),
    list: async (account, chat) => {
      const rows = await db
        .selectFrom("grants")
        .selectAll()
        .where(inChat(account, chat))
        .orderBy("at_ms", "desc")
        .orderBy("user")
        .orderBy("what")
        .execute();
      return rows.map(toGrant);
    },
    removeChat: (account, chat) =>
      batch.run(async (transaction) => {
        await transaction.deleteFrom("grants").where(inChat(account, chat)).execute();
      }),
  };
};
