import { describe, expect, test } from "vitest";
import type { CurrentStore } from "./current-store.ts";
import { act, chat, elsewhere, here, message, user } from "./samples.ts";

const everything = async <T>(items: AsyncIterable<T>): Promise<T[]> => {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
};

/** What core relies on in cases. */
export const casesSuite = (current: CurrentStore): void => {
  describe("cases", () => {
    test("numbers cases from 1 in each chat, also when they come at once", async () => {
      const added = await Promise.all([
        current.store.cases.append(act(), "1"),
        current.store.cases.append(act({ chat: chat("b") }), "2"),
        current.store.cases.append(act(), "3"),
        current.store.cases.append(act(elsewhere), "4"),
        current.store.cases.append(act(), "5"),
      ]);
      expect(added.map(({ number }) => number)).toEqual([1, 1, 2, 1, 3]);
    });

    test("returns the first case when the same is appended again", async () => {
      const first = await current.store.cases.append(act({ reason: "first" }), "same");
      const again = await current.store.cases.append(act({ reason: "again", atMs: 2_000 }), "same");
      expect(again).toEqual(first);
      expect((await current.store.cases.append(act(), "other")).number).toBe(2);
      expect((await current.store.cases.append(act({ chat: chat("b") }), "same")).chat).toBe(
        chat("b"),
      );
    });

    test("keeps every fact of a case, and only those", async () => {
      const full = act({
        outcome: "denied",
        actor: user("ann"),
        actorName: "安",
        target: message("t"),
        author: user("bob"),
        reason: "spam; drop table cases",
        logId: "20260101",
        details: { dueAtMs: 9, list: [1, null] },
      });
      expect(await current.store.cases.append(full, "1")).toEqual({ ...full, number: 1 });
      expect(await current.store.cases.get(here, chat("a"), 1)).toEqual({
        ...full,
        number: 1,
        notes: [],
      });
      await current.store.cases.append(act(), "2");
      expect(await current.store.cases.get(here, chat("a"), 2)).toEqual({
        ...act(),
        number: 2,
        notes: [],
      });
    });

    test("finds no case of another chat or account, and none that is not there", async () => {
      await current.store.cases.append(act(), "1");
      expect(await current.store.cases.get(here, chat("b"), 1)).toBeUndefined();
      expect(await current.store.cases.get(elsewhere, chat("a"), 1)).toBeUndefined();
      expect(await current.store.cases.get(here, chat("a"), 2)).toBeUndefined();
    });

    test("keeps notes in order, each once", async () => {
      await current.store.cases.append(act(), "1");
      const first = { atMs: 1, by: user("ann"), byName: "Ann", text: "why" };
      const second = { atMs: 2, text: "more" };
      expect(await current.store.cases.note(here, chat("a"), 1, first, "n1")).toBe(true);
      expect(await current.store.cases.note(here, chat("a"), 1, second, "n2")).toBe(true);
      expect(await current.store.cases.note(here, chat("a"), 1, first, "n1")).toBe(true);
      expect(await current.store.cases.note(here, chat("a"), 9, first, "n3")).toBe(false);
      expect((await current.store.cases.get(here, chat("a"), 1))?.notes).toEqual([first, second]);
    });

    test("lists the newest first, by actor and since a time", async () => {
      const ann = user("ann");
      await current.store.cases.append(act({ atMs: 10, actor: ann }), "1");
      await current.store.cases.append(act({ atMs: 20, actor: user("bob") }), "2");
      await current.store.cases.append(act({ atMs: 30, actor: ann }), "3");
      await current.store.cases.append(act({ atMs: 30, actor: ann }), "4");
      await current.store.cases.append(act({ atMs: 99, actor: ann, chat: chat("b") }), "5");
      const numbers = async (more: object): Promise<number[]> =>
        (await current.store.cases.list({ ...here, chat: chat("a"), limit: 10, ...more })).map(
          ({ number }) => number,
        );
      expect(await numbers({})).toEqual([4, 3, 2, 1]);
      expect(await numbers({ limit: 2 })).toEqual([4, 3]);
      expect(await numbers({ actor: ann })).toEqual([4, 3, 1]);
      expect(await numbers({ sinceMs: 20 })).toEqual([4, 3, 2]);
      expect(await numbers({ actor: ann, sinceMs: 11, limit: 1 })).toEqual([4]);
      expect(await numbers({ actor: user("eve") })).toEqual([]);
    });

    test("streams all cases with their notes, oldest first, over many pages", async () => {
      const chats = ["a", "b"].map(chat);
      await Promise.all(
        Array.from({ length: 450 }, (_, index) =>
          current.store.cases.append(
            act({ chat: chats[index % 2] ?? chat("a"), atMs: index }),
            `case ${index}`,
          ),
        ),
      );
      await current.store.cases.note(here, chat("b"), 225, { atMs: 1, text: "last" }, "n");
      const all = await everything(current.store.cases.stream({}));
      expect(all.map(({ atMs }) => atMs)).toEqual(Array.from({ length: 450 }, (_, i) => i));
      expect(all.at(-1)?.notes).toEqual([{ atMs: 1, text: "last" }]);
      const some = await everything(current.store.cases.stream({ chat: chat("b") }));
      expect(some.map(({ number }) => number)).toEqual(
        Array.from({ length: 225 }, (_, i) => i + 1),
      );
    });

    test("takes writes while an export is being read", async () => {
      await current.store.cases.append(act(), "1");
      const seen: number[] = [];
      for await (const { number } of current.store.cases.stream({})) {
        seen.push(number);
        if (number < 3) await current.store.cases.append(act(), `${number + 1}`);
      }
      expect(seen).toEqual([1, 2, 3]);
    });
  });
};
