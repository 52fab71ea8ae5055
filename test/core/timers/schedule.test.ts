import { expect, test } from "vitest";
import type { ChatId } from "../../../src/core/ids.ts";
import type { Timer, TimerStore } from "../../../src/core/store.ts";
import { createSchedule, type TimerOutcome } from "../../../src/core/timers/schedule.ts";
import { openSqliteStore } from "../../../src/store/open-sqlite.ts";
import { silentLog } from "../../conversation.ts";
import { fakeClock, settle } from "../../fake-clock.ts";

const second = 1_000;
const day = 86_400_000;

const setUp = async (
  handle: (timer: Timer) => Promise<TimerOutcome> = () => Promise.resolve({ kind: "over" }),
) => {
  const clock = fakeClock();
  const store = await openSqliteStore({ file: ":memory:", clock });
  const reads = { count: 0 };
  const broken = new Set<keyof TimerStore>();
  const through = <Args extends unknown[], T>(
    name: keyof TimerStore,
    ask: (...args: Args) => Promise<T>,
  ) => {
    return (...args: Args): Promise<T> => {
      reads.count += 1;
      return broken.has(name) ? Promise.reject(new Error("the disk is full")) : ask(...args);
    };
  };
  const timers: TimerStore = {
    ...store.timers,
    due: through("due", store.timers.due),
    nextDueAtMs: through("nextDueAtMs", store.timers.nextDueAtMs),
    complete: through("complete", store.timers.complete),
  };
  const handled: [string, number, number][] = [];
  const schedule = createSchedule({
    timers,
    clock,
    log: silentLog,
    handle: (timer) => {
      handled.push([timer.subject, clock.now() - startMs, timer.attempts]);
      return handle(timer);
    },
  });
  const startMs = clock.now();
  const timerFor = (subject: string, afterMs: number) => ({
    platform: "memory",
    account: "test",
    chat: "oc_1" as ChatId,
    kind: "unpin",
    subject,
    dueAtMs: startMs + afterMs,
    data: null,
  });
  return { clock, store, schedule, handled, timerFor, broken, reads };
};

test("a timer is dealt with when it is due, once, and then forgotten", async () => {
  const { clock, store, schedule, handled, timerFor } = await setUp();
  schedule.start();
  await schedule.timers.set(timerFor("a", 10 * second));
  await clock.advance(10 * second - 1);
  expect(handled).toEqual([]);
  await clock.advance(day);

  expect(handled).toEqual([["a", 10 * second, 0]]);
  expect(await store.timers.count()).toBe(0);
});

test("what fell due while nothing ran is dealt with at the start", async () => {
  const { clock, store, schedule, handled, timerFor } = await setUp();
  await store.timers.set(timerFor("a", second));
  await store.timers.set(timerFor("b", 2 * second));
  await store.timers.set(timerFor("c", day));
  await clock.advance(10 * second);

  schedule.start();
  await settle();

  expect(handled.map(([subject]) => subject)).toEqual(["a", "b"]);
});

test("one timer of the clock waits for the next row, and nothing polls", async () => {
  const { clock, schedule, timerFor, reads } = await setUp();
  schedule.start();
  for (const [subject, days] of [
    ["a", 30],
    ["b", 10],
    ["c", 20],
  ] as const) {
    await schedule.timers.set(timerFor(subject, days * day));
  }
  await settle();
  expect(clock.pending()).toBe(1);

  const before = reads.count;
  await clock.advance(10 * day - 1);
  expect(reads.count).toBe(before);
  await clock.advance(1);
  expect(clock.pending()).toBe(1);
});

test("an earlier timer goes before the one that was waited for", async () => {
  const { clock, schedule, handled, timerFor } = await setUp();
  schedule.start();
  await schedule.timers.set(timerFor("late", 60 * second));
  await schedule.timers.set(timerFor("early", 10 * second));
  await clock.advance(10 * second);
  expect(handled.map(([subject]) => subject)).toEqual(["early"]);
  await clock.advance(50 * second);

  expect(handled.map(([subject]) => subject)).toEqual(["early", "late"]);
});

test("a replaced timer is dealt with at its new time only, a cancelled one never", async () => {
  const { clock, schedule, handled, timerFor } = await setUp();
  schedule.start();
  await schedule.timers.set(timerFor("a", 10 * second));
  await schedule.timers.set(timerFor("b", 10 * second));
  await schedule.timers.set(timerFor("a", 30 * second));
  await schedule.timers.cancel(timerFor("b", 10 * second));
  await clock.advance(day);

  expect(handled).toEqual([["a", 30 * second, 0]]);
});

test("a timer that is replaced while it is dealt with keeps its new time", async () => {
  const { promise, resolve } = Promise.withResolvers<TimerOutcome>();
  const { clock, schedule, handled, timerFor } = await setUp(() => promise);
  schedule.start();
  await schedule.timers.set(timerFor("a", second));
  await clock.advance(second);
  await schedule.timers.set(timerFor("a", 100 * second));
  resolve({ kind: "over" });
  await clock.advance(100 * second);

  expect(handled.map(([, atMs]) => atMs)).toEqual([second, 100 * second]);
});

test("what is to be tried again comes again after its pause, with its tries counted", async () => {
  const { clock, store, schedule, handled, timerFor } = await setUp((timer) =>
    Promise.resolve(
      timer.attempts < 2
        ? { kind: "again", afterMs: (timer.attempts + 1) * 10 * second }
        : { kind: "over" },
    ),
  );
  schedule.start();
  await schedule.timers.set(timerFor("a", second));
  await clock.advance(day);

  expect(handled).toEqual([
    ["a", second, 0],
    ["a", 11 * second, 1],
    ["a", 31 * second, 2],
  ]);
  expect(await store.timers.count()).toBe(0);
});

test("a timer that takes long is not begun twice, holds up no other for long, and is not asked for all the time", async () => {
  const { promise, resolve } = Promise.withResolvers<TimerOutcome>();
  const { clock, schedule, handled, timerFor, reads } = await setUp(({ subject }) =>
    subject === "slow" ? promise : Promise.resolve({ kind: "over" }),
  );
  schedule.start();
  await schedule.timers.set(timerFor("slow", second));
  await schedule.timers.set(timerFor("other", 3 * second));
  await clock.advance(61 * second);

  expect(handled.map(([subject]) => subject)).toEqual(["slow", "other"]);
  expect(handled[1]?.[1]).toBeLessThanOrEqual(8 * second);
  expect(reads.count).toBeLessThan(60);
  resolve({ kind: "over" });
  await clock.advance(day);
  expect(handled).toHaveLength(2);
});

test("a handler that throws is tried again after a pause", async () => {
  let tries = 0;
  const { clock, schedule, handled, timerFor } = await setUp(() => {
    tries += 1;
    return tries < 3 ? Promise.reject(new Error("a bug")) : Promise.resolve({ kind: "over" });
  });
  schedule.start();
  await schedule.timers.set(timerFor("a", second));
  await clock.advance(day);

  expect(handled.map(([, atMs]) => atMs)).toEqual([second, 6 * second, 11 * second]);
});

test.each(["due", "nextDueAtMs", "complete"] as const)(
  "a store that fails at %s is asked again at intervals, and heals",
  async (name) => {
    const { clock, store, schedule, handled, timerFor, broken, reads } = await setUp();
    schedule.start();
    await schedule.timers.set(timerFor("a", second));
    broken.add(name);
    await clock.advance(60 * second);
    expect(reads.count).toBeLessThan(80);
    broken.clear();
    await clock.advance(10 * second);

    expect(handled.length).toBeGreaterThan(0);
    expect(await store.timers.count()).toBe(0);
  },
);

test("after a stop nothing is dealt with and nothing waits", async () => {
  const { clock, schedule, handled, timerFor } = await setUp();
  schedule.start();
  await schedule.timers.set(timerFor("a", second));
  schedule.stop();
  await clock.advance(day);
  expect(handled).toEqual([]);
  expect(clock.pending()).toBe(0);

  schedule.start();
  schedule.stop();
  await settle();
  expect(handled).toEqual([]);
});

test("more timers than fit into one look are all dealt with", async () => {
  const { clock, store, schedule, handled, timerFor } = await setUp();
  for (let count = 0; count < 250; count += 1) {
    await store.timers.set(timerFor(`om_${count}`, second));
  }
  schedule.start();
  await clock.advance(60 * second);

  expect(new Set(handled.map(([subject]) => subject)).size).toBe(250);
  expect(handled).toHaveLength(250);
  expect(await store.timers.count()).toBe(0);
});

test("what is left for others is looked at again, and counts as no try", async () => {
  const outcomes: TimerOutcome[] = [
    { kind: "left", afterMs: second },
    { kind: "again", afterMs: second },
    { kind: "over" },
  ];
  const { clock, schedule, handled, timerFor } = await setUp(() =>
    Promise.resolve(outcomes.shift() ?? { kind: "over" }),
  );
  schedule.start();
  await schedule.timers.set(timerFor("a", second));
  await clock.advance(10 * second);

  expect(handled).toEqual([
    ["a", second, 0],
    ["a", 2 * second, 0],
    ["a", 3 * second, 1],
  ]);
});
