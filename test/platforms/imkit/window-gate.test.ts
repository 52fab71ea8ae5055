import fc from "fast-check";
import { expect, test } from "vitest";
import { createWindowGate, type WindowPass } from "../../../src/platforms/imkit/window-gate.ts";
import { createManualClock } from "../feishu/manual-clock.ts";
import { someWindows } from "../some-windows.ts";

const never = new AbortController().signal;
const limits = { limit: 10, windowMs: 1_000, reserve: 3, mostAtOnce: 100, longestWaitMs: 5_000 };
const who = (turn = "a", first = false) => ({ signal: never, turn, first });

test("answers leave the reserve to moderation", async () => {
  const clock = createManualClock();
  const gate = createWindowGate({ ...limits, clock });
  const passed: string[] = [];
  const enter = (name: string, first: boolean) =>
    void gate.enter(who(name, first)).then((entered) => {
      if (!entered.ok) return;
      passed.push(name);
      entered.value.leave();
    });
  for (let count = 0; count < 9; count += 1) enter("answer", false);
  await clock.advance(1);
  expect(passed).toHaveLength(7);
  enter("recall", true);
  await clock.advance(1);
  expect(passed.at(-1)).toBe("recall");
  await clock.advance(1_100);
  expect(passed).toHaveLength(10);
});

test("a flood of one room delays another by one turn", async () => {
  const clock = createManualClock();
  const gate = createWindowGate({ ...limits, limit: 1, reserve: 0, longestWaitMs: 60_000, clock });
  const passed: string[] = [];
  const enter = (turn: string) =>
    void gate.enter(who(turn)).then((entered) => {
      if (!entered.ok) return;
      passed.push(turn);
      entered.value.leave();
    });
  for (const turn of ["flood", "flood", "flood", "flood", "other"]) enter(turn);
  await clock.advance(4_000);
  expect(passed.slice(0, 3)).toContain("other");
});

test("who would wait too long is told so at once, with the time", async () => {
  const clock = createManualClock();
  const gate = createWindowGate({ ...limits, windowMs: 60_000, clock });
  for (let count = 0; count < 10; count += 1) {
    const entered = await gate.enter(who("a", true));
    if (entered.ok) entered.value.leave();
  }
  expect(await gate.enter(who("a", true))).toMatchObject({
    problem: { reason: "too-fast", effect: "none", retryAfterMs: 60_002 },
  });
});

test("a call that was never sent does not count, giving up leaves the queue, closing ends it", async () => {
  const clock = createManualClock();
  const gate = createWindowGate({ ...limits, limit: 1, reserve: 0, clock });
  const first = await gate.enter(who());
  if (first.ok) first.value.giveBack();
  const second = await gate.enter(who());
  expect(second.ok).toBe(true);
  const giving = new AbortController();
  const third = gate.enter({ ...who(), signal: giving.signal });
  giving.abort();
  expect(await third).toMatchObject({ problem: { reason: "cancelled" } });
  expect(gate.waiting()).toBe(0);
  const fourth = gate.enter(who());
  gate.close();
  expect(await fourth).toMatchObject({ problem: { reason: "cancelled" } });
  expect(await gate.enter(who())).toMatchObject({ problem: { reason: "cancelled" } });
});

test("no more are under way than there are connections", async () => {
  const clock = createManualClock();
  const gate = createWindowGate({ ...limits, mostAtOnce: 2, clock });
  const passes: WindowPass[] = [];
  for (let count = 0; count < 3; count += 1)
    void gate.enter(who("a", true)).then((entered) => {
      if (entered.ok) passes.push(entered.value);
    });
  await clock.advance(1);
  expect(passes).toHaveLength(2);
  passes[0]?.leave();
  await clock.advance(1);
  expect(passes).toHaveLength(3);
});

test("a pause holds everybody", async () => {
  const clock = createManualClock();
  const gate = createWindowGate({ ...limits, clock });
  gate.pause(2_000);
  let passed = false;
  void gate.enter(who("a", true)).then(() => {
    passed = true;
  });
  await clock.advance(1_999);
  expect(passed).toBe(false);
  await clock.advance(2);
  expect(passed).toBe(true);
});

test("no sliding window ever holds more calls than the limit, however long answers take", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ at: fc.nat(3_000), takes: fc.nat(400), first: fc.boolean() }), {
        maxLength: 40,
      }),
      async (calls) => {
        const clock = createManualClock();
        const gate = createWindowGate({
          ...limits,
          limit: 5,
          reserve: 2,
          longestWaitMs: 60_000,
          clock,
        });
        const arrivals: number[] = [];
        for (const { at, takes, first } of calls) {
          clock.after(at, () => {
            void gate.enter(who("a", first)).then((entered) => {
              if (!entered.ok) return;
              // Arrives somewhere between its start and its answer.
              clock.after(takes / 2, () => arrivals.push(clock.now()));
              clock.after(takes, () => (entered.value satisfies WindowPass).leave());
            });
          });
        }
        await clock.advance(60_000);
        expect(arrivals).toHaveLength(calls.length);
        arrivals.sort((one, other) => one - other);
        arrivals.forEach((atMs, index) => {
          const earlier = arrivals[index - 5];
          if (earlier !== undefined) expect(atMs - earlier).toBeGreaterThanOrEqual(1_000);
        });
      },
    ),
    { numRuns: 30 },
  );
});

test("counts together with other processes, each by what it may have of the window", async () => {
  const clock = createManualClock();
  const { windows, asked, noted } = someWindows();
  const shared = { windows, key: "app", mostPerSecond: 5 };
  const gate = createWindowGate({ ...limits, shared, clock });
  const sent = await gate.enter(who("a", true));
  const unsent = await gate.enter(who("a"));
  if (!sent.ok || !unsent.ok) throw new Error("refused");
  sent.value.leave();
  unsent.value.giveBack();
  gate.pause(700);
  const second = { limit: 5, windowMs: 1_000 };
  expect(asked).toMatchObject([
    { key: "app", limits: [second, { limit: 10, windowMs: 1_000 }] },
    { key: "app", limits: [second, { limit: 7, windowMs: 1_000 }] },
  ]);
  expect(noted).toEqual(["answered app", "gave back app", "paused app 700"]);
});

test("of several processes too, says at once what would take too long, and keeps to its connections", async () => {
  const clock = createManualClock();
  const { windows, free, asked } = someWindows({ waitMs: 30_000 });
  const shared = { windows, key: "app", mostPerSecond: 5 };
  const gate = createWindowGate({ ...limits, mostAtOnce: 2, shared, clock });
  const first = await gate.enter(who("a", true));
  await gate.enter(who("a", true));
  const third = gate.enter(who("a", true));
  await clock.advance(100);
  expect(asked).toHaveLength(2);
  free.set("app", 0);
  if (first.ok) first.value.leave();
  await clock.advance(1);
  expect(asked).toHaveLength(3);
  expect(await gate.enter(who("b", true))).toMatchObject({
    problem: { reason: "too-fast", retryAfterMs: 30_099 },
  });
  gate.close();
  expect(await third).toMatchObject({ problem: { reason: "cancelled" } });
});
