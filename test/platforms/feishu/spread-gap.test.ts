import fc from "fast-check";
import { expect, test } from "vitest";
import { spreadGapMs } from "../../../src/platforms/feishu/gates/spread-gap.ts";

const limit = 100;
const windowMs = 6000;

test("spreads the whole budget over the window when nothing was used", () => {
  const gap = spreadGapMs({ nowMs: 0, room: limit, limit, windowMs, releasesAtMs: [] });
  expect(gap).toBe(60);
});

test("never finds the window full when calls keep the gap, and is the shortest such gap", () => {
  const past = fc.array(fc.integer({ min: 1, max: windowMs }), { maxLength: limit });
  fc.assert(
    fc.property(past, (releases) => {
      const releasesAtMs = releases.sort((one, other) => one - other);
      const room = limit - releasesAtMs.length;
      const gapMs = spreadGapMs({ nowMs: 0, room, limit, windowMs, releasesAtMs });
      const fits = (gap: number): boolean => {
        for (let n = 1; n * gap <= windowMs; n += 1) {
          const back = releasesAtMs.filter((atMs) => atMs <= n * gap + 1e-6).length;
          if (n > room + back) return false;
        }
        return true;
      };
      expect(fits(gapMs)).toBe(true);
      if (gapMs > windowMs / limit + 1e-6) expect(fits(gapMs * 0.99)).toBe(false);
    }),
  );
});
