import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openSqliteStore } from "../../src/store/open-sqlite.ts";
import { StoreError, type StoreFailure } from "../../src/store/store-error.ts";
import { killAll, startAccepting } from "./child-process.ts";
import { act, chat, entry, here, timer } from "./samples.ts";
import { newFolder, openBareStore, sqliteFixture } from "./sqlite-fixture.ts";
import { storeSuite } from "./store-suite.ts";

storeSuite("SQLite", sqliteFixture);

let folder: ReturnType<typeof newFolder>;
let file: string;
beforeEach(() => {
  folder = newFolder();
  file = join(folder.path, "steward.db");
});
afterEach(() => {
  killAll();
  folder.remove();
});

/** Opening must fail for this reason, in one line, with a fix. */
const expectRefusal = async (path: string, failure: StoreFailure): Promise<StoreError> => {
  const error: unknown = await openSqliteStore({ file: path }).then(
    (store) => store.close().then(() => "it opened"),
    (reason: unknown) => reason,
  );
  if (!(error instanceof StoreError)) throw new Error("expected a StoreError", { cause: error });
  expect(error.failure).toBe(failure);
  expect(error.message).not.toContain("\n");
  expect(error.fix).toMatch(/^[A-Z].*\.$/);
  return error;
};

const withDatabase = (path: string, work: (database: DatabaseSync) => void): void => {
  const database = new DatabaseSync(path);
  try {
    work(database);
  } finally {
    database.close();
  }
};

/** How many more pages than now the database may have. */
const leavePages = (database: DatabaseSync, pages: number): void => {
  const [used] = Object.values(database.prepare("pragma page_count").get() ?? {});
  database.exec(`pragma max_page_count = ${Number(used) + pages}`);
};

const thousandPages = 1_000;

test("works in memory", async () => {
  const store = await openSqliteStore({ file: ":memory:" });
  await store.journal.accept([entry("1")]);
  expect(await store.journal.unfinished()).toHaveLength(1);
  await store.close();
});

test("makes the folder it is to be in", async () => {
  const path = join(folder.path, "not", "yet", "steward.db");
  await (await openSqliteStore({ file: path })).close();
  expect(existsSync(path)).toBe(true);
});

test("refuses a database of a newer Steward by name and leaves it as it is", async () => {
  await (await openSqliteStore({ file })).close();
  withDatabase(file, (database) =>
    database.exec(
      "insert into kysely_migration values ('9999-from-tomorrow', '2099-01-01T00:00:00.000Z')",
    ),
  );
  const before = readFileSync(file);
  const error = await expectRefusal(file, "newer");
  expect(error.message).toContain("9999-from-tomorrow");
  expect(readFileSync(file).equals(before)).toBe(true);
});

test("refuses a database of another program and leaves it as it is", async () => {
  withDatabase(file, (database) => database.exec("create table songs (title text)"));
  const before = readFileSync(file);
  await expectRefusal(file, "foreign");
  expect(readFileSync(file).equals(before)).toBe(true);
});

test("refuses a file that is no database", async () => {
  writeFileSync(file, "not a database, but long enough to look at".repeat(100));
  await expectRefusal(file, "corrupt");
});

test("refuses a database with a damaged page", async () => {
  const store = await openSqliteStore({ file });
  await store.journal.accept(Array.from({ length: 500 }, (_, index) => entry(String(index))));
  await store.close();
  const bytes = readFileSync(file);
  // All but the first pages, so that only a look inside can tell.
  bytes.fill(0xa5, 16 * 4096, 40 * 4096);
  writeFileSync(file, bytes);
  await expectRefusal(file, "corrupt");
});

test("refuses a folder in the place of the file", async () => {
  mkdirSync(file);
  await expectRefusal(file, "unwritable");
});

test("refuses a file in the place of the folder", async () => {
  writeFileSync(join(folder.path, "data"), "");
  await expectRefusal(join(folder.path, "data", "steward.db"), "unwritable");
});

test.skipIf(process.getuid?.() === 0)("refuses a file that cannot be written", async () => {
  await (await openSqliteStore({ file })).close();
  chmodSync(file, 0o444);
  await expectRefusal(file, "unwritable");
});

test("refuses a second opener, by whatever path, until the first closes", async () => {
  const store = await openSqliteStore({ file });
  await expectRefusal(file, "in-use");
  const link = join(folder.path, "link.db");
  symlinkSync(file, link);
  await expectRefusal(link, "in-use");
  await store.journal.accept([entry("1")]);
  await store.close();
  await (await openSqliteStore({ file: link })).close();
});

test("lets go of the lock when opening fails", async () => {
  writeFileSync(file, "x".repeat(5_000));
  await expectRefusal(file, "corrupt");
  await expectRefusal(file, "corrupt");
});

test("refuses while another process has it, and not after kill -9", async () => {
  const other = await startAccepting(file);
  await expectRefusal(file, "in-use");
  await other.kill();
  await (await openSqliteStore({ file })).close();
});

test("keeps every acknowledged command through several kill -9", async () => {
  const promised: string[] = [];
  for (const life of [1, 2, 3, 4]) {
    const other = await startAccepting(file, life * 1_000_000);
    await other.reached(life * 150);
    await other.kill();
    promised.push(...other.acknowledged);
  }
  const store = await openSqliteStore({ file });
  const kept = (await store.journal.unfinished()).map(({ key }) => key);
  await store.close();
  expect(promised.length).toBeGreaterThanOrEqual(1_500);
  expect(new Set(kept).size).toBe(kept.length);
  expect(promised.filter((key) => !new Set(kept).has(key))).toEqual([]);
}, 60_000);

test("rejects on a full disk, keeps what it promised, and heals when there is room", async () => {
  const { store, database } = await openBareStore({ file });
  leavePages(database, 8);
  const fill = async (): Promise<{ readonly kept: string[]; readonly error: unknown }> => {
    const kept: string[] = [];
    for (let number = 0; number < thousandPages; number += 1) {
      try {
        const added = await store.journal.accept([
          entry(`${number}-a`),
          entry(`${number}-b`),
          entry(`${number}-c`),
        ]);
        kept.push(...added.map(({ key }) => key));
      } catch (error) {
        return { kept, error };
      }
    }
    throw new Error("the disk never filled");
  };
  const { kept, error } = await fill();
  expect(error).toMatchObject({ failure: "full" });
  expect((await store.journal.unfinished()).map(({ key }) => key)).toEqual(kept);
  expect(kept.length % 3).toBe(0);
  await expect(store.probe()).rejects.toMatchObject({ failure: "full" });
  const refused = await Promise.allSettled([
    store.cases.append(act({ reason: "r".repeat(9_000) }), "1"),
    store.timers.set(timer("1", { data: "d".repeat(9_000) })),
  ]);
  expect(refused.map(({ status }) => status)).toEqual(["rejected", "rejected"]);

  leavePages(database, thousandPages);
  await store.probe();
  expect(await store.journal.accept([entry("after")])).toHaveLength(1);
  expect((await store.cases.append(act(), "1")).number).toBe(1);
  await store.close();
  const again = await openSqliteStore({ file });
  expect((await again.journal.unfinished()).map(({ key }) => key)).toEqual([
    ...kept,
    entry("after").key,
  ]);
  await again.close();
});

test("is not half-migrated after a migration that found no room", async () => {
  await expect(openBareStore({ file, prepare: "pragma max_page_count = 8" })).rejects.toMatchObject(
    { failure: "full" },
  );
  withDatabase(file, (database) => {
    const tables = database.prepare("select name from sqlite_schema where type = 'table'").all();
    expect(tables.map(({ name }) => name)).toEqual(["kysely_migration", "kysely_migration_lock"]);
  });
  const store = await openSqliteStore({ file });
  await store.journal.accept([entry("1")]);
  await store.close();
});

test("what was forgotten is not left in the file", async () => {
  const store = await openSqliteStore({ file });
  const where = { ...here, chat: chat("a") };
  for (const key of ["1", "2"])
    await store.texts.put({ ...where, key, text: `swordfish ${key}`, atMs: 1 });
  await store.texts.remove(here, chat("a"), "1");
  await store.close();

  const left = readFileSync(file, "latin1");
  expect(left).toContain("swordfish 2");
  expect(left).not.toContain("swordfish 1");
});
