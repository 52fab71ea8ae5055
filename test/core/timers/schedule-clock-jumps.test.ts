import { expect, onTestFinished, test } from "vitest";
import { createSchedule } from "../../../src/core/timers/schedule.ts";
import { openSqliteStore } from "../../../src/store/open-sqlite.ts";
import { silentLog } from "../../conversation.ts";
import { fakeClock } from "../../fake-clock.ts";
import { timer } from "../../store/samples.ts";

const hourMs = 3_600_000;

/** A schedule over a clock that can be set without time passing, as an administrator or a sleeping laptop does. */
const aSchedule = async () => {
  const steady = fakeClock(0);
  let setByMs = 0;
  const clock = { now: () => steady.now() + setByMs, after: steady.after };
  const store = await openSqliteStore({ file: ":memory:" });
  onTestFinished(() => store.close());
  const handled: number[] = [];
  const schedule = createSchedule({
    timers: store.timers,
    clock,
    log: silentLog,
    handle: () => {
      handled.push(steady.now());
      return Promise.resolve({ kind: "over" });
    },
  });
  schedule.start();
  onTestFinished(() => schedule.stop());
  return {
    schedule,
    handled,
    advance: steady.advance,
    setClock: (byMs: number): void => {
      setByMs = byMs;
    },
  };
};

test("a clock that is set forward past the time is noticed within a minute", async () => {
  const { schedule, handled, advance, setClock } = await aSchedule();
  await schedule.timers.set(timer("notice", { dueAtMs: hourMs }));
  await advance(1_000);
  setClock(hourMs);
  await advance(60_000);
  expect(handled).toHaveLength(1);
});

test("a clock that is set back makes it wait for the time on that clock", async () => {
  const { schedule, handled, advance, setClock } = await aSchedule();
  await schedule.timers.set(timer("notice", { dueAtMs: hourMs }));
  setClock(-hourMs);
  await advance(2 * hourMs - 1);
  expect(handled).toEqual([]);
  await advance(1);
  expect(handled).toHaveLength(1);
});
