import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Store } from "../../src/core/store.ts";
import { withTexts } from "../../src/ops/with-texts.ts";
import { openSqliteStore } from "../../src/store/open-sqlite.ts";
import { openCasesForReading } from "../../src/store/read-cases.ts";
import { act, chat, here } from "./samples.ts";
import { newFolder } from "./sqlite-fixture.ts";

let folder: ReturnType<typeof newFolder>;
let file: string;
let store: Store | undefined;

beforeEach(() => {
  folder = newFolder();
  file = join(folder.path, "steward.db");
});

afterEach(async () => {
  await store?.close();
  store = undefined;
  folder.remove();
});

const all = async <T>(stream: AsyncIterable<T>): Promise<readonly T[]> => {
  const items: T[] = [];
  for await (const item of stream) items.push(item);
  return items;
};

const numbers = async (): Promise<readonly number[]> => {
  const { cases, close } = await openCasesForReading(file);
  const found = await all(cases.stream({ chat: chat("a") }));
  await close();
  return found.map(({ number }) => number);
};

test("reads the cases while a bot goes on writing them", async () => {
  store = await openSqliteStore({ file });
  await store.cases.append(act(), "one");
  expect(await numbers()).toEqual([1]);
  await store.cases.append(act(), "two");
  expect(await numbers()).toEqual([1, 2]);
});

test("reads the cases of a bot that is stopped, notes included", async () => {
  store = await openSqliteStore({ file });
  await store.cases.append(act(), "one");
  await store.cases.note(here, chat("a"), 1, { atMs: 5, text: "agreed" }, "note");
  await store.close();
  const { cases, close } = await openCasesForReading(file);
  expect(await all(cases.stream({}))).toMatchObject([{ notes: [{ text: "agreed" }] }]);
  await close();
});

test("a database that is not there is told and not made", async () => {
  await expect(openCasesForReading(file)).rejects.toMatchObject({ failure: "missing" });
  await expect(openCasesForReading(file)).rejects.toMatchObject({ failure: "missing" });
});

test("a file that is no database is told", async () => {
  writeFileSync(file, "this is no database, however long it is read".repeat(50));
  await expect(openCasesForReading(file)).rejects.toMatchObject({ failure: "corrupt" });
});

test("finds the words that were kept with a case, for an export that asks for them", async () => {
  store = await openSqliteStore({ file });
  const where = { ...here, chat: chat("a") };
  await store.texts.put({ ...where, key: "k", text: "swordfish", atMs: 1 });
  await store.cases.append(act({ details: { textKept: "k" } }), "one");
  await store.cases.append(act({ details: { textKept: "gone" } }), "two");
  await store.cases.append(act({ chat: chat("b"), details: { textKept: "k" } }), "three");
  const { cases, texts, close } = await openCasesForReading(file);
  const found = await all(withTexts(cases.stream({}), texts));
  await close();
  expect(found.map(({ text }) => text)).toEqual(["swordfish", undefined, undefined]);
});
