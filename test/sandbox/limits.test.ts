import fc from "fast-check";
import { expect, test } from "vitest";
import { createLimits, createSlidingWindow } from "../../src/sandbox/feishu/limits.ts";

test("admits no more than the limit in any window, whatever the arrivals", () => {
  const gaps = fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 200 });
  fc.assert(
    fc.property(gaps, fc.integer({ min: 1, max: 8 }), (gapsMs, limit) => {
      const window = createSlidingWindow(limit, 1000);
      const admitted: number[] = [];
      let atMs = 0;
      for (const gapMs of gapsMs) {
        atMs += gapMs;
        if (window.arrive("key", atMs) === 0) admitted.push(atMs);
      }
      for (const startMs of admitted) {
        const inside = admitted.filter((time) => time >= startMs && time < startMs + 1000);
        expect(inside.length).toBeLessThanOrEqual(limit);
      }
    }),
  );
});

test("admits everything that keeps the pace", () => {
  const window = createSlidingWindow(5, 1000);
  const refusals = Array.from({ length: 100 }, (_, index) => window.arrive("key", index * 200));
  expect(refusals.every((waitMs) => waitMs === 0)).toBe(true);
});

test("counts refused arrivals too, so that hammering prolongs the block", () => {
  const window = createSlidingWindow(2, 1000);
  expect(window.arrive("key", 0)).toBe(0);
  expect(window.arrive("key", 1)).toBe(0);
  expect(window.arrive("key", 900)).toBe(100);
  expect(window.arrive("key", 1000)).toBeGreaterThan(0);
  expect(window.arrive("key", 2000)).toBe(0);
});

test("keeps keys apart", () => {
  const window = createSlidingWindow(1, 1000);
  expect(window.arrive("one", 0)).toBe(0);
  expect(window.arrive("two", 0)).toBe(0);
  expect(window.arrive("one", 10)).toBeGreaterThan(0);
});

test("refuses the 51st call of an API within a second and the 1001st within a minute", () => {
  const limits = createLimits();
  for (let index = 0; index < 50; index += 1) expect(limits.tier("pin.create", index)).toBeNull();
  expect(limits.tier("pin.create", 60)).toEqual({ limit: 50, resetS: 1 });
  expect(limits.tier("pin.delete", 60)).toBeNull();
  expect(limits.violations.api).toBe(1);

  const slow = createLimits();
  for (let index = 0; index < 1000; index += 1) {
    expect(slow.tier("pin.create", index * 25)).toBeNull();
  }
  expect(slow.tier("pin.create", 25_000)).toEqual({ limit: 1000, resetS: 35 });
});

test("counts each refusal under the name of its limit", () => {
  const limits = createLimits();
  for (let index = 0; index < 7; index += 1) limits.fits("message", "om_1", index);
  for (let index = 0; index < 41; index += 1) limits.fits("ephemeral", "oc_1", index);
  expect(limits.violations).toMatchObject({ message: 2, ephemeral: 1, chat: 0 });
});
