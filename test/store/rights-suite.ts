import { describe, expect, test } from "vitest";
import type { Card, Grant, StoredSetting } from "../../src/core/store.ts";
import type { CurrentStore } from "./current-store.ts";
import { chat, elsewhere, here, message, user } from "./samples.ts";

const setting = (key: string, more: Partial<StoredSetting> = {}): StoredSetting => ({
  ...here,
  chat: chat("a"),
  key,
  value: "full",
  atMs: 1_000,
  ...more,
});

const grant = (name: string, what: string, more: Partial<Grant> = {}): Grant => ({
  ...here,
  chat: chat("a"),
  user: user(name),
  what,
  atMs: 1_000,
  ...more,
});

const card = (token: string, more: Partial<Card> = {}): Card => ({
  ...here,
  token,
  chat: chat("a"),
  kind: "why",
  data: { key: "why.none", facts: {} },
  atMs: 1_000,
  expiresAtMs: 5_000,
  ...more,
});

/** What core relies on in the chats' settings, grants and cards. */
export const rightsSuite = (current: CurrentStore): void => {
  describe("settings", () => {
    test("keeps one value per key and chat, the newest, whatever JSON it is", async () => {
      const { settings } = current.store;
      await settings.put(setting("pin-duration", { value: 86_400_000 }));
      await settings.put(setting("feedback", { value: "quiet" }));
      await settings.put(setting("feedback", { by: user("ann"), atMs: 2_000 }));
      await settings.put(setting("pin.deny", { value: ["ou_1", "ou_2"] }));
      await settings.put(setting("pin.cooldown", { value: null }));
      expect(await settings.list(here, chat("a"))).toEqual([
        setting("feedback", { by: user("ann"), atMs: 2_000 }),
        setting("pin-duration", { value: 86_400_000 }),
        setting("pin.cooldown", { value: null }),
        setting("pin.deny", { value: ["ou_1", "ou_2"] }),
      ]);
    });

    test("are of one chat of one account and survive a restart", async () => {
      await current.store.settings.put(setting("feedback"));
      await current.store.settings.put(setting("feedback", { ...elsewhere, value: "quiet" }));
      await current.reopen();
      const { settings } = current.store;
      expect(await settings.list(here, chat("b"))).toEqual([]);
      expect(await settings.remove(here, chat("b"), "feedback")).toBe(false);
      expect(await settings.remove(here, chat("a"), "feedback")).toBe(true);
      expect(await settings.remove(here, chat("a"), "feedback")).toBe(false);
      await settings.put(setting("mode"));
      await settings.removeChat(here, chat("a"));
      expect(await settings.list(here, chat("a"))).toEqual([]);
      expect(await settings.list(elsewhere, chat("a"))).toHaveLength(1);
    });
  });

  describe("grants", () => {
    test("remembers who gave what to whom, why and until when, newest first", async () => {
      const full = grant("bob", "moderator", {
        userName: "鲍勃",
        by: user("ann"),
        byName: "安",
        atMs: 2_000,
        dueAtMs: 9_000,
        reason: "launch",
      });
      await current.store.grants.put(grant("bob", "pin"));
      await current.store.grants.put(full);
      await current.reopen();
      expect(await current.store.grants.list(here, chat("a"))).toEqual([full, grant("bob", "pin")]);
    });

    test("keeps one grant per person and right, the newest", async () => {
      const { grants } = current.store;
      await grants.put(grant("bob", "pin", { dueAtMs: 9_000, reason: "old" }));
      await grants.put(grant("bob", "pin", { atMs: 3_000 }));
      expect(await grants.list(here, chat("a"))).toEqual([grant("bob", "pin", { atMs: 3_000 })]);
    });

    test("takes away one right of one person in one chat", async () => {
      const { grants } = current.store;
      for (const one of [grant("bob", "pin"), grant("bob", "recall"), grant("cat", "pin")])
        await grants.put(one);
      expect(await grants.remove(here, chat("b"), user("bob"), "pin")).toBe(false);
      expect(await grants.remove(here, chat("a"), user("bob"), "pin")).toBe(true);
      expect(await grants.remove(here, chat("a"), user("bob"), "pin")).toBe(false);
      expect(await grants.list(here, chat("a"))).toHaveLength(2);
      await grants.removeChat(here, chat("a"));
      expect(await grants.list(here, chat("a"))).toEqual([]);
    });
  });

  describe("cards", () => {
    test("finds a card by its token, which is kept once", async () => {
      const { cards } = current.store;
      const mine = card("t1", { requester: user("ann"), message: message("1") });
      await cards.put(mine);
      await cards.put(card("t1", { data: "forged" }));
      expect(await cards.find("t1")).toEqual(mine);
      expect(await cards.find("t2")).toBeUndefined();
    });

    test("is bound to the first message that carries it", async () => {
      const { cards } = current.store;
      await cards.put(card("t1"));
      await cards.bind("t1", message("1"));
      await cards.bind("t1", message("2"));
      await cards.bind("t2", message("2"));
      expect((await cards.find("t1"))?.message).toBe(message("1"));
    });

    test("tells the newest of one kind and person in a chat", async () => {
      const { cards } = current.store;
      const ann = user("ann");
      await cards.put(card("t1", { requester: ann }));
      await cards.put(card("t2", { requester: ann, atMs: 2_000 }));
      await cards.put(card("t3", { requester: user("bob"), atMs: 3_000 }));
      await cards.put(card("t4", { requester: ann, atMs: 3_000, kind: "settings" }));
      await cards.put(card("t5", { requester: ann, atMs: 3_000, chat: chat("b") }));
      await cards.put(card("t6", { requester: ann, atMs: 3_000, ...elsewhere }));
      const query = { chat: chat("a"), kind: "why", requester: ann };
      expect((await cards.latest(here, query))?.token).toBe("t2");
      await cards.removeChat(here, chat("a"));
      expect(await cards.latest(here, query)).toBeUndefined();
      expect(await cards.find("t5")).toBeDefined();
    });

    test("sweeps what expired, a few at a time", async () => {
      const { cards } = current.store;
      for (const [token, expiresAtMs] of [
        ["t1", 1_000],
        ["t2", 2_000],
        ["t3", 3_000],
        ["t4", 4_000],
      ] as const)
        await cards.put(card(token, { expiresAtMs }));
      expect(await cards.sweep(4_000, 2)).toBe(2);
      expect(await cards.find("t3")).toBeDefined();
      expect(await cards.sweep(4_000, 2)).toBe(1);
      expect(await cards.find("t4")).toBeDefined();
    });
  });
};
