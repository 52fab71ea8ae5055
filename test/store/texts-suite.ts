import { describe, expect, test } from "vitest";
import type { KeptText } from "../../src/core/text-store.ts";
import type { CurrentStore } from "./current-store.ts";
import { chat, elsewhere, here } from "./samples.ts";

const kept = (key: string, more: Partial<KeptText> = {}): KeptText => ({
  ...here,
  chat: chat("a"),
  key,
  text: `words of ${key}`,
  atMs: 1_000,
  ...more,
});

/** What core relies on in the words that are kept for a time. */
export const textsSuite = (current: CurrentStore): void => {
  describe("texts", () => {
    const find = (key: string, where: Pick<KeptText, "platform" | "account" | "chat"> = kept("")) =>
      current.store.texts.find(where, where.chat, key);

    test("keeps the words as they are, also when the store is opened again", async () => {
      const words = kept("k", { text: "“你好” 😀 '; drop table texts; -- \\ %s <at id=all>" });
      await current.store.texts.put(words);
      await current.reopen();
      expect(await find("k")).toEqual(words);
    });

    test("leaves what was kept first as it is", async () => {
      await current.store.texts.put(kept("k"));
      await current.store.texts.put(kept("k", { text: "later", atMs: 9_000 }));
      expect(await find("k")).toEqual(kept("k"));
    });

    test("finds and removes nothing of another chat, account or command", async () => {
      await current.store.texts.put(kept("k"));
      const strange = [
        { ...here, chat: chat("b") },
        { ...elsewhere, chat: chat("a") },
      ];
      for (const where of strange) {
        expect(await find("k", where)).toBeUndefined();
        await current.store.texts.remove(where, where.chat, "k");
        await current.store.texts.removeChat(where, where.chat);
      }
      await current.store.texts.remove(here, chat("a"), "other");
      expect(await find("other")).toBeUndefined();
      expect(await find("k")).toEqual(kept("k"));
    });

    test("removes one, or all of a chat", async () => {
      for (const key of ["1", "2", "3"]) await current.store.texts.put(kept(key));
      await current.store.texts.put(kept("1", { chat: chat("b") }));
      await current.store.texts.remove(here, chat("a"), "1");
      expect([await find("1"), await find("2")]).toEqual([undefined, kept("2")]);
      await current.store.texts.removeChat(here, chat("a"));
      expect([await find("2"), await find("3")]).toEqual([undefined, undefined]);
      expect(await find("1", kept("1", { chat: chat("b") }))).toBeDefined();
    });

    test("sweeps the oldest first and not more than asked, of every chat", async () => {
      await current.store.texts.put(kept("3", { atMs: 3 }));
      await current.store.texts.put(kept("1", { atMs: 1, chat: chat("b") }));
      await current.store.texts.put(kept("2", { atMs: 2, ...elsewhere }));
      await current.store.texts.put(kept("9", { atMs: 9 }));
      expect(await current.store.texts.sweep(9, 2)).toBe(2);
      expect(await find("1", kept("1", { chat: chat("b") }))).toBeUndefined();
      expect(await find("2", kept("2", elsewhere))).toBeUndefined();
      expect(await find("3")).toBeDefined();
      expect(await current.store.texts.sweep(9, 100)).toBe(1);
      expect(await current.store.texts.sweep(9, 100)).toBe(0);
      expect(await find("9")).toBeDefined();
    });
  });
};
