import { expect, test } from "vitest";
import { persist } from "../../src/core/persist.ts";
import { silentLog } from "../conversation.ts";
import { fakeClock, settle } from "../fake-clock.ts";

const setUp = (failures: number, error: Error = new Error("the disk is full")) => {
  const clock = fakeClock();
  const stop = new AbortController();
  const tries: number[] = [];
  const result = persist(
    () => {
      tries.push(clock.now());
      return tries.length <= failures ? Promise.reject(error) : Promise.resolve("written");
    },
    { clock, log: silentLog, stopping: stop.signal },
  );
  const outcome = result.then(
    (value) => value,
    (reason: unknown) => reason,
  );
  return { clock, stop, tries, outcome };
};

test("a write that works is made once", async () => {
  const { tries, outcome } = setUp(0);

  expect(await outcome).toBe("written");
  expect(tries).toHaveLength(1);
});

test("a write that fails is repeated until it works, at growing intervals of 5 seconds at most", async () => {
  const { clock, tries, outcome } = setUp(7);
  await clock.advance(60_000);

  expect(await outcome).toBe("written");
  expect(tries.slice(1).map((atMs, index) => atMs - (tries[index] ?? 0))).toEqual([
    250, 500, 1_000, 2_000, 4_000, 5_000, 5_000,
  ]);
  expect(clock.pending()).toBe(0);
});

test("a stop ends the waiting after one last try, with the last error", async () => {
  const error = new Error("the disk is full");
  const { clock, stop, tries, outcome } = setUp(100, error);
  await settle();
  stop.abort();

  expect(await outcome).toBe(error);
  expect(tries).toHaveLength(2);
  expect(clock.pending()).toBe(0);
});

test("a step that the journal does not allow is not repeated", async () => {
  const conflict = Object.assign(new Error("it is done"), { failure: "conflict" });
  const { tries, outcome } = setUp(100, conflict);

  expect(await outcome).toBe(conflict);
  expect(tries).toHaveLength(1);
});

test("a fault in what is asked is not repeated", async () => {
  const fault = new TypeError("undefined is not a function");
  const { tries, outcome } = setUp(100, fault);

  expect(await outcome).toBe(fault);
  expect(tries).toHaveLength(1);
});
