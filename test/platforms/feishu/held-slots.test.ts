import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test, vi } from "vitest";
import { systemClock } from "../../../src/core/clock.ts";
import { createHeldSlots, type HeldSlots } from "../../../src/platforms/feishu/gates/held-slots.ts";

const windowMs = 250;
const started: { close(): void }[] = [];
afterEach(() => {
  for (const one of started.splice(0)) one.close();
});

const open = (slots = 5): HeldSlots => {
  const held = createHeldSlots({ slots, windowMs, clock: systemClock });
  started.push(held);
  return held;
};
const { signal } = new AbortController();
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const pass = async (held: HeldSlots, key: string) => {
  const entered = await held.enter(key, { signal });
  if (!entered.ok) throw new Error(entered.problem.reason);
  return entered.value;
};

test("never lets a sixth call of a key arrive within a window, whatever the jitter and the stalls", async () => {
  const arrivals: { key: string; atMs: number }[] = [];
  const server = createServer((request, response) => {
    arrivals.push({ key: String(request.url), atMs: performance.now() });
    setTimeout(() => response.end(), Math.random() * 60);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  started.push(server);
  const { port } = server.address() as AddressInfo;
  const held = open();
  const stall = setInterval(() => {
    const untilMs = performance.now() + 120;
    while (performance.now() < untilMs);
  }, 600);
  const send = async (key: string): Promise<void> => {
    const granted = await pass(held, key);
    await sleep(Math.random() * 60);
    await fetch(`http://127.0.0.1:${port}/${key}`).then((response) => response.text());
    granted.leave();
  };
  await Promise.all(["a", "b", "c"].flatMap((key) => Array.from({ length: 22 }, () => send(key))));
  clearInterval(stall);
  expect(arrivals).toHaveLength(66);
  for (const key of ["/a", "/b", "/c"]) {
    const times = arrivals.filter((arrival) => arrival.key === key).map(({ atMs }) => atMs);
    for (const [index, atMs] of times.entries()) {
      const sixth = times[index + 5];
      if (sixth !== undefined) expect(sixth - atMs).toBeGreaterThanOrEqual(windowMs);
    }
  }
});

test("does not let one key wait for another", async () => {
  const held = open(1);
  await pass(held, "busy");
  await pass(held, "free");
});

test("frees a slot at once when the call was never sent", async () => {
  const held = open(1);
  (await pass(held, "key")).giveBack();
  const second = await pass(held, "key");
  second.giveBack();
});

test("forgets a key once nobody uses it", async () => {
  const held = open();
  for (let n = 0; n < 50; n += 1) (await pass(held, `key-${n}`)).giveBack();
  (await pass(held, "last")).leave();
  expect(held.size()).toBeLessThanOrEqual(51);
  await expect.poll(() => held.size(), { timeout: 5000 }).toBe(0);
});

test("lets a call that the platform refused go before those that wait", async () => {
  const held = open(1);
  const holder = await pass(held, "key");
  const order: string[] = [];
  const wait = (name: string, first: boolean) =>
    held.enter("key", { signal, first }).then((entered) => {
      order.push(name);
      if (entered.ok) entered.value.giveBack();
    });
  const waiting = [wait("one", false), wait("two", false), wait("refused", true)];
  await sleep(20);
  holder.giveBack();
  await Promise.all(waiting);
  expect(order).toEqual(["refused", "one", "two"]);
});

test("keeps nobody waiting when the machine's clock is set back", async () => {
  const steady = { now: () => performance.now(), after: systemClock.after };
  const held = createHeldSlots({ slots: 5, windowMs, clock: steady });
  started.push(held);
  const seven = () =>
    Promise.all(
      Array.from({ length: 7 }, async () => {
        const entered = await held.enter("a", { signal: AbortSignal.timeout(2000) });
        if (entered.ok) entered.value.leave();
        return entered.ok;
      }),
    );
  vi.useFakeTimers({ toFake: ["Date"] });
  try {
    expect(await seven()).not.toContain(false);
    vi.setSystemTime(Date.now() - 3_600_000);
    expect(await seven()).not.toContain(false);
  } finally {
    vi.useRealTimers();
  }
  await vi.waitUntil(() => held.size() === 0, 2000);
});

test("lets nobody pass a paused key until the pause is over", async () => {
  const held = open();
  (await pass(held, "key")).leave();
  const pausedAtMs = Date.now();
  held.pause("key", 400);
  await pass(held, "key");
  expect(Date.now() - pausedAtMs).toBeGreaterThanOrEqual(399);
});

test("remembers a pause that came with the last answer, though nobody waits", async () => {
  const held = open(1);
  const refused = await pass(held, "a");
  await sleep(50);
  refused.leave();
  await Promise.resolve();
  const beganMs = performance.now();
  held.pause("a", 2 * windowMs);
  await sleep(windowMs + 50);
  await pass(held, "a");
  expect(performance.now() - beganMs).toBeGreaterThanOrEqual(2 * windowMs - 5);
});

test("refuses with an estimate when too many wait, and remains usable when they leave", async () => {
  const held = open(1);
  const holder = await pass(held, "key");
  const leaver = new AbortController();
  const waiting = Array.from({ length: 201 }, () => held.enter("key", { signal: leaver.signal }));
  const refused = await held.enter("key", { signal });
  expect(refused).toMatchObject({ ok: false, problem: { reason: "too-fast", effect: "none" } });
  if (!refused.ok) expect(refused.problem.retryAfterMs).toBeGreaterThan(windowMs);
  leaver.abort();
  for (const result of await Promise.all(waiting)) {
    expect(result).toMatchObject({ problem: { reason: "cancelled" } });
  }
  holder.giveBack();
  await expect.poll(async () => (await held.enter("key", { signal })).ok).toBe(true);
});

test("answers everybody when it is closed, and lets nobody in after", async () => {
  const held = open(1);
  await pass(held, "key");
  const waiting = held.enter("key", { signal });
  await sleep(10);
  held.close();
  expect(await waiting).toMatchObject({ problem: { reason: "cancelled" } });
  expect(await held.enter("key", { signal })).toMatchObject({ problem: { reason: "cancelled" } });
});

test("tells at once when the asker has given up already", async () => {
  const held = open();
  const result = await held.enter("key", { signal: AbortSignal.abort() });
  expect(result).toMatchObject({ problem: { reason: "cancelled" } });
  expect(held.size()).toBe(0);
});
