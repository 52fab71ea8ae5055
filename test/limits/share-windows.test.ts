import { afterEach, expect, test } from "vitest";
import type { SharedKey, SharedWindows } from "../../src/core/limits/shared-windows.ts";
import { createShareWindows } from "../../src/limits/share-windows.ts";
import { fakeClock } from "../fake-clock.ts";

const token: SharedKey = {
  key: "token",
  limits: [{ limit: 10, windowMs: 60_000 }],
  spread: false,
};

const opened: SharedWindows[] = [];
afterEach(async () => {
  for (const windows of opened.splice(0)) await windows.close();
});

const aProcess = (living: { instances: number }) => {
  const clock = fakeClock(0);
  const windows = createShareWindows({
    instances: () => living.instances,
    clock,
    steadyNow: clock.now,
  });
  opened.push(windows);
  let calls = 0;
  /** How many calls it may make now, one after another. */
  const burst = async (): Promise<number> => {
    for (let made = 0; ; made += 1) {
      calls += 1;
      const answer = await windows.take(token, String(calls));
      if (answer.kind === "wait") return made;
      windows.answered(token, String(calls));
    }
  };
  return { clock, windows, burst };
};

test("a process that came waits until the others have noticed, then keeps to its part", async () => {
  const { clock, burst } = aProcess({ instances: 2 });
  expect(await burst()).toBe(0);
  await clock.advance(4_000);
  expect(await burst()).toBe(5);
});

test("what a process that left may have used is not used again within the window", async () => {
  const living = { instances: 2 };
  const { clock, burst } = aProcess(living);
  await clock.advance(10_000);
  expect(await burst()).toBe(5);
  living.instances = 1;
  await clock.advance(30_000);
  expect(await burst()).toBe(0);
  // It was noticed at the next look.
  await clock.advance(31_100);
  expect(await burst()).toBe(10);
});

test("nobody passes while the platform asked for a pause", async () => {
  const { clock, windows, burst } = aProcess({ instances: 1 });
  windows.pause(token, 7_000);
  expect(await burst()).toBe(0);
  await clock.advance(6_999);
  expect(await burst()).toBe(0);
  await clock.advance(1);
  expect(await burst()).toBe(10);
});
