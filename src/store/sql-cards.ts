import type { Kysely, Selectable, Transaction } from "kysely";
import type { Log } from "../core/log.ts";
import type { Card, CardStore } from "../core/store.ts";
import type { StoreSchema } from "./schema.ts";
import { fromStoredJson, toStoredJson } from "./stored-json.ts";
import { withoutNulls } from "./without-nulls.ts";
import type { WriteBatch } from "./write-batch.ts";

const toCard = (row: Selectable<StoreSchema["cards"]>, log: Log | undefined): Card => ({
  ...withoutNulls({
    token: row.token,
    platform: row.platform,
    account: row.account,
    chat: row.chat,
    message: row.message,
    kind: row.kind,
    requester: row.requester,
    atMs: row.at_ms,
    expiresAtMs: row.expires_at_ms,
  }),
  data: fromStoredJson(row.data, { column: "data", row: row.kind }, log),
});

/** Cards over SQL. */
export const createSqlCards = (parts: {
  readonly db: Kysely<StoreSchema>;
  readonly batch: WriteBatch<Transaction<StoreSchema>>;
  readonly log?: Log;
}): CardStore => {
  const { db, batch, log } = parts;
  return {
    put: (card) =>
      batch.run(async (transaction) => {
        await transaction
          .insertInto("cards")
          .values({
            token: card.token,
            platform: card.platform,
            account: card.account,
            chat: card.chat,
            message: card.message ?? null,
            kind: card.kind,
            requester: card.requester ?? null,
            data: toStoredJson(card.data),
            at_ms: card.atMs,
            expires_at_ms: card.expiresAtMs,
          })
          .onConflict((conflict) => conflict.column("token").doNothing())
          .execute();
      }),
    find: async (token) => {
      const row = await db
        .selectFrom("cards")
        .selectAll()
        .where("token", "=", token)
        .executeTakeFirst();
      return row && toCard(row, log);
    },
    latest: async ({ platform, account }, { chat, kind, requester }) => {
      const row = await db
        .selectFrom("cards")
        .selectAll()
        .where((card) => card.and({ platform, account, chat, kind, requester }))
        .orderBy("at_ms", "desc")
        .orderBy("token")
        .limit(1)
        .executeTakeFirst();
      return row && toCard(row, log);
    },
    bind: (token, message) =>
      batch.run(async (transaction) => {
        await transaction
          .updateTable("cards")
          .set({ message })
          .where("token", "=", token)
          .where("message", "is", null)
          .execute();
      }),
    removeChat: ({ platform, account }, chat) =>
      batch.run(async (transaction) => {
        await transaction
          .deleteFrom("cards")
          .where((card) => card.and({ platform, account, chat }))
          .execute();
      }),
    sweep: (beforeMs, limit) =>
      batch.run(async (transaction) => {
        const result = await transaction
          .deleteFrom("cards")
          .where("token", "in", (cards) =>
            cards
              .selectFrom("cards")
              .select("token")
              .where("expires_at_ms", "<", beforeMs)
              .orderBy("expires_at_ms")
              .limit(limit),
          )
          .executeTakeFirst();
        return Number(result.numDeletedRows);
      }),
  };
};
