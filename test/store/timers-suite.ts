import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Timer } from "../../src/core/store.ts";
import type { CurrentStore } from "./current-store.ts";
import { chat, elsewhere, here, timer } from "./samples.ts";

/** What core relies on in timers. */
export const timersSuite = (current: CurrentStore): void => {
  describe("timers", () => {
    const only = async (): Promise<Timer> => {
      const [first, ...others] = await current.store.timers.due(Number.MAX_SAFE_INTEGER, 10);
      expect(others).toEqual([]);
      if (first === undefined) throw new Error("there is no timer");
      return first;
    };

    test("tells what is due, earliest first, and no more than asked", async () => {
      await current.store.timers.set(timer("late", { dueAtMs: 30 }));
      await current.store.timers.set(timer("soon", { dueAtMs: 10 }));
      await current.store.timers.set(timer("then", { dueAtMs: 20 }));
      const due = await current.store.timers.due(20, 10);
      expect(due).toEqual([
        { ...timer("soon", { dueAtMs: 10 }), attempts: 0 },
        { ...timer("then", { dueAtMs: 20 }), attempts: 0 },
      ]);
      expect((await current.store.timers.due(30, 1)).map(({ subject }) => subject)).toEqual([
        "soon",
      ]);
      expect(await current.store.timers.due(9, 10)).toEqual([]);
      expect(await current.store.timers.nextDueAtMs()).toBe(10);
      expect(await current.store.timers.count()).toBe(3);
    });

    test("knows of no next one when there is none", async () => {
      expect(await current.store.timers.nextDueAtMs()).toBeUndefined();
      expect(await current.store.timers.count()).toBe(0);
    });

    test("replaces a timer of the same subject and counts its failures anew", async () => {
      await current.store.timers.set(timer("1", { dueAtMs: 10, data: "old" }));
      await current.store.timers.retry(await only(), 15);
      expect(await only()).toMatchObject({ dueAtMs: 15, attempts: 1, data: "old" });
      await current.store.timers.set(timer("1", { dueAtMs: 20, data: "new" }));
      expect(await only()).toMatchObject({ dueAtMs: 20, attempts: 0, data: "new" });
    });

    test("tells apart timers by account, chat, kind and subject", async () => {
      await current.store.timers.set(timer("1"));
      await current.store.timers.set(timer("1", elsewhere));
      await current.store.timers.set(timer("1", { chat: chat("b") }));
      await current.store.timers.set(timer("1", { kind: "remind" }));
      await current.store.timers.set(timer("2"));
      expect(await current.store.timers.count()).toBe(5);
      await current.store.timers.cancelChat(here, chat("a"));
      expect(await current.store.timers.count()).toBe(2);
    });

    test("cancels one and says whether there was one", async () => {
      await current.store.timers.set(timer("1"));
      expect(await current.store.timers.cancel(timer("2"))).toBe(false);
      expect(await current.store.timers.cancel(timer("1"))).toBe(true);
      expect(await current.store.timers.cancel(timer("1"))).toBe(false);
    });

    test("completes a timer once", async () => {
      await current.store.timers.set(timer("1"));
      const due = await only();
      expect(await current.store.timers.complete(due)).toBe(true);
      expect(await current.store.timers.complete(due)).toBe(false);
    });

    test("neither completes nor retries a timer that was replaced meanwhile", async () => {
      await current.store.timers.set(timer("1", { dueAtMs: 10 }));
      const due = await only();
      await current.store.timers.set(timer("1", { dueAtMs: 500 }));
      expect(await current.store.timers.complete(due)).toBe(false);
      await current.store.timers.retry(due, 20);
      expect(await only()).toMatchObject({ dueAtMs: 500, attempts: 0 });
    });

    test("postpones a timer without counting a try, unless it was replaced meanwhile", async () => {
      await current.store.timers.set(timer("1", { dueAtMs: 10 }));
      const due = await only();
      await current.store.timers.postpone(due, 15);
      expect(await only()).toMatchObject({ dueAtMs: 15, attempts: 0 });
      await current.store.timers.postpone(due, 20);
      expect(await only()).toMatchObject({ dueAtMs: 15, attempts: 0 });
    });

    test("does not bring a cancelled timer back by a retry", async () => {
      await current.store.timers.set(timer("1"));
      const due = await only();
      await current.store.timers.cancel(due);
      await current.store.timers.retry(due, 2_000);
      expect(await current.store.timers.count()).toBe(0);
    });

    test("gives back any JSON as it was given", async () => {
      await fc.assert(
        fc.asyncProperty(fc.jsonValue(), async (data) => {
          await current.store.timers.set(timer("1", { data }));
          expect((await only()).data).toEqual(JSON.parse(JSON.stringify(data)));
        }),
        { numRuns: 50 },
      );
    });

    test("survives closing and opening again", async () => {
      await current.store.timers.set(timer("1"));
      const before = await only();
      await current.reopen();
      expect(await only()).toEqual(before);
    });
  });
};
