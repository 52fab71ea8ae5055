import { expect, test } from "vitest";
import { createSeenKeys } from "../../src/core/seen-keys.ts";
import { createStillClock } from "../platforms/feishu/still-clock.ts";

test("knows a key until it is too old or released", () => {
  const clock = createStillClock();
  const seen = createSeenKeys({ clock, keepMs: 1000, capacity: 10 });
  expect(seen.claim("a")).toBe(true);
  clock.pass(999);
  expect(seen.claim("a")).toBe(false);
  clock.pass(1);
  expect(seen.claim("a")).toBe(true);
  seen.release("a");
  expect(seen.claim("a")).toBe(true);
});

test("is bounded and drops the oldest first", () => {
  const clock = createStillClock();
  const seen = createSeenKeys({ clock, keepMs: 1000, capacity: 3 });
  for (const key of ["a", "b", "c", "d"]) expect(seen.claim(key)).toBe(true);
  expect(seen.claim("d")).toBe(false);
  expect(seen.claim("c")).toBe(false);
  expect(seen.claim("b")).toBe(false);
  expect(seen.claim("a")).toBe(true);
});
