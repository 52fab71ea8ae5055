import { expect, test } from "vitest";
import { within } from "../../src/core/within.ts";
import { fakeClock, settle } from "../fake-clock.ts";

const setUp = () => ({ clock: fakeClock(), stop: new AbortController() });
const hang = (): Promise<never> => new Promise(() => {});

test("work that ends in time gives its result and leaves no timer", async () => {
  const { clock, stop } = setUp();
  const limit = { ms: 1_000, stopping: stop.signal };

  expect(await within(clock, limit, () => Promise.resolve("done"))).toBe("done");
  expect(clock.pending()).toBe(0);
});

test("work that does not end is told to, and given up", async () => {
  const { clock, stop } = setUp();
  let told = false;
  const result = within(clock, { ms: 1_000, stopping: stop.signal }, (signal) => {
    signal.addEventListener("abort", () => {
      told = true;
    });
    return hang();
  });
  await clock.advance(999);
  expect(told).toBe(false);
  await clock.advance(1);

  expect(await result).toBeUndefined();
  expect(told).toBe(true);
});

test("a stop ends it too, and leaves no timer", async () => {
  const { clock, stop } = setUp();
  const result = within(clock, { ms: 1_000, stopping: stop.signal }, hang);
  await settle();
  stop.abort();

  expect(await result).toBeUndefined();
  expect(clock.pending()).toBe(0);
});

test("after a stop nothing is begun", async () => {
  const { clock, stop } = setUp();
  stop.abort();
  let begun = false;

  expect(
    await within(clock, { ms: 1_000, stopping: stop.signal }, () => {
      begun = true;
      return Promise.resolve("done");
    }),
  ).toBeUndefined();
  expect(begun).toBe(false);
});

test("a bug in the work is passed on", async () => {
  const { clock, stop } = setUp();
  const bug = new Error("a bug");

  await expect(
    within(clock, { ms: 1_000, stopping: stop.signal }, () => Promise.reject(bug)),
  ).rejects.toBe(bug);
  expect(clock.pending()).toBe(0);
});
