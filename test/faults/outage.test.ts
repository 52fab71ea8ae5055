import { expect, test, vi } from "vitest";
import { botInSandbox, oneCard, oneMark, oneReply, patient } from "./bot-in-sandbox.ts";

test.concurrent("an answer that cannot be given is given once the platform is back", {
  timeout: 60_000,
}, async (context) => {
  const bot = await botInSandbox(context);
  const notice = bot.write("owner");
  const pin = "/im/v1/pins";
  bot.control.fault({ kind: "http500", path: "/reply" });
  // Refused for certain, unlike a 500, after which nobody knows.
  bot.control.fault({ kind: "error", code: 99991672, path: "/ephemeral" });
  bot.control.fault({ kind: "http500", path: "/reactions" });

  const done = bot.say("admin", "/pin", notice);
  const denied = bot.say("member", "/unpin", notice);
  const told = bot.say("owner", "/pins");
  // The lane goes on although nothing can be said.
  await vi.waitFor(() => expect(bot.called("GET", pin)).toBe(1), patient);
  await vi.waitFor(() => expect(bot.app().state().waiting).toBe(0), patient);
  expect([done, denied, told].map(bot.answers)).toEqual(
    Array(3).fill({ marks: 0, replies: 0, cards: 0 }),
  );

  bot.control.fault({ kind: "clear" });
  for (const one of [done, denied, told]) await bot.answered(one);
  await bot.quiet();
  expect([done, denied, told].map(bot.answers)).toEqual([oneMark, oneReply, oneReply]);
  expect(bot.called("POST", pin)).toBe(1);
});

test.concurrent("a private denial that may have been seen is not said again, and /why tells it", async (context) => {
  const bot = await botInSandbox(context);
  const notice = bot.write("owner");
  bot.control.fault({ kind: "http500", path: "/ephemeral", after_effect: true });
  const denied = bot.say("member", "/unpin", notice);
  await bot.calledOnce("POST", "/ephemeral");
  await bot.quiet();
  expect(bot.answers(denied)).toEqual(oneCard);

  bot.control.fault({ kind: "clear" });
  const asked = bot.say("member", "/why");
  await vi.waitFor(() => expect(bot.answers(asked).replies).toBe(1), patient);
  await bot.quiet();
  expect(bot.words(asked)).toContain("规则：`/unpin` 限群主和管理员使用");
  expect(bot.called("POST", "/ephemeral")).toBe(1);
});

test.concurrent("a mark that may stand already is not doubled by words", async (context) => {
  const bot = await botInSandbox(context);
  const notice = bot.write("owner");
  bot.control.fault({ kind: "reset", path: "/reactions", after_effect: true, count: 3 });

  const typed = bot.say("admin", "/pin", notice);
  await vi.waitFor(() => expect(bot.called("POST", "/reactions")).toBeGreaterThan(3), patient);
  await bot.quiet();

  expect(bot.answers(typed)).toEqual(oneMark);
});

test.concurrent("answers that wait for the platform outlive a restart", async (context) => {
  const bot = await botInSandbox(context);
  bot.control.fault({ kind: "http500", path: "/reply" });
  const typed = bot.say("owner", "/pins");
  await vi.waitFor(() => expect(bot.called("POST", "/reply")).toBeGreaterThan(2), patient);
  await vi.waitFor(() => expect(bot.app().state().waiting).toBe(0), patient);
  await bot.app().stop();

  bot.control.fault({ kind: "clear" });
  await bot.start();
  await bot.answered(typed);
  await bot.quiet();
  expect(bot.answers(typed)).toEqual(oneReply);
});
