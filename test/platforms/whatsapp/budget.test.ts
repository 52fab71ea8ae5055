import fc from "fast-check";
import { expect, test } from "vitest";
import { createBudget } from "../../../src/platforms/whatsapp/budget.ts";
import { fakeClock, settle } from "../../fake-clock.ts";
import { someWindows } from "../some-windows.ts";
import { startGatewayRig } from "./gateway-rig.ts";
import { withAnswer } from "./one-answer.ts";
import { options, ref } from "./rig.ts";

const signal = (): AbortSignal => new AbortController().signal;

test("no window ever holds more than the limit, and everybody gets through", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(400), { maxLength: 40 }), async (gapsMs) => {
      const clock = fakeClock(0);
      const budget = createBudget({ limit: 5, reserve: 1, windowMs: 1000, clock });
      const letGoMs: number[] = [];
      for (const [index, gapMs] of gapsMs.entries()) {
        await clock.advance(gapMs);
        void budget
          .enter({ chat: `c${index % 3}`, forAnswers: index % 2 === 0, signal: signal() })
          .then((entered) => {
            if (!entered.ok) return;
            letGoMs.push(clock.now());
            clock.after(30, () => entered.value.leave());
          });
      }
      await clock.advance(50_000);

      expect(letGoMs).toHaveLength(gapsMs.length);
      letGoMs.forEach((atMs, index) => {
        const sixth = letGoMs[index + 5];
        if (sixth !== undefined) expect(sixth - atMs).toBeGreaterThan(1000);
      });
    }),
    { numRuns: 20 },
  );
});

test("what acts goes before what answers, and chats take turns", async () => {
  const clock = fakeClock(0);
  const budget = createBudget({ limit: 2, reserve: 1, windowMs: 1000, clock });
  const order: string[] = [];
  const enter = (name: string, chat: string, forAnswers: boolean): void => {
    void budget.enter({ chat, forAnswers, signal: signal() }).then((entered) => {
      order.push(name);
      if (entered.ok) entered.value.leave();
    });
  };
  enter("first", "a", true);
  enter("answer", "a", true);
  enter("flood 1", "a", false);
  enter("flood 2", "a", false);
  enter("flood 3", "a", false);
  enter("other", "b", false);
  await clock.advance(10_000);

  expect(order).toEqual(["first", "flood 1", "other", "flood 2", "flood 3", "answer"]);
});

test("answers leave the last calls of a window to those that act", async () => {
  const clock = fakeClock(0);
  const budget = createBudget({ limit: 10, reserve: 3, windowMs: 1000, clock });
  let answers = 0;
  for (let index = 0; index < 10; index += 1) {
    void budget.enter({ chat: "a", forAnswers: true, signal: signal() }).then(() => {
      answers += 1;
    });
  }
  await settle();
  const acted = await budget.enter({ chat: "a", forAnswers: false, signal: signal() });

  expect(answers).toBe(7);
  expect(acted.ok).toBe(true);
});

test("counts together with other processes: answers wait for acts, and never have what is kept for those", async () => {
  const clock = fakeClock(0);
  const { windows, free, asked, noted } = someWindows();
  const shared = { windows, key: "token", mostPerSecond: 5 };
  const budget = createBudget({ limit: 10, reserve: 3, windowMs: 1000, clock, shared });
  free.set("token", 0);
  const order: string[] = [];
  const enter = (name: string, forAnswers: boolean) =>
    budget.enter({ chat: "a", forAnswers, signal: signal() }).then((entered) => {
      order.push(name);
      if (entered.ok) entered.value.leave();
    });
  const all = [enter("answer", true), enter("act", false)];
  await clock.advance(50);
  free.set("token", 2);
  await clock.advance(100);
  await Promise.all(all);
  budget.pause(40_000);

  expect(order).toEqual(["act", "answer"]);
  const most = asked.map(({ limits }) => limits.at(-1)?.limit);
  expect(most[0]).toBe(7);
  expect(most.slice(-2)).toEqual([10, 7]);
  expect(noted).toEqual(["answered token", "answered token", "paused token 40000"]);
});

test("an act that left the queue does not leave its place to an answer", async () => {
  const clock = fakeClock(0);
  const { windows, free, noted } = someWindows();
  const slow = Promise.withResolvers<void>();
  const take = windows.take;
  const stop = new AbortController();
  const late = {
    ...windows,
    take: async (...asked: Parameters<typeof take>) => {
      await slow.promise;
      return take(...asked);
    },
  };
  const budget = createBudget({
    limit: 10,
    reserve: 3,
    windowMs: 1000,
    clock,
    shared: { windows: late, key: "token", mostPerSecond: 5 },
  });
  void budget.enter({ chat: "a", forAnswers: false, signal: stop.signal });
  let answered = false;
  void budget.enter({ chat: "a", forAnswers: true, signal: signal() }).then(() => {
    answered = true;
  });
  stop.abort();
  free.set("token", 1);
  slow.resolve();
  await settle();

  expect(noted).toEqual(["gave back token"]);
  expect(answered).toBe(false);
  budget.close();
});

test("nobody waits for ever: a minute, an abort or the end settle it", async () => {
  const clock = fakeClock(0);
  const budget = createBudget({ limit: 1, reserve: 0, windowMs: 1000, clock });
  await budget.enter({ chat: "", forAnswers: false, signal: signal() });
  const stop = new AbortController();
  const aborted = budget.enter({ chat: "", forAnswers: false, signal: stop.signal });
  const tooLong = budget.enter({ chat: "", forAnswers: false, signal: signal() });
  stop.abort();
  await clock.advance(60_000);
  const closed = budget.enter({ chat: "", forAnswers: false, signal: signal() });
  budget.close();

  expect(await aborted).toMatchObject({ problem: { reason: "cancelled" } });
  expect(await tooLong).toMatchObject({ problem: { reason: "too-fast" } });
  expect(await closed).toMatchObject({ problem: { reason: "cancelled" } });
  expect(clock.pending()).toBe(0);
});

test("a hundred calls of a minute are never refused by the gateway, whatever they are", async () => {
  const { platform, standIn, group, member } = await startGatewayRig();
  const { control } = standIn;
  const message = control.say({ by: member, chat: group.jid, text: "hello" });
  const target = ref(group.jid, message.id);
  const ending = new AbortController();
  const stop = ending.signal;

  const flooding = Promise.all(
    Array.from({ length: 60 }, (_, index) => [
      platform.ports.pin(target, { signal: stop }),
      platform.ports.reply(target, { lines: [["x"]] }, { signal: stop, key: `k${index}` }),
    ]).flat(),
  );
  await expect.poll(() => control.calls().length, { timeout: 10_000 }).toBeGreaterThanOrEqual(100);
  // Long enough for one call more, if there were one.
  await new Promise((resolve) => setTimeout(resolve, 100));
  ending.abort();
  await flooding;

  const paths = control.calls().map(({ path }) => path);
  expect(control.violations()).toBe(0);
  expect(paths).toHaveLength(100);
  expect(paths.filter((path) => path.includes("text")).length).toBeLessThan(50);
});

test("a refusal for pace waits for the time that the gateway names, and is told when that is too long", async () => {
  const resetS = Math.ceil(Date.now() / 1000) + 40;
  const { result, rig } = await withAnswer(
    {
      status: 429,
      body: { success: false, error: { message: "Rate limit exceeded. Try again later." } },
      headers: { "x-ratelimit-remaining": "0", "x-ratelimit-reset": String(resetS) },
    },
    ({ platform }) =>
      platform.ports.pin(ref("120363000000000001@g.us", "3EB0C767D26B8A1C2D3E"), {
        signal: AbortSignal.timeout(300),
      }),
  );

  expect(result).toMatchObject({ ok: false, problem: { effect: "none" } });
  expect(rig.observed).toEqual([
    "chat.getMessage 0",
    "chat.pinMessage 429-rate-limit",
    "too fast chat.pinMessage",
  ]);
});

test("a send that the gateway refused for pace is sent again, once it may be", async () => {
  const steadyClock = fakeClock(0);
  const { platform, standIn, group } = await startGatewayRig({ steadyClock });
  const { control } = standIn;
  const message = "Rate limit exceeded. Try again later.";
  control.fault({ kind: "answer", status: 429, message, path: "message/text" });

  const sending = platform.ports.post(
    ref(group.jid, "x").chat,
    { lines: [["hello"]] },
    { ...options(), key: "k" },
  );
  await expect.poll(() => control.calls().at(-1)?.status).toBe(429);
  await expect.poll(() => steadyClock.pending()).toBeGreaterThan(0);
  expect(control.messages(group.jid)).toEqual([]);
  await steadyClock.advance(61_000);

  expect(await sending).toMatchObject({ ok: true });
  expect(control.messages(group.jid)).toHaveLength(1);
});
