import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { systemClock } from "../../src/core/clock.ts";

const day = 86_400_000;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test("waits longer than the 24.8 days that a timer of the platform can", () => {
  const task = vi.fn();
  systemClock.after(60 * day, task);

  vi.advanceTimersByTime(60 * day - 1);
  expect(task).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(task).toHaveBeenCalledOnce();
});

test("a long wait can be cancelled in any of its parts", () => {
  const task = vi.fn();
  const cancel = systemClock.after(60 * day, task);
  vi.advanceTimersByTime(30 * day);
  cancel();

  vi.advanceTimersByTime(60 * day);
  expect(task).not.toHaveBeenCalled();
  expect(vi.getTimerCount()).toBe(0);
});

test("what is overdue runs at once", () => {
  const task = vi.fn();
  systemClock.after(-5, task);

  vi.advanceTimersByTime(0);
  expect(task).toHaveBeenCalledOnce();
});
