import { expect, test, vi } from "vitest";
import { botInSandbox, oneCard, oneMark, patient } from "./bot-in-sandbox.ts";

type Bot = Awaited<ReturnType<typeof botInSandbox>>;

const linkIs = (bot: Bot, state: string) =>
  vi.waitFor(
    () =>
      expect(
        bot
          .app()
          .state()
          .links.map(({ link }) => link.state),
      ).toEqual([state]),
    patient,
  );

test.concurrent("a link that drops again and again loses no command and doubles none", async (context) => {
  const bot = await botInSandbox(context, { sandbox: { latencyMs: 30 } });
  const notices = Array.from({ length: 12 }, (_, number) => bot.write("owner", `Notice ${number}`));

  const typed = notices.map((notice, index) => {
    if (index % 3 === 0) bot.control.fault({ kind: "drop_link" });
    return bot.say("admin", "/pin", notice);
  });
  for (const one of typed) await bot.answered(one);
  await bot.quiet();

  expect([...bot.pinned()].sort()).toEqual([...notices].sort());
  for (const one of typed) expect(bot.answers(one)).toEqual(oneMark);
});

test.concurrent("a platform that is too busy to be connected to is tried again", async (context) => {
  const bot = await botInSandbox(context, {
    prepare: ({ control }) => control.fault({ kind: "system_busy", count: 2 }),
  });
  const notice = bot.write("owner");

  const typed = bot.say("admin", "/pin", notice);
  await bot.answered(typed);
  await bot.quiet();

  expect(bot.pinned()).toEqual([notice]);
  expect(bot.answers(typed)).toEqual(oneMark);
});

test.concurrent("a refused handshake is tried again, and what was said meanwhile is done", async (context) => {
  const bot = await botInSandbox(context);
  await linkIs(bot, "up");
  bot.control.fault({ kind: "refuse_link", count: 2 });
  bot.control.fault({ kind: "drop_link" });
  await linkIs(bot, "down");

  const notice = bot.write("owner");
  const allowed = bot.say("admin", "/pin", notice);
  const denied = bot.say("member", "/unpin", notice);
  await bot.answered(allowed);
  await bot.answered(denied);
  await bot.quiet();

  expect(bot.pinned()).toEqual([notice]);
  expect([bot.answers(allowed), bot.answers(denied)]).toEqual([oneMark, oneCard]);
});

test.concurrent("events in pieces and out of order are put together", async (context) => {
  const bot = await botInSandbox(context);
  await linkIs(bot, "up");
  bot.control.fault({ kind: "split_frames", part_bytes: 100, out_of_order: true });
  const notice = bot.write("owner");

  const typed = bot.say("admin", "/pin", notice);
  await bot.answered(typed);
  await bot.quiet();

  expect(bot.pinned()).toEqual([notice]);
  expect(bot.answers(typed)).toEqual(oneMark);
});
