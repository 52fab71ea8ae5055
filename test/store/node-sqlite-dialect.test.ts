import { DatabaseSync } from "node:sqlite";
import { Kysely, sql } from "kysely";
import { afterEach, beforeEach, expect, test } from "vitest";
import { nodeSqliteDialect } from "../../src/store/node-sqlite-dialect.ts";

let database: DatabaseSync;
let db: Kysely<{ words: { word: string } }>;
beforeEach(() => {
  database = new DatabaseSync(":memory:");
  database.exec("create table words (word text primary key)");
  db = new Kysely({ dialect: nodeSqliteDialect(database) });
});
afterEach(() => db.destroy());

const words = async (): Promise<string[]> =>
  (await db.selectFrom("words").select("word").orderBy("word").execute()).map(({ word }) => word);

test("tells the reason when SQLite itself has ended the transaction", async () => {
  await db.insertInto("words").values({ word: "a" }).execute();
  const spoilt = db.transaction().execute(async (transaction) => {
    await transaction.insertInto("words").values({ word: "b" }).execute();
    await sql`insert or rollback into words values ('a')`.execute(transaction);
  });
  await expect(spoilt).rejects.toMatchObject({
    failure: "conflict",
    cause: { message: "UNIQUE constraint failed: words.word" },
  });
  expect(await words()).toEqual(["a"]);
  await db.insertInto("words").values({ word: "c" }).execute();
  expect(await words()).toEqual(["a", "c"]);
});

test("rolls back a transaction whose work failed", async () => {
  const failing = db.transaction().execute(async (transaction) => {
    await transaction.insertInto("words").values({ word: "a" }).execute();
    throw new RangeError("changed my mind");
  });
  await expect(failing).rejects.toThrow("changed my mind");
  expect(await words()).toEqual([]);
});

test("tells how many rows a write changed", async () => {
  await db
    .insertInto("words")
    .values([{ word: "a" }, { word: "b" }])
    .execute();
  const changed = await db.deleteFrom("words").executeTakeFirstOrThrow();
  expect(changed.numDeletedRows).toBe(2n);
});

test("reads the same query twice at once", async () => {
  await db
    .insertInto("words")
    .values([{ word: "a" }, { word: "b" }])
    .execute();
  const query = db.selectFrom("words").select("word").orderBy("word");
  const seen: string[] = [];
  await db.connection().execute(async (connection) => {
    const compiled = query.compile();
    const outer = connection.executeQuery<{ word: string }>(compiled);
    for (const { word } of (await outer).rows) {
      const inner = await connection.executeQuery<{ word: string }>(compiled);
      seen.push(`${word}${inner.rows.length}`);
    }
  });
  expect(seen).toEqual(["a2", "b2"]);
});
