import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, expect, test } from "vitest";
import { backupSqlite, restoreSqlite } from "../../src/store/backup.ts";
import { openSqliteStore } from "../../src/store/open-sqlite.ts";
import { killAll, startAccepting } from "./child-process.ts";
import { act, chat, entry, here } from "./samples.ts";
import { newFolder } from "./sqlite-fixture.ts";

let folder: ReturnType<typeof newFolder>;
let file: string;
let target: string;
beforeEach(() => {
  folder = newFolder();
  mkdirSync(join(folder.path, "data"));
  file = join(folder.path, "data", "steward.db");
  target = join(folder.path, "backup.db");
});
afterEach(() => {
  killAll();
  folder.remove();
});

const keysIn = async (path: string): Promise<string[]> => {
  const store = await openSqliteStore({ file: path });
  const entries = await store.journal.unfinished();
  await store.close();
  return entries.map(({ key }) => key);
};

const fill = async (path: string, names: readonly string[]): Promise<void> => {
  const store = await openSqliteStore({ file: path });
  await store.journal.accept(names.map((name) => entry(name)));
  await store.close();
};

const keys = (...names: string[]): string[] => names.map((name) => entry(name).key);

test("backs up what another process has acknowledged while that process goes on", async () => {
  const bot = await startAccepting(file);
  await bot.reached(400);
  const promised = [...bot.acknowledged];
  const { bytes } = await backupSqlite(file, target);
  const during = bot.acknowledged.length;
  await bot.reached(during + 400);
  await bot.kill();
  expect(bytes).toBeGreaterThan(4_096);
  const saved = new Set(await keysIn(target));
  expect(promised.filter((key) => !saved.has(key))).toEqual([]);
}, 60_000);

test("makes a backup of one file, and leaves no other behind", async () => {
  await fill(file, ["1"]);
  await backupSqlite(file, target);
  for (const other of ["-wal", "-shm", "-journal", ".partial", ".partial-journal"]) {
    expect(existsSync(`${target}${other}`)).toBe(false);
  }
  expect(await keysIn(target)).toEqual(keys("1"));
});

test("includes what is in the log of a bot that was killed", async () => {
  const bot = await startAccepting(file);
  await bot.reached(100);
  await bot.kill();
  await backupSqlite(file, target);
  const saved = new Set(await keysIn(target));
  expect(bot.acknowledged.filter((key) => !saved.has(key))).toEqual([]);
});

test("replaces an older backup only by a good one", async () => {
  await fill(file, ["1"]);
  await backupSqlite(file, target);
  await fill(file, ["2"]);
  await backupSqlite(file, target);
  writeFileSync(file, "damaged".repeat(2_000));
  await expect(backupSqlite(file, target)).rejects.toMatchObject({ failure: "corrupt" });
  expect(existsSync(`${target}.partial`)).toBe(false);
  expect(await keysIn(target)).toEqual(keys("1", "2"));
});

test("says when there is nothing to back up, or nowhere to put it", async () => {
  await expect(backupSqlite(file, target)).rejects.toMatchObject({ failure: "missing" });
  await fill(file, ["1"]);
  const nowhere = join(folder.path, "no", "such", "folder", "backup.db");
  const error: unknown = await backupSqlite(file, nowhere).catch((reason: unknown) => reason);
  expect(error).toMatchObject({ failure: "unwritable" });
  expect(String(error)).toContain(nowhere);
  await expect(backupSqlite(file, file)).rejects.toMatchObject({ failure: "in-use" });
});

test("restores a backup and keeps what was there, each time under a name of its own", async () => {
  const store = await openSqliteStore({ file });
  await store.cases.append(act({ reason: "kept" }), "1");
  await store.journal.accept([entry("1")]);
  await backupSqlite(file, target);
  await store.journal.accept([entry("2")]);
  await store.close();
  expect(await restoreSqlite(target, file)).toEqual({ keptAs: `${file}.before-restore` });
  expect(await keysIn(file)).toEqual(keys("1"));
  expect(await keysIn(`${file}.before-restore`)).toEqual(keys("1", "2"));
  expect(await restoreSqlite(target, file)).toEqual({ keptAs: `${file}.before-restore-2` });
  const again = await openSqliteStore({ file });
  expect(await again.cases.get(here, chat("a"), 1)).toMatchObject({ reason: "kept" });
  await again.close();
  expect(existsSync(`${file}.restoring`)).toBe(false);
});

test("restores where there is nothing yet", async () => {
  await fill(file, ["1"]);
  await backupSqlite(file, target);
  const fresh = join(folder.path, "new", "steward.db");
  expect(await restoreSqlite(target, fresh)).toEqual({});
  expect(await keysIn(fresh)).toEqual(keys("1"));
});

test("never plays the log of the old database into the restored one", async () => {
  await fill(file, ["old"]);
  await backupSqlite(file, target);
  const bot = await startAccepting(file);
  await bot.reached(100);
  await bot.kill();
  expect(existsSync(`${file}-wal`)).toBe(true);
  const { keptAs = "" } = await restoreSqlite(target, file);
  expect(await keysIn(file)).toEqual(keys("old"));
  const kept = new Set(await keysIn(keptAs));
  expect(bot.acknowledged.filter((key) => !kept.has(key))).toEqual([]);
});

test("restores over a damaged database", async () => {
  await fill(file, ["1"]);
  await backupSqlite(file, target);
  writeFileSync(file, "damaged".repeat(2_000));
  writeFileSync(`${file}-wal`, "its log");
  const { keptAs = "" } = await restoreSqlite(target, file);
  expect(readFileSync(keptAs, "utf8")).toContain("damaged");
  expect(await keysIn(file)).toEqual(keys("1"));
});

test("restores into the file that a link leads to", async () => {
  await fill(file, ["1"]);
  await backupSqlite(file, target);
  await fill(file, ["2"]);
  const link = join(folder.path, "link.db");
  symlinkSync(file, link);
  await restoreSqlite(target, link);
  expect(await keysIn(file)).toEqual(keys("1"));
});

test("refuses to restore while a bot is running, and changes nothing", async () => {
  await fill(file, ["1"]);
  await backupSqlite(file, target);
  const store = await openSqliteStore({ file });
  await store.journal.accept([entry("2")]);
  await expect(restoreSqlite(target, file)).rejects.toMatchObject({ failure: "in-use" });
  await store.close();
  expect(await keysIn(file)).toEqual(keys("1", "2"));
});

test("refuses to restore while another program has the database open", async () => {
  await fill(file, ["1"]);
  await backupSqlite(file, target);
  const other = new DatabaseSync(file);
  other.exec("pragma journal_mode = wal; begin; select * from journal");
  await expect(restoreSqlite(target, file)).rejects.toMatchObject({ failure: "busy" });
  other.close();
  expect(await keysIn(file)).toEqual(keys("1"));
});

test("refuses a backup that is missing, damaged, foreign, empty or newer, and changes nothing", async () => {
  await fill(file, ["1"]);
  const backup = (name: string): string => join(folder.path, name);
  writeFileSync(backup("damaged.db"), "damaged".repeat(2_000));
  writeFileSync(backup("empty.db"), "");
  const foreign = new DatabaseSync(backup("foreign.db"));
  foreign.exec("create table songs (title text)");
  foreign.close();
  await backupSqlite(file, backup("newer.db"));
  const newer = new DatabaseSync(backup("newer.db"));
  newer.exec(
    "insert into kysely_migration values ('9999-from-tomorrow', '2099-01-01T00:00:00.000Z')",
  );
  newer.close();
  const refusals = {
    "missing.db": "missing",
    "damaged.db": "corrupt",
    "empty.db": "foreign",
    "foreign.db": "foreign",
    "newer.db": "newer",
  };
  for (const [name, failure] of Object.entries(refusals)) {
    const error: unknown = await restoreSqlite(backup(name), file).catch(
      (reason: unknown) => reason,
    );
    expect(error).toMatchObject({ failure });
    expect(String(error)).toContain("nothing was changed");
    expect(String(error)).toContain(name);
  }
  await expect(restoreSqlite(file, file)).rejects.toMatchObject({ failure: "in-use" });
  expect(await keysIn(file)).toEqual(keys("1"));
  expect(existsSync(`${file}.before-restore`)).toBe(false);
});

test("refuses a backup with a damaged page", async () => {
  await fill(
    file,
    Array.from({ length: 500 }, (_, index) => String(index)),
  );
  await backupSqlite(file, target);
  const bytes = readFileSync(target);
  bytes.fill(0xa5, 16 * 4_096, 40 * 4_096);
  writeFileSync(target, bytes);
  await expect(restoreSqlite(target, file)).rejects.toMatchObject({ failure: "corrupt" });
  expect(await keysIn(file)).toHaveLength(500);
});
