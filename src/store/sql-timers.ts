import type { ExpressionBuilder, Kysely, Selectable, Transaction } from "kysely";
import type { Log } from "../core/log.ts";
import type { Timer, TimerStore } from "../core/store.ts";
import type { StoreSchema } from "./schema.ts";
import { fromStoredJson, toStoredJson } from "./stored-json.ts";
import type { WriteBatch } from "./write-batch.ts";

type TimerKey = Pick<Timer, "platform" | "account" | "chat" | "kind" | "subject">;

const sameTimer = (timer: TimerKey) => (row: ExpressionBuilder<StoreSchema, "timers">) =>
  row.and({
    platform: timer.platform,
    account: timer.account,
    chat: timer.chat,
    kind: timer.kind,
    subject: timer.subject,
  });

const toTimer = (row: Selectable<StoreSchema["timers"]>, log: Log | undefined): Timer => ({
  platform: row.platform,
  account: row.account,
  chat: row.chat,
  kind: row.kind,
  subject: row.subject,
  dueAtMs: row.due_at_ms,
  attempts: row.attempts,
  data: fromStoredJson(row.data, { column: "data", row: row.subject }, log),
});

/** Timers over SQL. */
export const createSqlTimers = (parts: {
  readonly db: Kysely<StoreSchema>;
  readonly batch: WriteBatch<Transaction<StoreSchema>>;
  readonly log?: Log;
}): TimerStore => {
  const { db, batch, log } = parts;
  const move = (
    timer: Timer,
    to: { readonly due_at_ms: number; readonly attempts?: number },
  ): Promise<void> =>
    batch.run(async (transaction) => {
      await transaction
        .updateTable("timers")
        .set(to)
        .where(sameTimer(timer))
        .where("due_at_ms", "=", timer.dueAtMs)
        .where("attempts", "=", timer.attempts)
        .execute();
    });

  return {
    set: async ({ platform, account, chat, kind, subject, dueAtMs, data }) => {
      const facts = { due_at_ms: dueAtMs, attempts: 0, data: toStoredJson(data) };
      await batch.run(async (transaction) => {
        await transaction
          .insertInto("timers")
          .values({ platform, account, chat, kind, subject, ...facts })
          .onConflict((conflict) =>
            conflict.columns(["platform", "account", "chat", "kind", "subject"]).doUpdateSet(facts),
          )
          .execute();
      });
    },
    cancel: (timer) =>
      batch.run(async (transaction) => {
        const result = await transaction
          .deleteFrom("timers")
          .where(sameTimer(timer))
          .executeTakeFirst();
        return result.numDeletedRows > 0n;
      }),
    cancelChat: (account, chat) =>
      batch.run(async (transaction) => {
        await transaction
          .deleteFrom("timers")
          .where("platform", "=", account.platform)
          .where("account", "=", account.account)
          .where("chat", "=", chat)
          .execute();
      }),
    due: async (nowMs, limit) => {
      const rows = await db
        .selectFrom("timers")
        .selectAll()
        .where("due_at_ms", "<=", nowMs)
        .orderBy("due_at_ms")
        .orderBy("chat")
        .orderBy("subject")
        .limit(limit)
        .execute();
      return rows.map((row) => toTimer(row, log));
    },
    nextDueAtMs: async () => {
      const row = await db
        .selectFrom("timers")
        .select("due_at_ms")
        .orderBy("due_at_ms")
        .limit(1)
        .executeTakeFirst();
      return row?.due_at_ms;
    },
    retry: (timer, dueAtMs) => move(timer, { due_at_ms: dueAtMs, attempts: timer.attempts + 1 }),
    postpone: (timer, dueAtMs) => move(timer, { due_at_ms: dueAtMs }),
    complete: (timer) =>
      batch.run(async (transaction) => {
        const result = await transaction
          .deleteFrom("timers")
          .where(sameTimer(timer))
          .where("due_at_ms", "=", timer.dueAtMs)
          .executeTakeFirst();
        return result.numDeletedRows > 0n;
      }),
    count: async () => {
      const row = await db
        .selectFrom("timers")
        .select((timers) => timers.fn.countAll<number>().as("count"))
        .executeTakeFirstOrThrow();
      return Number(row.count);
    },
  };
};
