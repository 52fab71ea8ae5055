import { setTimeout as pause } from "node:timers/promises";
import { afterEach, expect, test } from "vitest";
import { type LoopMonitor, startLoopMonitor } from "../../src/ops/loop-monitor.ts";

let monitor: LoopMonitor | undefined;
afterEach(() => monitor?.stop());

const blockFor = (ms: number): void => {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
};

test("sees a stall, keeps it visible, and forgets it after two windows", async () => {
  const windowMs = 400;
  monitor = startLoopMonitor(windowMs);
  await pause(60);

  blockFor(300);
  await pause(60);
  expect(monitor.stalledMs()).toBeGreaterThan(200);

  while (monitor.stalledMs() > 200) await pause(windowMs);
});
