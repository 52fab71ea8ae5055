import { expect, test } from "vitest";
import type { SharedKey } from "../../src/core/limits/shared-windows.ts";
import { createLocalShare } from "../../src/limits/local-share.ts";
import { createTenures } from "../../src/store/tenures.ts";
import { silentLog } from "../conversation.ts";
import { fakeClock } from "../fake-clock.ts";

/** The most in any half-open window of that length. */
const mostWithin = (timesMs: readonly number[], windowMs: number): number =>
  Math.max(
    ...timesMs.map(
      (fromMs) => timesMs.filter((at) => at >= fromMs && at < fromMs + windowMs).length,
    ),
  );

const message: SharedKey = {
  key: "message",
  limits: [{ limit: 5, windowMs: 1_000 }],
  spread: false,
};

/** Processes that have one lane in turns, as fast as they get it, and call whenever their share lets them. */
const takeTurns = async (instances: number, forMs: number) => {
  const clock = fakeClock(0);
  let holder: number | undefined;
  let calls = 0;
  const arrivals: number[] = [];
  const callers = new Set<number>();
  const processes = Array.from({ length: instances }, (_, me) => ({
    me,
    share: createLocalShare(clock.now),
    tenures: createTenures({
      claim: () => {
        holder ??= me;
        return Promise.resolve(holder === me);
      },
      giveBack: () => {
        if (holder === me) holder = undefined;
        return Promise.resolve();
      },
      clock,
      log: silentLog,
    }),
  }));
  const once = async ({ me, share, tenures }: (typeof processes)[number]): Promise<void> => {
    const tenure = await tenures.take("lane");
    if (tenure === undefined) return;
    calls += 1;
    const call = String(calls);
    const alone = {
      sinceMs: Number.NEGATIVE_INFINITY,
      instances: () => instances,
      usedBefore: () => 0,
    };
    if (share.take(message, call, alone) === 0) {
      arrivals.push(clock.now());
      callers.add(me);
      share.answered(message, call);
    }
    tenure.release();
  };
  for (let turn = 0; clock.now() < forMs; turn += 1) {
    // Each of them but for a moment, so that the next one gets the lane as soon as it has lingered.
    const next = processes[turn % instances];
    if (next !== undefined && (holder === undefined || arrivals.length === 0)) await once(next);
    await clock.advance(10);
  }
  return { arrivals, callers };
};

test("more processes than calls a second keep the limit of a chat, since its lane goes round slowly", async () => {
  const { arrivals, callers } = await takeTurns(8, 10_000);
  expect(callers.size).toBe(8);
  expect(arrivals.length).toBeGreaterThan(20);
  expect(mostWithin(arrivals, 1_000)).toBeLessThanOrEqual(5);
});

test("a lane that was just used is given back only after it lingered, also when its process leaves", async () => {
  const clock = fakeClock(0);
  const given: number[] = [];
  const tenures = createTenures({
    claim: () => Promise.resolve(true),
    giveBack: () => {
      given.push(clock.now());
      return Promise.resolve();
    },
    clock,
    log: silentLog,
  });
  const tenure = await tenures.take("lane");
  await clock.advance(1_000);
  tenure?.release();
  let left = false;
  void tenures.leave().then(() => {
    left = true;
  });
  await clock.advance(200);
  expect([left, given]).toEqual([false, []]);
  await clock.advance(100);
  expect([left, given]).toEqual([true, [1_250]]);
  expect(await tenures.take("lane")).toBeUndefined();
});
