import fc from "fast-check";
import { expect, test } from "vitest";
import type { SharedKey } from "../../src/core/limits/shared-windows.ts";
import { createLocalShare, partOf } from "../../src/limits/local-share.ts";

const api: SharedKey = {
  key: "api",
  limits: [
    { limit: 50, windowMs: 1_000 },
    { limit: 1_000, windowMs: 60_000 },
  ],
  spread: true,
};
const message: SharedKey = {
  key: "message",
  limits: [{ limit: 5, windowMs: 1_000 }],
  spread: false,
};

/** The most arrivals in any half-open window of that length. */
const mostWithin = (timesMs: readonly number[], windowMs: number): number => {
  const sorted = timesMs.toSorted((a, b) => a - b);
  let most = 0;
  for (let end = 0, start = 0; end < sorted.length; end += 1) {
    while ((sorted[end] ?? 0) - (sorted[start] ?? 0) >= windowMs) start += 1;
    most = Math.max(most, end - start + 1);
  }
  return most;
};

test("parts of a limit never add up to more than the limit", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 2_000 }),
      fc.integer({ min: 1, max: 60_000 }),
      fc.integer({ min: 1, max: 50 }),
      (limit, windowMs, instances) => {
        const part = partOf({ limit, windowMs }, instances);
        expect(part.limit).toBeGreaterThanOrEqual(1);
        // Per window of the limit, all together.
        expect((part.limit * instances * windowMs) / part.windowMs).toBeLessThanOrEqual(
          limit + 1e-9,
        );
      },
    ),
  );
});

/** Several processes that all want to call all the time, each on its own, on a clock of ours. */
const flood = (
  of: SharedKey,
  options: { instances: number; forMs: number; usedBefore?: number },
) => {
  let nowMs = 0;
  const shares = Array.from({ length: options.instances }, () => createLocalShare(() => nowMs));
  const under: { share: number; call: string; atMs: number }[] = [];
  const arrivals: number[] = [];
  let calls = 0;
  for (; nowMs < options.forMs; nowMs += 1) {
    for (const { share, call } of under.filter(({ atMs }) => atMs <= nowMs))
      shares[share]?.answered(of, call);
    under.splice(0, under.length, ...under.filter(({ atMs }) => atMs > nowMs));
    shares.forEach((share, index) => {
      calls += 1;
      const call = String(calls);
      const waitMs = share.take(of, call, {
        sinceMs: 0,
        instances: () => options.instances,
        usedBefore: () => options.usedBefore ?? 0,
      });
      if (waitMs > 0) return;
      // Answered 20 to 80 ms later, arrived in between.
      const tripMs = 20 + ((calls * 37) % 60);
      arrivals.push(nowMs + ((calls * 13) % tripMs));
      under.push({ share: index, call, atMs: nowMs + tripMs });
    });
  }
  return arrivals;
};

test.each([1, 2, 3, 7])("keeps every limit when %i processes flood an API alone", (instances) => {
  const arrivals = flood(api, { instances, forMs: 70_000 });
  expect(mostWithin(arrivals, 1_000)).toBeLessThanOrEqual(50);
  expect(mostWithin(arrivals, 60_000)).toBeLessThanOrEqual(1_000);
  expect(arrivals.filter((atMs) => atMs > 60_000).length).toBeGreaterThan(0);
});

test.each([1, 3, 5])("keeps the limit of a message with %i processes", (instances) => {
  const arrivals = flood(message, { instances, forMs: 20_000 });
  expect(mostWithin(arrivals, 1_000)).toBeLessThanOrEqual(5);
  expect(arrivals.length).toBeGreaterThan(20);
});

test("takes longer windows with more processes than calls, so that all together make no more", () => {
  expect(flood(message, { instances: 8, forMs: 20_000 }).length).toBeLessThanOrEqual(20 * 5);
});

test("leaves room for what all did before, as far as it was heard of", () => {
  const arrivals = flood(api, { instances: 3, forMs: 59_000, usedBefore: 700 });
  expect(arrivals.length).toBeLessThanOrEqual(1_000 - 700 - 50);
  expect(arrivals.length).toBeGreaterThan(200);
});

test("waits for the whole window when all of it may be used up", () => {
  expect(flood(api, { instances: 3, forMs: 59_000, usedBefore: 990 })).toEqual([]);
});

test("knows the calls of its own that still count", () => {
  let nowMs = 0;
  const share = createLocalShare(() => nowMs);
  share.note(message, "sent");
  share.note(message, "under way");
  share.note(message, "never sent");
  share.giveBack(message, "never sent");
  share.answered(message, "sent");
  nowMs = 400;
  expect(share.calls()).toEqual([
    { of: message, calls: [{ call: "under way" }, { call: "sent", answeredAgoMs: 400 }] },
  ]);
  share.answered(message, "under way");
  nowMs = 100_000;
  expect(share.calls()).toEqual([]);
});
