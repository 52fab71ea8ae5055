import { expect, test } from "vitest";
import { botInSandbox, oneCard, oneMark, oneReply } from "./bot-in-sandbox.ts";

const hourMs = 3_600_000;

test.concurrent.each([
  ["set back by a day", -24 * hourMs],
  ["ten minutes ahead", hourMs / 6],
  ["a time zone ahead", 8 * hourMs + 1_000],
  ["a year ahead", 365 * 24 * hourMs],
])("a clock that is %s changes nothing for commands", async (_name, wrongByMs) => {
  const cleanUps: (() => Promise<void> | void)[] = [];
  const bot = await botInSandbox({ onTestFinished: (cleanUp) => cleanUps.push(cleanUp) });
  try {
    const notice = bot.write("owner");
    bot.setClockWrong(wrongByMs);
    const pin = bot.say("admin", "/pin", notice);
    const denied = bot.say("member", "/unpin", notice);
    const told = bot.say("owner", "/pins");
    for (const one of [pin, denied, told]) await bot.answered(one);
    await bot.quiet();

    expect(bot.pinned()).toEqual([notice]);
    expect([pin, denied, told].map(bot.answers)).toEqual([oneMark, oneCard, oneReply]);
  } finally {
    for (const cleanUp of cleanUps.reverse()) await cleanUp();
  }
});

test.concurrent("a clock that jumps while a command runs leaves one effect and one answer", async (context) => {
  const bot = await botInSandbox(context, { sandbox: { latencyMs: 300 } });
  const notice = bot.write("owner");
  const typed = bot.say("admin", "/pin", notice);
  await bot.calledOnce("GET", `/im/v1/chats/${bot.chat}`);
  bot.setClockWrong(2 * hourMs);
  await bot.answered(typed);
  bot.setClockWrong(-2 * hourMs);
  await bot.quiet();

  expect(bot.pinned()).toEqual([notice]);
  expect(bot.answers(typed)).toEqual(oneMark);
});
