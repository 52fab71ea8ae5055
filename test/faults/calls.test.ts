import { describe, expect, test } from "vitest";
import type { FaultBody } from "../../src/sandbox/feishu/control/bodies.ts";
import { botInSandbox, oneCard, oneMark, oneReply } from "./bot-in-sandbox.ts";

const pins = "/im/v1/pins";
const reactions = "/reactions";
const replies = "/reply";
/** A call that hangs for longer than the bot waits for one try, and is done all the same. */
const hang = { kind: "delay", ms: 900, count: 1 } as const;
const timeoutMs = 400;

const hiccups: readonly (readonly [string, FaultBody])[] = [
  ["an HTTP 500", { kind: "http500", count: 1 }],
  ["two HTTP 500s", { kind: "http500", count: 2 }],
  ["an HTTP 500 after the effect", { kind: "http500", count: 1, after_effect: true }],
  ["a reset", { kind: "reset", count: 1 }],
  ["a reset after the effect", { kind: "reset", count: 1, after_effect: true }],
  ["an answer cut short", { kind: "truncate", count: 1 }],
  ["a timeout after the effect", hang],
  ["“too fast”", { kind: "error", code: 99991400, count: 1 }],
  ["a rejected token", { kind: "error", code: 99991663, count: 1 }],
];

describe.concurrent.each(hiccups)("%s", (_name, fault) => {
  const at = (path: string, method: "POST" | "DELETE" | "GET"): FaultBody =>
    ({ ...fault, path, method }) as FaultBody;

  test("while pinning: it is pinned and marked once, as our own doing", async (context) => {
    const bot = await botInSandbox(context, { timeoutMs });
    const notice = bot.write("owner");
    bot.control.fault(at(pins, "POST"));

    const typed = bot.say("admin", "/pin", notice);
    await bot.answered(typed);
    await bot.quiet();

    expect(bot.pinned()).toEqual([notice]);
    expect(bot.answers(typed)).toEqual(oneMark);
    await bot.calledAgain("POST", pins);
  });

  test("while recalling: it is gone, marked once, and on record once as ours", async (context) => {
    const bot = await botInSandbox(context, { timeoutMs });
    const spam = bot.write("member", "Spam");
    bot.control.fault(at("/im/v1/messages/", "DELETE"));

    const typed = bot.say("admin", "/recall spam", spam);
    await bot.answered(typed);
    await bot.quiet();

    expect(bot.isGone(spam)).toBe(true);
    expect(bot.answers(typed)).toEqual(oneMark);
    const cases = await bot.store().cases.list({
      platform: "feishu",
      account: bot.sandbox.appId,
      chat: bot.chat as never,
      limit: 10,
    });
    expect(cases).toMatchObject([{ action: "recall", outcome: "done", target: spam }]);
    await bot.calledAgain("DELETE", `/im/v1/messages/${spam}`);
  });

  test("while marking the command: one answer", async (context) => {
    const bot = await botInSandbox(context, { timeoutMs });
    const notice = bot.write("owner");
    bot.control.fault(at(reactions, "POST"));

    const typed = bot.say("admin", "/pin", notice);
    await bot.answered(typed);
    await bot.quiet();

    expect(bot.answers(typed)).toEqual(oneMark);
    await bot.calledAgain("POST", reactions);
  });

  test("while replying: one reply", async (context) => {
    const bot = await botInSandbox(context, { timeoutMs });
    bot.control.fault(at(replies, "POST"));

    const typed = bot.say("member", "/pins");
    await bot.answered(typed);
    await bot.quiet();

    expect(bot.answers(typed)).toEqual(oneReply);
    await bot.calledAgain("POST", replies);
  });

  test("while looking up who is who: the command runs", async (context) => {
    const bot = await botInSandbox(context, { timeoutMs });
    const notice = bot.write("owner");
    bot.control.fault(at("/im/v1/chats/", "GET"));

    const typed = bot.say("member", "/pin", notice);
    await bot.answered(typed);
    await bot.quiet();

    expect(bot.pinned()).toEqual([]);
    expect(bot.answers(typed)).toEqual(oneCard);
    await bot.calledAgain("GET", `/im/v1/chats/${bot.chat}`);
  });
});

/** Private cards carry no key: whether one was shown that broke off, nobody can tell, so nothing more is said. */
const inDoubt = (fault: FaultBody): boolean => fault.kind === "http500" || fault.kind === "reset";
const tookEffect = (fault: FaultBody): boolean => "after_effect" in fault;

describe.concurrent.each(hiccups)("%s", (_name, fault) => {
  test("while whispering: at most one answer", async (context) => {
    const bot = await botInSandbox(context, { timeoutMs });
    const notice = bot.write("owner");
    bot.control.fault({ ...fault, path: "/ephemeral/", method: "POST" } as FaultBody);

    const typed = bot.say("member", "/pin", notice);
    await bot.calledOnce("POST", "/ephemeral/");
    await bot.quiet();

    const said = !inDoubt(fault) || tookEffect(fault);
    expect(bot.answers(typed)).toEqual(said ? oneCard : { marks: 0, replies: 0, cards: 0 });
  });
});

test.concurrent("a token that expires in the middle of a flood costs nobody anything", async (context) => {
  const bot = await botInSandbox(context, { sandbox: { latencyMs: 40 } });
  const notices = Array.from({ length: 8 }, (_, number) => bot.write("owner", `Notice ${number}`));
  const typed = notices.map((notice) => bot.say("admin", "/pin", notice));
  await bot.answered(typed[2] ?? { chat: "", message: "", to: "" });

  bot.control.fault({ kind: "expire_token" });
  await bot.quiet();

  expect([...bot.pinned()].sort()).toEqual([...notices].sort());
  for (const one of typed) expect(bot.answers(one)).toEqual(oneMark);
});

test.concurrent("a platform that stays broken is told plainly, once it can be told", async (context) => {
  const bot = await botInSandbox(context);
  const notice = bot.write("owner");
  bot.control.fault({ kind: "http500", path: pins });

  const typed = bot.say("admin", "/pin", notice);
  await bot.answered(typed);
  await bot.quiet();

  expect(bot.pinned()).toEqual([]);
  expect(bot.answers(typed)).toEqual(oneCard);
});

test.concurrent("every event five times: each command acts and answers once", async (context) => {
  const bot = await botInSandbox(context);
  bot.control.fault({ kind: "duplicate_events", times: 4 });
  const notice = bot.write("owner");
  const spam = bot.write("member", "Spam");

  const typed = [
    bot.say("admin", "/pin", notice),
    bot.say("admin", "/recall", spam),
    bot.say("member", "/unpin", notice),
    bot.say("owner", "/pins"),
  ];
  for (const one of typed) await bot.answered(one);
  await bot.quiet();

  expect(typed.map(bot.answers)).toEqual([oneMark, oneMark, oneCard, oneReply]);
  expect(bot.pinned()).toEqual([notice]);
  expect(bot.called("POST", pins)).toBe(1);
  expect(bot.called("DELETE", `/messages/${spam}`)).toBe(1);
});
