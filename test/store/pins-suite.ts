import { describe, expect, test } from "vitest";
import type { CurrentStore } from "./current-store.ts";
import { chat, elsewhere, here, message, pin, user } from "./samples.ts";

/** What core relies on in the ledger of pins. */
export const pinsSuite = (current: CurrentStore): void => {
  describe("pins", () => {
    test("remembers who pinned what, why and until when", async () => {
      const full = pin("1", {
        by: user("ann"),
        byName: "安",
        reason: "read this",
        dueAtMs: 9_000,
      });
      await current.store.pins.put(full);
      await current.store.pins.put(pin("2", { atMs: 6_000 }));
      expect(await current.store.pins.list(here, chat("a"))).toEqual([
        pin("2", { atMs: 6_000 }),
        full,
      ]);
    });

    test("keeps one pin per message, the newest", async () => {
      await current.store.pins.put(pin("1", { by: user("ann"), reason: "old", dueAtMs: 9_000 }));
      await current.store.pins.put(pin("1", { atMs: 7_000 }));
      expect(await current.store.pins.list(here, chat("a"))).toEqual([pin("1", { atMs: 7_000 })]);
    });

    test("forgets a pin and says whether there was one", async () => {
      await current.store.pins.put(pin("1"));
      expect(await current.store.pins.remove(here, chat("b"), message("1"))).toBe(false);
      expect(await current.store.pins.remove(elsewhere, chat("a"), message("1"))).toBe(false);
      expect(await current.store.pins.remove(here, chat("a"), message("1"))).toBe(true);
      expect(await current.store.pins.remove(here, chat("a"), message("1"))).toBe(false);
    });

    test("forgets all pins of one chat and of no other", async () => {
      const others = [pin("1", { chat: chat("b") }), pin("1", elsewhere)];
      for (const one of [pin("1"), pin("2"), ...others]) await current.store.pins.put(one);
      await current.store.pins.removeChat(here, chat("a"));
      expect(await current.store.pins.list(here, chat("a"))).toEqual([]);
      expect(await current.store.pins.list(here, chat("b"))).toEqual([others[0]]);
      expect(await current.store.pins.list(elsewhere, chat("a"))).toEqual([others[1]]);
    });
  });
};
