import { expect, test } from "vitest";
import type { Log } from "../../src/core/log.ts";
import { act, chat, entry, here, message, pin, timer, user } from "./samples.ts";
import { openBareStore } from "./sqlite-fixture.ts";

test("leaves out rows that were damaged, says so, and says nothing of their content", async () => {
  const lines: unknown[] = [];
  const note = (fields: object, text: string): void => {
    lines.push([fields, text]);
  };
  const log: Log = { debug: note, info: note, warn: note, error: note, child: () => log };
  const { store, database } = await openBareStore({ log });
  await store.journal.accept([entry("1"), entry("2"), entry("3"), entry("4")]);
  for (const one of ["3", "4"]) {
    await store.journal.begin(entry(one).key, 1);
    await store.journal.acted(entry(one).key, { fine: true }, 2);
  }
  const damage = (key: string, column: string, text: string): void => {
    database.prepare(`update journal set ${column} = ? where key = ?`).run(text, key);
  };
  damage(entry("1").key, "invocation", '{"secret words');
  damage(entry("2").key, "invocation", '{"secret words":"of another shape"}');
  damage(entry("3").key, "outcome", "secret words");
  await store.timers.set(timer("1"));
  database.exec("update timers set data = 'secret words'");
  const [third, fourth, ...others] = await store.journal.unfinished();
  expect(others).toEqual([]);
  expect(third?.key).toBe(entry("3").key);
  expect(third).not.toHaveProperty("outcome");
  expect(fourth).toMatchObject({ outcome: { fine: true } });
  expect(await store.journal.find(entry("1").key)).toBeUndefined();
  expect(await store.timers.due(5_000, 5)).toMatchObject([{ subject: "1", data: undefined }]);
  expect(lines.length).toBeGreaterThanOrEqual(4);
  expect(JSON.stringify(lines)).not.toContain("secret");
  await store.close();
});

test("answers every question by an index, and sorts only what is few", async () => {
  const { store, database, queries } = await openBareStore();
  await store.journal.accept([entry("1")]);
  const { key } = entry("1");
  await store.journal.begin(key, 1);
  await store.journal.acted(key, {}, 1);
  await store.journal.find(key);
  await store.journal.unfinished();
  await store.journal.finish(key, "done", 1);
  await store.journal.finish(key, "done", 1);
  await store.journal.sweep(5, 5);
  await store.pins.put(pin("1"));
  await store.pins.list(here, chat("a"));
  await store.pins.remove(here, chat("a"), message("1"));
  await store.pins.removeChat(here, chat("a"));
  await store.timers.set(timer("1"));
  const [due] = await store.timers.due(5_000, 5);
  if (due !== undefined) {
    await store.timers.retry(due, 6_000);
    await store.timers.complete(due);
  }
  await store.timers.nextDueAtMs();
  await store.timers.cancel(timer("1"));
  await store.timers.cancelChat(here, chat("a"));
  await store.cases.append(act(), "1");
  await store.cases.append(act(), "1");
  await store.cases.note(here, chat("a"), 1, { atMs: 1, text: "t" }, "n");
  await store.cases.get(here, chat("a"), 1);
  const query = { ...here, chat: chat("a"), limit: 5 };
  await store.cases.list(query);
  await store.cases.list({ ...query, sinceMs: 1 });
  await store.cases.list({ ...query, actor: user("ann"), sinceMs: 1 });
  for await (const one of store.cases.stream({})) expect(one.number).toBe(1);
  await store.probe();

  const plans = queries
    .filter(({ sql }) => /^(select|insert|update|delete)/.test(sql))
    .map(({ sql }) => {
      const steps = database.prepare(`explain query plan ${sql}`).all();
      return { sql, steps: steps.map(({ detail }) => String(detail)) };
    });
  expect(plans.length).toBeGreaterThan(25);
  const scanned = plans.filter(({ steps }) => steps.some((step) => /^SCAN (?!.*USING)/.test(step)));
  expect(scanned).toEqual([]);
  const sorted = plans.filter(({ steps }) => steps.some((step) => step.includes("TEMP B-TREE")));
  // The pins of one chat, the notes of one page of cases.
  const few = /from "(pins|case_notes)"/;
  expect(sorted.filter(({ sql }) => !few.test(sql))).toEqual([]);
  await store.close();
});
