import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { laneOf } from "../../src/core/lanes/lane-of.ts";
import { StoreError } from "../../src/store/store-error.ts";
import type { CurrentStore } from "./current-store.ts";
import { keysOf } from "./keys-of.ts";
import { chat, entry, here, invocation, message, user } from "./samples.ts";

/** What core relies on in a journal. */
export const journalSuite = (current: CurrentStore): void => {
  describe("journal", () => {
    test("writes commands down in the order given", async () => {
      const given = [entry("3"), entry("1"), entry("2")];
      const added = await current.store.journal.accept(given);
      expect(added).toEqual(
        given.map((one, index) => ({
          ...one,
          sequence: added[index]?.sequence,
          state: "accepted",
          attempts: 0,
        })),
      );
      const sequences = added.map(({ sequence }) => sequence);
      expect(sequences).toEqual(sequences.toSorted((a, b) => a - b));
      expect(new Set(sequences).size).toBe(3);
      expect(await current.store.journal.unfinished()).toEqual(added);
    });

    test("writes a command down as begun, and counts that", async () => {
      const { journal } = current.store;
      const [added] = await journal.accept([{ ...entry("1"), begun: true }]);
      expect(added).toMatchObject({ state: "running", attempts: 1, begun: true });
      const [left] = await journal.unfinished();
      expect(left).toMatchObject({ state: "running", attempts: 1 });
      expect(left).not.toHaveProperty("begun");
      expect(await journal.begin(entry("1").key, 2)).toBe(2);
      await journal.acted(entry("1").key, { kind: "told" }, 3);
    });

    test("knows who used which command in a lane lately, once it did what it was asked to", async () => {
      const { journal } = current.store;
      const give = async (name: string, more: Parameters<typeof invocation>[1], atMs: number) => {
        const given = invocation(name, more);
        await journal.accept([{ key: name, invocation: given, acceptedAtMs: atMs }]);
        await journal.begin(name, atMs + 1);
      };
      const lane = laneOf(here, chat("a"));
      await give("old", {}, 1_000);
      await give("answered", { sender: user("bob") }, 2_000);
      await give("answering", { command: "unpin" }, 3_000);
      await give("denied", {}, 4_000);
      await give("elsewhere", { chat: chat("b") }, 5_000);
      await give("running", {}, 6_000);
      for (const name of ["old", "answered", "answering", "elsewhere"])
        await journal.acted(name, { kind: "done" }, 7_000);
      await journal.acted("denied", { kind: "denied" }, 7_000);
      for (const name of ["old", "answered", "denied", "elsewhere"])
        await journal.finish(name, "done", 8_000);

      expect(await journal.uses(lane, 1_000)).toEqual([
        { user: user("bob"), command: "pin", atMs: 2_000 },
        { user: user("ann"), command: "unpin", atMs: 3_000 },
      ]);
      expect(await journal.uses(lane, 3_000)).toEqual([]);
    });

    test("accepts nothing without ado", async () => {
      expect(await current.store.journal.accept([])).toEqual([]);
    });

    test("keeps every field of a command", async () => {
      const given = invocation("1", {
        chatKind: "direct",
        args: [
          { kind: "member", user: user("bob"), name: 'B"ob\n\u0000鲍勃', isBot: false },
          { kind: "everyone" },
        ],
        replyTo: message("parent"),
        inThread: true,
        language: "zh-CN",
        sentAtMs: 1_762_000_000_123,
      });
      await current.store.journal.accept([{ key: "k", invocation: given, acceptedAtMs: 7 }]);
      expect((await current.store.journal.find("k"))?.invocation).toEqual(given);
    });

    test("leaves a key that is known as it is and returns the new ones only", async () => {
      await current.store.journal.accept([entry("1", 1)]);
      await current.store.journal.begin(entry("1").key, 2);
      const added = await current.store.journal.accept([
        entry("1", 3),
        entry("2", 3),
        entry("2", 4),
      ]);
      expect(keysOf(added)).toEqual([entry("2").key]);
      expect(await current.store.journal.find(entry("1").key)).toMatchObject({
        acceptedAtMs: 1,
        state: "running",
        attempts: 1,
      });
    });

    test("gives each of several simultaneous callers its own new entries", async () => {
      const results = await Promise.all([
        current.store.journal.accept([entry("1"), entry("2")]),
        current.store.journal.accept([entry("2"), entry("3")]),
        current.store.journal.accept([entry("1")]),
      ]);
      expect(results.map(keysOf)).toEqual([[entry("1").key, entry("2").key], [entry("3").key], []]);
      expect(keysOf(await current.store.journal.unfinished())).toEqual(
        ["1", "2", "3"].map((one) => entry(one).key),
      );
    });

    test("takes a command from accepted to done", async () => {
      const { key } = entry("1");
      await current.store.journal.accept([entry("1")]);
      expect(await current.store.journal.begin(key, 1)).toBe(1);
      expect(await current.store.journal.begin(key, 2)).toBe(2);
      expect(await current.store.journal.find(key)).toMatchObject({
        state: "running",
        attempts: 2,
      });
      await current.store.journal.acted(key, { said: ["pinned", null, 3] }, 3);
      expect(await current.store.journal.find(key)).toMatchObject({
        state: "answering",
        outcome: { said: ["pinned", null, 3] },
      });
      expect(keysOf(await current.store.journal.unfinished())).toEqual([key]);
      await current.store.journal.finish(key, "done", 4);
      expect(await current.store.journal.find(key)).toMatchObject({
        state: "done",
        attempts: 2,
        outcome: { said: ["pinned", null, 3] },
      });
      expect(await current.store.journal.unfinished()).toEqual([]);
    });

    test("ends a command that was never begun", async () => {
      await current.store.journal.accept([entry("1")]);
      await current.store.journal.finish(entry("1").key, "failed", 2);
      expect(await current.store.journal.find(entry("1").key)).toMatchObject({ state: "failed" });
    });

    test("has no outcome property before there is an outcome", async () => {
      const { key } = entry("1");
      await current.store.journal.accept([entry("1")]);
      expect(await current.store.journal.find(key)).not.toHaveProperty("outcome");
      await current.store.journal.begin(key, 1);
      await current.store.journal.acted(key, undefined, 2);
      expect(await current.store.journal.find(key)).not.toHaveProperty("outcome");
    });

    test("accepts the repeat of a step, because its first answer may have been lost", async () => {
      const { key } = entry("1");
      await current.store.journal.accept([entry("1")]);
      await current.store.journal.begin(key, 1);
      await current.store.journal.acted(key, "once", 2);
      await current.store.journal.acted(key, "once", 3);
      await current.store.journal.finish(key, "done", 4);
      await current.store.journal.finish(key, "done", 5);
      expect(await current.store.journal.find(key)).toMatchObject({
        state: "done",
        outcome: "once",
      });
    });

    test("refuses steps out of order, each for itself", async () => {
      await current.store.journal.accept([entry("new"), entry("over"), entry("fine")]);
      await current.store.journal.finish(entry("over").key, "done", 1);
      const results = await Promise.allSettled([
        current.store.journal.begin("unknown", 2),
        current.store.journal.begin(entry("over").key, 2),
        current.store.journal.acted(entry("new").key, {}, 2),
        current.store.journal.begin(entry("fine").key, 2),
        current.store.journal.finish(entry("over").key, "failed", 2),
        current.store.journal.finish("unknown", "done", 2),
        current.store.journal.accept([entry("later")]),
      ]);
      expect(results.map(({ status }) => status)).toEqual([
        "rejected",
        "rejected",
        "rejected",
        "fulfilled",
        "rejected",
        "rejected",
        "fulfilled",
      ]);
      for (const result of results) {
        if (result.status === "rejected") {
          expect(result.reason).toBeInstanceOf(StoreError);
          expect(result.reason).toMatchObject({ failure: "conflict" });
        }
      }
      expect(await current.store.journal.find(entry("fine").key)).toMatchObject({ attempts: 1 });
      expect(await current.store.journal.find(entry("new").key)).toMatchObject({
        state: "accepted",
      });
      expect(await current.store.journal.find(entry("over").key)).toMatchObject({ state: "done" });
      expect(await current.store.journal.find(entry("later").key)).toMatchObject({ attempts: 0 });
    });

    test("refuses an outcome that JSON cannot hold and goes on", async () => {
      const { key } = entry("1");
      await current.store.journal.accept([entry("1")]);
      await current.store.journal.begin(key, 1);
      await expect(current.store.journal.acted(key, 1n, 2)).rejects.toThrow(TypeError);
      await current.store.journal.acted(key, 1, 3);
      expect(await current.store.journal.find(key)).toMatchObject({ outcome: 1 });
    });

    test("finds nothing under an unknown key", async () => {
      expect(await current.store.journal.find("unknown")).toBeUndefined();
    });

    test("sweeps what was over before a time, the oldest first, and never the unfinished", async () => {
      const names = ["1", "2", "3", "4"];
      await current.store.journal.accept([...names, "open"].map((one) => entry(one, 0)));
      for (const [index, one] of names.entries()) {
        await current.store.journal.finish(entry(one).key, "done", 100 + index);
      }
      expect(await current.store.journal.sweep(103, 2)).toBe(2);
      expect(await current.store.journal.find(entry("2").key)).toBeUndefined();
      expect(await current.store.journal.find(entry("3").key)).toBeDefined();
      expect(await current.store.journal.sweep(103, 2)).toBe(1);
      expect(await current.store.journal.sweep(103, 2)).toBe(0);
      expect(await current.store.journal.find(entry("4").key)).toBeDefined();
      expect(keysOf(await current.store.journal.unfinished())).toEqual([entry("open").key]);
    });

    test("never gives a sequence twice, even when the last row was swept", async () => {
      const [first] = await current.store.journal.accept([entry("1")]);
      await current.store.journal.finish(entry("1").key, "done", 1);
      await current.store.journal.sweep(2, 10);
      await current.reopen();
      const [second] = await current.store.journal.accept([entry("2")]);
      expect(second?.sequence).toBeGreaterThan(first?.sequence ?? Number.NaN);
    });

    test("knows unfinished commands after it was closed and opened again", async () => {
      await current.store.journal.accept([entry("1"), entry("2"), entry("3")]);
      await current.store.journal.begin(entry("1").key, 1);
      await current.store.journal.finish(entry("2").key, "done", 1);
      const before = await current.store.journal.unfinished();
      await current.reopen();
      expect(await current.store.journal.unfinished()).toEqual(before);
      expect(keysOf(before)).toEqual([entry("1").key, entry("3").key]);
    });

    test("writes more commands at once than fit into one transaction", async () => {
      const names = Array.from({ length: 1_000 }, (_, index) => String(index));
      const results = await Promise.all(
        names.map((one) => current.store.journal.accept([entry(one)])),
      );
      expect(results.every((added) => added.length === 1)).toBe(true);
      expect(keysOf(await current.store.journal.unfinished())).toEqual(
        names.map((one) => entry(one).key),
      );
    });

    test("holds what a plain model holds, whatever comes in whatever order", async () => {
      const step = fc.record({
        key: fc.constantFrom("a", "b", "c", "d"),
        act: fc.constantFrom("accept", "begin", "acted", "done", "failed"),
      });
      await fc.assert(
        fc.asyncProperty(fc.array(step, { maxLength: 40 }), fc.uuid(), async (steps, run) => {
          const model = new Map<string, { state: string; attempts: number }>();
          const allowed = steps.map(({ key, act: name }) => {
            const row = model.get(key);
            const open = row !== undefined && row.state !== "done" && row.state !== "failed";
            if (name === "accept") {
              if (row === undefined) model.set(key, { state: "accepted", attempts: 0 });
              return true;
            }
            if (name === "begin" && open && row.state !== "answering") {
              model.set(key, { state: "running", attempts: row.attempts + 1 });
              return true;
            }
            if (name === "acted" && open && row.state !== "accepted") {
              model.set(key, { ...row, state: "answering" });
              return true;
            }
            if ((name === "done" || name === "failed") && open) {
              model.set(key, { ...row, state: name });
              return true;
            }
            return row !== undefined && row.state === name;
          });
          // All at once, so that they share transactions.
          const results = await Promise.allSettled(
            steps.map(({ key, act: name }): Promise<unknown> => {
              const id = `${run}:${key}`;
              if (name === "begin") return current.store.journal.begin(id, 1);
              if (name === "acted") return current.store.journal.acted(id, name, 1);
              if (name === "done" || name === "failed")
                return current.store.journal.finish(id, name, 1);
              return current.store.journal.accept([{ ...entry(key), key: id }]);
            }),
          );
          expect(results.map(({ status }) => status === "fulfilled")).toEqual(allowed);
          for (const [key, row] of model) {
            expect(await current.store.journal.find(`${run}:${key}`)).toMatchObject(row);
          }
        }),
        { numRuns: 40 },
      );
    });
  });
};
