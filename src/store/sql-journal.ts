import type { Kysely, Selectable, Transaction } from "kysely";
import type { Invocation } from "../core/invocation.ts";
import { laneOf } from "../core/lanes/lane-of.ts";
import type { Log } from "../core/log.ts";
import type { JournalEntry, JournalState, JournalStore, Use } from "../core/store.ts";
import { prepared } from "./prepared.ts";
import type { StoreSchema } from "./schema.ts";
import { StoreError } from "./store-error.ts";
import { fromStoredJson, toStoredJson } from "./stored-json.ts";
import type { WriteBatch } from "./write-batch.ts";

type UseRow = Pick<
  Selectable<StoreSchema["journal"]>,
  "key" | "invocation" | "outcome" | "accepted_at_ms"
>;

/** Compiled once: these run several times for every command. */
const statements = (db: Kysely<StoreSchema>) => ({
  insert: prepared<
    {
      key: string;
      invocation: string;
      acceptedAtMs: number;
      lane: string;
      state: JournalState;
      attempts: number;
    },
    { sequence: number }
  >((value) =>
    db
      .insertInto("journal")
      .values({
        key: value("key"),
        invocation: value("invocation"),
        accepted_at_ms: value("acceptedAtMs"),
        state: value("state"),
        attempts: value("attempts"),
        changed_at_ms: value("acceptedAtMs"),
        lane: value("lane"),
      })
      .onConflict((conflict) => conflict.column("key").doNothing())
      .returning("sequence"),
  ),
  begin: prepared<{ key: string; atMs: number }, { attempts: number }>((value) =>
    db
      .updateTable("journal")
      .set((row) => ({
        state: "running",
        attempts: row("attempts", "+", 1),
        changed_at_ms: value("atMs"),
      }))
      .where("key", "=", value("key"))
      .where("state", "in", ["accepted", "running"])
      .returning("attempts"),
  ),
  acted: prepared<{ key: string; outcome: string | null; atMs: number }, { sequence: number }>(
    (value) =>
      db
        .updateTable("journal")
        .set({
          state: "answering",
          outcome: value("outcome"),
          changed_at_ms: value("atMs"),
        })
        .where("key", "=", value("key"))
        .where("state", "in", ["running", "answering"])
        .returning("sequence"),
  ),
  finish: prepared<{ key: string; state: "done" | "failed"; atMs: number }, { sequence: number }>(
    (value) =>
      db
        .updateTable("journal")
        .set({
          state: value("state"),
          changed_at_ms: value("atMs"),
          over_at_ms: value("atMs"),
        })
        .where("key", "=", value("key"))
        .where("over_at_ms", "is", null)
        .returning("sequence"),
  ),
  stateOf: prepared<{ key: string }, { state: JournalState }>((value) =>
    db.selectFrom("journal").select("state").where("key", "=", value("key")),
  ),
  next: prepared<{ lane: string; after: number }, Selectable<StoreSchema["journal"]>>((value) =>
    db
      .selectFrom("journal")
      .selectAll()
      .where("lane", "=", value("lane"))
      .where("sequence", ">", value("after"))
      .where("over_at_ms", "is", null)
      .orderBy("sequence")
      .limit(1),
  ),
  // What is over is found by when that was, the rest is little.
  usesOver: prepared<{ lane: string; sinceMs: number }, UseRow>((value) =>
    db
      .selectFrom("journal")
      .select(["key", "invocation", "outcome", "accepted_at_ms"])
      .where("over_at_ms", ">", value("sinceMs"))
      .where("lane", "=", value("lane"))
      .where("state", "=", "done")
      .where("accepted_at_ms", ">", value("sinceMs")),
  ),
  usesAnswering: prepared<{ lane: string; sinceMs: number }, UseRow>((value) =>
    db
      .selectFrom("journal")
      .select(["key", "invocation", "outcome", "accepted_at_ms"])
      .where("over_at_ms", "is", null)
      .where("lane", "=", value("lane"))
      .where("state", "=", "answering")
      .where("accepted_at_ms", ">", value("sinceMs")),
  ),
  find: prepared<{ key: string }, Selectable<StoreSchema["journal"]>>((value) =>
    db.selectFrom("journal").selectAll().where("key", "=", value("key")),
  ),
});

const wrongState = (key: string, wanted: string, state: JournalState | undefined): StoreError =>
  new StoreError({
    failure: "conflict",
    message: `The command ${key} cannot be ${wanted}: it is ${state ?? "not in the journal"}.`,
    fix: "This is a bug in Steward; please report it with the log.",
  });

/** The fields without which a command cannot be run again; the rest is as the journal itself wrote it. */
const isInvocation = (value: unknown): value is Invocation =>
  typeof value === "object" &&
  value !== null &&
  "args" in value &&
  Array.isArray(value.args) &&
  "sentAtMs" in value &&
  typeof value.sentAtMs === "number" &&
  ["platform", "account", "chat", "chatKind", "message", "command"].every(
    (name) => typeof Reflect.get(value, name) === "string",
  );

const toUse = (row: UseRow, log: Log | undefined): readonly Use[] => {
  const invocation = fromStoredJson(row.invocation, { column: "invocation", row: row.key }, log);
  const outcome = fromStoredJson(row.outcome, { column: "outcome", row: row.key }, log);
  const done =
    typeof outcome === "object" && outcome !== null && Reflect.get(outcome, "kind") === "done";
  if (!done || !isInvocation(invocation) || invocation.sender === undefined) return [];
  return [{ user: invocation.sender, command: invocation.command, atMs: row.accepted_at_ms }];
};

const toEntry = (
  row: Selectable<StoreSchema["journal"]>,
  log: Log | undefined,
): JournalEntry | undefined => {
  const invocation = fromStoredJson(row.invocation, { column: "invocation", row: row.key }, log);
  if (!isInvocation(invocation)) {
    log?.error({ key: row.key }, "a journal row cannot be read and is left out");
    return undefined;
  }
  const outcome = fromStoredJson(row.outcome, { column: "outcome", row: row.key }, log);
  return {
    key: row.key,
    sequence: row.sequence,
    invocation,
    acceptedAtMs: row.accepted_at_ms,
    state: row.state,
    attempts: row.attempts,
    ...(outcome === undefined ? {} : { outcome }),
  };
};

/**
 * The journal over SQL. A repeat of `acted` or `finish` with the same state is no error, because a caller that
 * never saw the first answer has to ask again; any other step out of order is refused as a `conflict`.
 */
export const createSqlJournal = (parts: {
  readonly db: Kysely<StoreSchema>;
  readonly batch: WriteBatch<Transaction<StoreSchema>>;
  readonly log?: Log;
  /** Comes before commands are written, where others write too: makes sequences grow in order of commit. */
  readonly inOrder?: (transaction: Transaction<StoreSchema>) => Promise<void>;
}): JournalStore => {
  const { db, batch, log, inOrder } = parts;
  const sql = statements(db);
  const stateOf = async (
    transaction: Transaction<StoreSchema>,
    key: string,
  ): Promise<JournalState | undefined> => (await sql.stateOf(transaction, { key })).rows[0]?.state;

  return {
    accept: async (entries) => {
      if (entries.length === 0) return [];
      const texts = entries.map((entry) => ({
        key: entry.key,
        invocation: JSON.stringify(entry.invocation),
        acceptedAtMs: entry.acceptedAtMs,
        lane: laneOf(entry.invocation, entry.invocation.chat),
        state: entry.begun ? ("running" as const) : ("accepted" as const),
        attempts: entry.begun ? 1 : 0,
      }));
      const sequences = await batch.run(async (transaction) => {
        await inOrder?.(transaction);
        const given: (number | undefined)[] = [];
        for (const text of texts) {
          given.push((await sql.insert(transaction, text)).rows[0]?.sequence);
        }
        return given;
      });
      return entries.flatMap(({ key, invocation, acceptedAtMs, begun }, index): JournalEntry[] => {
        const sequence = sequences[index];
        if (sequence === undefined) return [];
        const entry = { key, sequence, invocation, acceptedAtMs };
        return begun
          ? [{ ...entry, state: "running", attempts: 1, begun }]
          : [{ ...entry, state: "accepted", attempts: 0 }];
      });
    },
    begin: (key, atMs) =>
      batch.run(async (transaction) => {
        const [row] = (await sql.begin(transaction, { key, atMs })).rows;
        if (row === undefined) throw wrongState(key, "begun", await stateOf(transaction, key));
        return row.attempts;
      }),
    acted: async (key, outcome, atMs) => {
      const text = toStoredJson(outcome);
      await batch.run(async (transaction) => {
        const { rows } = await sql.acted(transaction, { key, outcome: text, atMs });
        if (rows.length === 0) throw wrongState(key, "acted", await stateOf(transaction, key));
      });
    },
    finish: (key, state, atMs) =>
      batch.run(async (transaction) => {
        const { rows } = await sql.finish(transaction, { key, state, atMs });
        if (rows.length > 0) return;
        const current = await stateOf(transaction, key);
        if (current !== state) throw wrongState(key, state, current);
      }),
    find: async (key) => {
      const [row] = (await sql.find(db, { key })).rows;
      return row === undefined ? undefined : toEntry(row, log);
    },
    next: async (lane, after) => {
      for (let from = after; ; ) {
        const [row] = (await sql.next(db, { lane, after: from })).rows;
        if (row === undefined) return undefined;
        const entry = toEntry(row, log);
        if (entry !== undefined) return entry;
        from = row.sequence;
      }
    },
    unfinished: async () => {
      const rows = await db
        .selectFrom("journal")
        .selectAll()
        .where("over_at_ms", "is", null)
        .orderBy("sequence")
        .execute();
      return rows.flatMap((row) => toEntry(row, log) ?? []);
    },
    uses: async (lane, sinceMs) => {
      const found = [
        await sql.usesOver(db, { lane, sinceMs }),
        await sql.usesAnswering(db, { lane, sinceMs }),
      ];
      return found.flatMap(({ rows }) => rows.flatMap((row) => toUse(row, log)));
    },
    sweep: (beforeMs, limit) =>
      batch.run(async (transaction) => {
        const result = await transaction
          .deleteFrom("journal")
          .where("sequence", "in", (journal) =>
            journal
              .selectFrom("journal")
              .select("sequence")
              .where("over_at_ms", "<", beforeMs)
              .orderBy("over_at_ms")
              .limit(limit),
          )
          .executeTakeFirst();
        return Number(result.numDeletedRows);
      }),
  };
};
