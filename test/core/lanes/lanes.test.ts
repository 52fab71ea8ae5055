import fc from "fast-check";
import { expect, test } from "vitest";
import { createLanes } from "../../../src/core/lanes/lanes.ts";
import { fakeClock, settle } from "../../fake-clock.ts";

const setUp = (
  bounds: { readonly maxWaiting?: number; readonly maxWaitingPerChat?: number } = {},
) => {
  const clock = fakeClock();
  const bugs: unknown[] = [];
  const lanes = createLanes({
    clock,
    maxWaiting: 100,
    maxWaitingPerChat: 10,
    ...bounds,
    onBug: (error) => bugs.push(error),
  });
  return { clock, bugs, lanes };
};

/** A task that tells whether it ran. */
const task = () => {
  let ran = false;
  return {
    run: (): Promise<void> => {
      ran = true;
      return Promise.resolve();
    },
    ran: () => ran,
  };
};

/** A task that ends when it is told to. */
const open = () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { task: () => promise, end: resolve };
};

test("a lane is free while it has no work and until the end", async () => {
  const { lanes } = setUp();
  const one = open();
  expect(lanes.isFree("a")).toBe(true);
  lanes.submit("a", one.task);
  expect([lanes.isFree("a"), lanes.isFree("b")]).toEqual([false, true]);
  one.end();
  await settle();
  expect(lanes.isFree("a")).toBe(true);
  await lanes.drain(0);
  expect(lanes.isFree("a")).toBe(false);
});

test("tasks of a lane run in order, one at a time", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.constantFrom("a", "b", "c"), fc.nat({ max: 4 })), { maxLength: 30 }),
      async (plan) => {
        const { lanes } = setUp({ maxWaitingPerChat: 1_000 });
        const done: [string, number][] = [];
        const running = new Set<string>();
        plan.forEach(([lane, turns], index) => {
          lanes.submit(lane, async () => {
            expect(running.has(lane)).toBe(false);
            running.add(lane);
            for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
            running.delete(lane);
            done.push([lane, index]);
          });
        });
        await settle();

        for (const name of ["a", "b", "c"]) {
          const order = done.filter(([lane]) => lane === name).map(([, index]) => index);
          expect(order).toEqual(plan.flatMap(([lane], index) => (lane === name ? [index] : [])));
        }
        expect(lanes.count()).toBe(0);
      },
    ),
    { numRuns: 30 },
  );
});

test("a stuck lane stops no other", async () => {
  const { lanes } = setUp();
  const stuck = open();
  const ran: string[] = [];
  lanes.submit("a", stuck.task);
  lanes.submit("a", () => Promise.resolve(void ran.push("a")));
  lanes.submit("b", () => Promise.resolve(void ran.push("b")));
  await settle();
  expect(ran).toEqual(["b"]);

  stuck.end();
  await settle();
  expect(ran).toEqual(["b", "a"]);
});

test("a task that fails is reported, and the lane goes on", async () => {
  const { lanes, bugs } = setUp();
  const bug = new Error("a bug");
  const ran: number[] = [];
  lanes.submit("a", () => Promise.reject(bug));
  lanes.submit("a", () => Promise.resolve(void ran.push(2)));
  await settle();

  expect(bugs).toEqual([bug]);
  expect(ran).toEqual([2]);
  expect(lanes.size()).toBe(0);
});

test("there is room until a chat has its share, and until all have theirs", async () => {
  const { lanes } = setUp({ maxWaiting: 3, maxWaitingPerChat: 2 });
  const first = open();
  const rest = open();
  lanes.submit("a", first.task);
  expect(lanes.hasRoom("a")).toBe(true);
  lanes.submit("a", rest.task);
  expect(lanes.hasRoom("a")).toBe(false);
  expect(lanes.hasRoom("b")).toBe(true);
  lanes.submit("b", rest.task);
  expect(lanes.hasRoom("c")).toBe(false);

  first.end();
  await settle();
  expect(lanes.hasRoom("a")).toBe(true);
  expect(lanes.hasRoom("c")).toBe(true);
});

test("tells how much waits, in how many lanes, and since when", async () => {
  const { clock, lanes } = setUp();
  expect([lanes.size(), lanes.count(), lanes.oldestMs()]).toEqual([0, 0, 0]);
  const all = open();
  lanes.submit("a", all.task);
  await clock.advance(1_000);
  lanes.submit("a", all.task);
  lanes.submit("b", all.task);
  await clock.advance(500);
  expect([lanes.size(), lanes.count(), lanes.oldestMs()]).toEqual([3, 2, 1_500]);

  all.end();
  await settle();
  expect([lanes.size(), lanes.count(), lanes.oldestMs()]).toEqual([0, 0, 0]);
});

test("a drain waits for what runs and what waits", async () => {
  const { clock, lanes } = setUp();
  const first = open();
  let aborted = false;
  lanes.submit("a", async (signal) => {
    await first.task();
    aborted = signal.aborted;
  });
  const then = task();
  lanes.submit("a", then.run);
  let drained = false;
  void lanes.drain(10_000).then(() => {
    drained = true;
  });
  await clock.advance(9_999);
  expect(drained).toBe(false);

  first.end();
  await settle();
  expect({ drained, aborted, ran: then.ran() }).toEqual({
    drained: true,
    aborted: false,
    ran: true,
  });
  expect(clock.pending()).toBe(0);
});

test("after the grace time what runs is aborted, and what waits is not begun", async () => {
  const { clock, lanes } = setUp();
  const then = task();
  lanes.submit(
    "a",
    (signal) =>
      new Promise((resolve) => {
        signal.addEventListener("abort", () => resolve());
      }),
  );
  lanes.submit("a", then.run);
  let drained = false;
  void lanes.drain(10_000).then(() => {
    drained = true;
  });
  await clock.advance(10_000);

  expect(drained).toBe(true);
  expect(then.ran()).toBe(false);
});

test("nothing is begun after a drain, not even when there was nothing to drain", async () => {
  const { lanes } = setUp();
  await lanes.drain(10_000);
  const late = task();
  lanes.submit("a", late.run);
  await settle();

  expect(late.ran()).toBe(false);
});
