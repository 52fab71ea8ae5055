import { afterEach, expect, test } from "vitest";
import type { ChatId, MessageId } from "../../../src/core/ids.ts";
import { silentObserver } from "../../../src/core/observer.ts";
import type { CallSubject } from "../../../src/platforms/feishu/gates/gates.ts";
import { createSharedGates } from "../../../src/platforms/feishu/gates/shared-gates.ts";
import { someWindows } from "../some-windows.ts";
import { createStillClock } from "./still-clock.ts";

const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
};

const closing: { close(): void }[] = [];
afterEach(() => {
  for (const one of closing.splice(0)) one.close();
});

const open = () => {
  const rig = someWindows();
  const clock = createStillClock();
  const gates = createSharedGates({
    account: "cli_a",
    windows: rig.windows,
    clock,
    observer: silentObserver,
  });
  closing.push(gates);
  return { ...rig, clock, gates };
};

const { signal } = new AbortController();
const pinIn = (chat: string, message = "m"): CallSubject => ({
  api: "pin.create",
  chat: chat as ChatId,
  message: message as MessageId,
});
const apiKey = "cli_a:api:pin.create";

test("asks for the limits of a call from the narrowest to the widest, with the platform's numbers", async () => {
  const { gates, asked } = open();
  await gates.enter(pinIn("c"), { signal });
  await gates.enter({ api: "message.reply", chat: "c" as ChatId }, { signal });
  const second = (limit: number) => [{ limit, windowMs: 1_000 }];
  const tier = [...second(50), { limit: 1_000, windowMs: 60_000 }];
  expect(asked).toMatchObject([
    { key: "cli_a:message:m", limits: second(5), spread: false },
    { key: apiKey, limits: tier, spread: true },
    { key: "cli_a:send:c", limits: second(5), spread: false },
    { key: "cli_a:api:message.reply", limits: tier, spread: true },
  ]);
});

test("tells what became of each pass, once", async () => {
  const { gates, noted } = open();
  const sent = await gates.enter(pinIn("c"), { signal });
  const unsent = await gates.enter(pinIn("c"), { signal });
  if (!sent.ok || !unsent.ok) throw new Error("refused");
  sent.value.leave();
  sent.value.leave();
  sent.value.giveBack();
  unsent.value.giveBack();
  expect(noted).toEqual([
    "answered cli_a:message:m",
    `answered ${apiKey}`,
    "gave back cli_a:message:m",
    `gave back ${apiKey}`,
  ]);
});

test("lets a spare call through only where nobody waits and the others have room, without waiting", async () => {
  const { gates, free, noted } = open();
  const spare = (name: string) => gates.enter(pinIn("a", name), { signal, spare: true });
  const first = await spare("m");
  expect(first.ok).toBe(true);
  // Something is under way.
  expect(await spare("n")).toMatchObject({ ok: false, problem: { reason: "too-fast" } });
  if (first.ok) first.value.leave();
  expect(noted).toContain(`answered ${apiKey}`);

  free.set(apiKey, 0);
  expect((await spare("n")).ok).toBe(false);
  void gates.enter(pinIn("b", "o"), { signal });
  await settle();
  free.set(apiKey, 5);
  expect((await spare("n")).ok).toBe(false);
});

test("lets chats take turns, and those first that the platform refused", async () => {
  const { gates, free, clock } = open();
  free.set(apiKey, 0);
  const order: string[] = [];
  const enter = (chat: string, name: string, first = false) =>
    gates.enter(pinIn(chat, name), { signal, first }).then(() => void order.push(name));
  const all = [
    enter("a", "a1"),
    enter("a", "a2"),
    enter("a", "a3"),
    enter("b", "b1"),
    enter("c", "refused", true),
  ];
  await settle();
  free.set(apiKey, Number.POSITIVE_INFINITY);
  clock.pass(100);
  await Promise.all(all);
  expect(order).toEqual(["refused", "a1", "b1", "a2", "a3"]);
});

test("gives the narrower slot back when somebody stops waiting for the wider one", async () => {
  const { gates, free, noted } = open();
  free.set(apiKey, 0);
  const leaver = new AbortController();
  const entering = gates.enter(pinIn("a"), { signal: leaver.signal });
  await settle();
  leaver.abort();
  expect(await entering).toMatchObject({ problem: { reason: "cancelled" } });
  expect(noted).toEqual(["gave back cli_a:message:m"]);
});

test("does not ask more often because more are waiting", async () => {
  const { gates, free, asked, clock } = open();
  free.set(apiKey, 0);
  const all = Array.from({ length: 50 }, (_, n) => gates.enter(pinIn("a", `m${n}`), { signal }));
  await settle();
  const before = asked.filter(({ key }) => key === apiKey).length;
  clock.pass(100);
  await settle();
  expect(asked.filter(({ key }) => key === apiKey).length).toBe(before + 1);
  gates.close();
  for (const one of await Promise.all(all))
    expect(one).toMatchObject({ problem: { reason: "cancelled" } });
});

test("refuses at once what would wait too long, with an estimate", async () => {
  const { gates, free } = open();
  free.set(apiKey, 0);
  for (let n = 0; n < 200; n += 1) void gates.enter(pinIn("a", `m${n}`), { signal });
  await settle();
  const refused = await gates.enter(pinIn("a", "one more"), { signal });
  expect(refused).toMatchObject({ ok: false, problem: { reason: "too-fast" } });
  if (!refused.ok) expect(refused.problem.retryAfterMs).toBeGreaterThan(1_000);
});

test("pauses what the platform named, everywhere", () => {
  const { gates, noted } = open();
  gates.pause("message", pinIn("a"), 1_000);
  gates.pause("api", pinIn("a"), 2_000);
  expect(noted).toEqual(["paused cli_a:message:m 1000", `paused ${apiKey} 2000`]);
});
