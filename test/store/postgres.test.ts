import { afterEach, describe, expect, test } from "vitest";
import { systemClock } from "../../src/core/clock.ts";
import type { News } from "../../src/core/lanes/ownership.ts";
import type { Store } from "../../src/core/store.ts";
import { openPostgresStore } from "../../src/store/open-postgres.ts";
import { openPostgresCasesForReading } from "../../src/store/read-postgres-cases.ts";
import { layWire } from "../wire.ts";
import { keysOf } from "./keys-of.ts";
import { postgresFixture } from "./postgres-fixture.ts";
import { askPostgres, hasPostgres, newSchema, postgresUrl } from "./postgres-server.ts";
import { act, chat, entry, here, invocation, message, pin, timer } from "./samples.ts";
import { storeSuite } from "./store-suite.ts";

const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

const aSchema = async (): Promise<string> => {
  const { url, remove } = await newSchema();
  cleanups.push(remove);
  return url;
};

const open = async (url: string): Promise<Store> => {
  const store = await openPostgresStore({ url });
  cleanups.push(() => store.close());
  return store;
};

const ownershipOf = ({ ownership }: Store) => {
  if (ownership === undefined) throw new Error("a shared store has an ownership");
  return ownership;
};

/** A store behind a wire of ours. */
const openWired = async () => {
  const url = new URL(await aSchema());
  const wire = await layWire({ host: url.hostname, port: Number(url.port || 5432) });
  cleanups.push(wire.close);
  url.hostname = "127.0.0.1";
  url.port = String(wire.port);
  return { store: await open(url.href), wire };
};

const healed = { timeout: 14_000, interval: 100 } as const;

describe.skipIf(!(await hasPostgres()))("with a PostgreSQL server", () => {
  storeSuite("PostgreSQL", postgresFixture);

  describe("several instances", () => {
    test("make the tables together, when they start at the same moment", async () => {
      const url = await aSchema();
      const stores = await Promise.all([open(url), open(url), open(url)]);
      await Promise.all(stores.map((store) => store.probe()));
    });

    test("number the cases of a chat without gap or repetition", async () => {
      const url = await aSchema();
      const stores = await Promise.all([open(url), open(url), open(url)]);
      const added = await Promise.all(
        stores.flatMap((store, offset) =>
          Array.from({ length: 30 }, (_, n) => store.cases.append(act(), `case ${offset}-${n}`)),
        ),
      );
      expect(added.map(({ number }) => number).sort((a, b) => a - b)).toEqual(
        Array.from({ length: 90 }, (_, index) => index + 1),
      );
    });

    test("take a command that is delivered to all of them once", async () => {
      const url = await aSchema();
      const stores = await Promise.all([open(url), open(url), open(url)]);
      const names = Array.from({ length: 40 }, (_, index) => String(index));
      const taken = await Promise.all(
        stores.flatMap((store, offset) =>
          names.map((_, index) =>
            store.journal.accept([entry(names[(index * 7 + offset * 13) % 40] ?? "")]),
          ),
        ),
      );
      expect(keysOf(taken.flat()).sort()).toEqual(names.map((name) => entry(name).key).sort());
    });

    test("never see a command before one with a smaller number", async () => {
      const url = await aSchema();
      const stores = await Promise.all([open(url), open(url), open(url)]);
      const reader = await open(url);
      const seen: number[] = [];
      const writing = new AbortController();
      const reading = (async () => {
        while (!writing.signal.aborted) {
          const rows = await reader.journal.unfinished();
          for (const { sequence } of rows) if (!seen.includes(sequence)) seen.push(sequence);
        }
      })();
      await Promise.all(
        stores.map(async (store, offset) => {
          for (let n = 0; n < 60; n += 1) await store.journal.accept([entry(`${offset}-${n}`)]);
        }),
      );
      writing.abort();
      await reading;
      expect(seen).toEqual(seen.toSorted((a, b) => a - b));
    });

    test("work on a lane one at a time", async () => {
      const url = await aSchema();
      const [one, other] = [ownershipOf(await open(url)), ownershipOf(await open(url))];
      const tenure = await one.take("lane");
      const again = await one.take("lane");
      expect(tenure).toBeDefined();
      expect(again).toBeDefined();
      expect(await other.take("lane")).toBeUndefined();
      expect(await other.take("another")).toBeDefined();
      tenure?.release();
      tenure?.release();
      await new Promise((resolve) => setTimeout(resolve, 500));
      expect(await other.take("lane")).toBeUndefined();
      again?.release();
      await expect.poll(() => other.take("lane"), healed).toBeDefined();
      expect(await one.take("lane")).toBeUndefined();
    });

    test("give a lane to exactly one of many that ask at once", async () => {
      const url = await aSchema();
      const all = (await Promise.all([open(url), open(url), open(url)])).map(ownershipOf);
      for (let round = 0; round < 20; round += 1) {
        const taken = await Promise.all(all.map((one) => one.take(`lane ${round}`)));
        expect(taken.filter((tenure) => tenure !== undefined)).toHaveLength(1);
      }
    });

    test("hear from each other, and of work that nobody does", async () => {
      const url = await aSchema();
      const [one, other] = [await open(url), await open(url)];
      const heard: News[] = [];
      ownershipOf(other).listen((news) => heard.push(news));
      const account = { platform: "feishu", account: "cli_one" };
      await expect
        .poll(() => {
          // Until the other one has begun to hear.
          ownershipOf(one).tell({ kind: "changed", account, chat: chat("a") });
          return heard;
        }, healed)
        .toContainEqual(expect.objectContaining({ kind: "changed", account, chat: chat("a") }));
      await one.journal.accept([entry("1")]);
      await expect
        .poll(() => heard, healed)
        .toContainEqual({ kind: "work", lane: "feishu:cli_one:oc_a" });
      await expect.poll(() => ownershipOf(other).backlog("feishu:cli_one:oc_a"), healed).toBe(1);
      await expect.poll(() => ownershipOf(other).instances(), healed).toBe(2);
    });

    test("are not troubled by what else is said where they talk", async () => {
      const url = await aSchema();
      const name = new URL(url).searchParams.get("application_name") ?? "";
      const store = await open(url);
      const heard: News[] = [];
      ownershipOf(store).listen((news) => heard.push(news));
      const sayAll = async (): Promise<readonly News[]> => {
        for (const text of [
          "hello",
          "null",
          '{"kind":"work","by":"somebody"}',
          '{"kind":"changed","by":"somebody"}',
          '{"kind":"timers","by":"somebody"}',
        ])
          await askPostgres(`select pg_notify('steward_${name}', '${text}')`);
        return heard;
      };

      await expect.poll(sayAll, healed).toContainEqual({ kind: "timers" });
      expect(heard.filter(({ kind }) => kind === "work" || kind === "changed")).toEqual([]);
    });

    test("give their lanes to others when they are closed", async () => {
      const url = await aSchema();
      const [one, other] = [await open(url), await open(url)];
      await ownershipOf(one).take("lane");
      await one.close();
      expect(await ownershipOf(other).take("lane")).toBeDefined();
    });
  });

  describe("a lost connection", () => {
    test("makes reads and writes reject, and heals", async () => {
      const { store, wire } = await openWired();
      await store.journal.accept([entry("1")]);
      wire.cut();
      await expect(store.journal.accept([entry("2")])).rejects.toMatchObject({
        failure: "unreachable",
      });
      await expect(store.journal.unfinished()).rejects.toMatchObject({ failure: "unreachable" });
      await expect(store.probe()).rejects.toMatchObject({ failure: "unreachable" });
      wire.mend();
      await expect
        .poll(() => store.journal.accept([entry("3")]).then(keysOf, () => []), healed)
        .toEqual([entry("3").key]);
      expect(keysOf(await store.journal.unfinished())).toEqual([entry("1").key, entry("3").key]);
    });

    test("is also noticed when the server just falls silent", { timeout: 40_000 }, async () => {
      const { store, wire } = await openWired();
      wire.silence();
      await expect(store.journal.accept([entry("1")])).rejects.toMatchObject({
        failure: "unreachable",
      });
      wire.mend();
      await expect
        .poll(
          () =>
            store.probe().then(
              () => "well",
              () => "ill",
            ),
          healed,
        )
        .toBe("well");
    });

    test("makes an instance give up its lanes before others may take them", async () => {
      const { store, wire } = await openWired();
      const tenure = await ownershipOf(store).take("lane");
      wire.cut();
      await expect.poll(() => tenure?.lost.aborted, healed).toBe(true);
      wire.mend();
      await expect
        .poll(
          () =>
            ownershipOf(store)
              .take("lane")
              .catch(() => undefined),
          healed,
        )
        .toBeDefined();
    });

    test("that nobody notices, as while a process stands still, costs it its lanes before it writes", async () => {
      let stoodStillMs = 0;
      const store = await openPostgresStore({
        url: await aSchema(),
        clock: { ...systemClock, now: () => systemClock.now() + stoodStillMs },
      });
      cleanups.push(() => store.close());
      const tenure = await ownershipOf(store).take("lane");
      stoodStillMs = 20_000;

      await expect(store.pins.put(pin("1"))).rejects.toThrow("out of reach for too long");
      expect(tenure?.lost.aborted).toBe(true);
      await expect
        .poll(() => store.pins.put(pin("1")).then(() => "well", String), healed)
        .toBe("well");
    });

    test("does not keep an instance deaf", async () => {
      const { store, wire } = await openWired();
      const heard: News[] = [];
      ownershipOf(store).listen((news) => heard.push(news));
      wire.cut();
      wire.mend();
      await expect.poll(() => heard, healed).toContainEqual({ kind: "all-changed" });
    });

    test("by the server ending our sessions is no different", async () => {
      const url = await aSchema();
      const store = await open(url);
      const store2 = await open(url);
      const name = new URL(url).searchParams.get("application_name") ?? "";
      await askPostgres(
        `select pg_terminate_backend(pid) from pg_stat_activity where application_name = '${name}'`,
      );
      await expect
        .poll(
          () =>
            Promise.all([store.probe(), store2.probe()]).then(
              () => "well",
              () => "ill",
            ),
          healed,
        )
        .toBe("well");
    });
  });

  test("a message of PostgreSQL never shows the password", async () => {
    const url = new URL(postgresUrl);
    url.password = "correct horse";
    url.pathname = "/there-is-no-such-database";
    const failure: unknown = await openPostgresStore({ url: url.href }).catch(
      (error: unknown) => error,
    );
    expect(failure).toMatchObject({ name: "StoreError", failure: "unwritable" });
    expect(String(failure)).toContain(`${url.hostname}:5432/there-is-no-such-database`);
    expect(String(failure)).not.toContain("horse");
  });

  test("its cases can be exported while instances run on it", async () => {
    const { url, remove } = await newSchema();
    cleanups.push(remove);
    await expect(openPostgresCasesForReading(url)).rejects.toMatchObject({ failure: "missing" });
    const store = await open(url);
    await store.cases.append(act(), "1");
    const { cases, texts, close } = await openPostgresCasesForReading(url);
    cleanups.push(close);
    expect(await texts.find(here, chat("a"), "none")).toBeUndefined();
    const seen: number[] = [];
    for await (const { number } of cases.stream({})) seen.push(number);
    expect(seen).toEqual([1]);
  });

  test("a server that is not there is told apart", async () => {
    await expect(
      openPostgresStore({ url: "postgres://steward@127.0.0.1:1/steward" }),
    ).rejects.toMatchObject({ failure: "unreachable" });
  });

  test("text that PostgreSQL cannot hold does not stop a command", async () => {
    const store = await open(await aSchema());
    await store.pins.put(pin("1", { reason: "a\u0000b" }));
    expect(await store.pins.list(here, chat("a"))).toMatchObject([{ reason: "a\uFFFDb" }]);
  });

  test("two Stewards can live in two schemas of one database", async () => {
    const [one, other] = [await open(await aSchema()), await open(await aSchema())];
    await one.cases.append(act({ reason: "one" }), "1");
    await other.cases.append(act({ reason: "other" }), "1");
    expect(await one.cases.get(here, chat("a"), 1)).toMatchObject({ reason: "one" });
    expect(await other.cases.get(here, chat("a"), 1)).toMatchObject({ reason: "other" });
    await expect(openPostgresCasesForReading(await aSchema())).rejects.toMatchObject({
      failure: "missing",
    });
  });

  test("rows are the same whoever reads them", async () => {
    const url = await aSchema();
    const [one, other] = [await open(url), await open(url)];
    await one.timers.set(timer("1"));
    await one.journal.accept([
      { key: "k", invocation: invocation("1", { replyTo: message("p") }), acceptedAtMs: 5 },
    ]);
    expect(await other.timers.due(5_000, 10)).toEqual(await one.timers.due(5_000, 10));
    expect(await other.journal.find("k")).toEqual(await one.journal.find("k"));
  });
});
