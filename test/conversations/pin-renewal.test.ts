import { expect, test } from "vitest";
import type { ChatId } from "../../src/core/ids.ts";
import { type Problem, problem } from "../../src/core/problem.ts";
import { aGroup, idOf } from "../conversation.ts";

const people = { owner: "Li", admins: ["Mei"], members: ["Bo"] };
const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** A platform that ends pins: after one hour or one day. */
const pins = { most: 3, endsAfterMs: [hour, day], keptMs: day, listed: false };
/** So long before the end it is pinned again. */
const early = day / 10;

const aShortLivedGroup = (more: Parameters<typeof aGroup>[0] = {}) =>
  aGroup({ ...people, capabilities: { pins, confirms: false }, ...more });

type AGroup = Awaited<ReturnType<typeof aGroup>>;

const pinsMade = (group: AGroup): number =>
  group.memory.calls.filter((call) => call === "pin").length;

const withPin = async (command = "/pin", more: Parameters<typeof aGroup>[0] = {}) => {
  const group = await aShortLivedGroup(more);
  const notice = group.message("Li", "Release on Friday");
  await group.says("Mei", command, { replyTo: notice });
  return { group, notice, answer: await group.answer() };
};

test("a pin without a time outlives the platform's longest, again and again, without a word", async () => {
  const { group, notice, answer } = await withPin();
  expect(answer).not.toContain("until");

  for (let days = 0; days < 4; days += 1) {
    await group.clock.advance(day);
    expect(group.pinned()).toEqual([notice]);
  }

  expect(await group.answers()).toEqual([]);
  expect(pinsMade(group)).toBe(5);
  const [made, again] = await group.cases();
  expect(made).toMatchObject({ action: "pin", outcome: "requested", actor: idOf("Mei") });
  expect(made).not.toHaveProperty("details");
  expect(again).toMatchObject({ action: "renew-pin", outcome: "requested", target: notice });
  expect(again).not.toHaveProperty("actor");
  await group.says("Li", "/audit");
  expect(await group.answer()).toContain("me · pin again · requested");
});

test("/pins shows no end where none is to come", async () => {
  const { group } = await withPin();
  await group.clock.advance(2 * day);

  await group.says("Bo", "/pins");

  const said = await group.answer();
  expect(said).toContain("Release on Friday — by Mei, March 5 at 02:00");
  expect(said).not.toContain("until");
});

test("a longer time than the platform has is kept exactly", async () => {
  const { group, notice, answer } = await withPin("/pin 60h");
  expect(answer).toContain("until March 7 at 14:00");
  await group.says("Bo", "/pins");
  expect(await group.answer()).toContain("until March 7 at 14:00");

  await group.clock.advance(60 * hour - 1);
  expect(group.pinned()).toEqual([notice]);
  await group.clock.advance(1);

  expect(group.pinned()).toEqual([]);
  expect(await group.store.timers.count()).toBe(0);
  expect((await group.cases()).map(({ action }) => action)).toEqual([
    "pin",
    "renew-pin",
    "renew-pin",
    "unpin-due",
  ]);
});

test("a time that the platform has needs no renewal", async () => {
  const { group } = await withPin("/pin 24h");

  await group.clock.advance(2 * day);

  expect(pinsMade(group)).toBe(1);
  expect(group.pinned()).toEqual([]);
  expect((await group.cases()).map(({ action }) => action)).toEqual(["pin", "unpin-due"]);
});

test.each(["/unpin", "/recall"])("%s ends it for good", async (command) => {
  const { group, notice } = await withPin();

  await group.says("Li", command, { replyTo: notice });
  expect(await group.store.timers.count()).toBe(0);
  await group.clock.advance(3 * day);

  expect(pinsMade(group)).toBe(1);
});

test("a recall by hand ends it for good", async () => {
  const { group, notice } = await withPin();

  await group.recalled(notice, "owner");
  expect(await group.store.timers.count()).toBe(0);
  await group.clock.advance(3 * day);

  expect(pinsMade(group)).toBe(1);
});

test("pinning again with a short time ends it at that time", async () => {
  const { group, notice } = await withPin();

  await group.says("Li", "/pin 2h", { replyTo: notice });
  await group.clock.advance(2 * hour);
  expect(group.pinned()).toEqual([]);
  await group.clock.advance(3 * day);

  expect(pinsMade(group)).toBe(2);
  expect(await group.store.timers.count()).toBe(0);
});

test("with one pin at a time, the pin that gave way is not brought back", async () => {
  const { group } = await withPin("/pin", { settings: { pinPolicy: "single" } });
  const next = group.message("Li", "next");
  await group.says("Li", "/pin", { replyTo: next });

  await group.clock.advance(3 * day);

  expect(group.pinned()).toEqual([next]);
});

test("what newer pins have pushed out is not brought back in their place", async () => {
  const { group, notice } = await withPin();
  for (const text of ["one", "two", "three"]) {
    await group.clock.advance(minute);
    await group.says("Li", "/pin", { replyTo: group.message("Li", text) });
  }
  await group.answers();

  await group.clock.advance(day);

  expect(group.pinned()).not.toContain(notice);
  expect(group.pinned()).toHaveLength(3);
  expect((await group.cases()).filter(({ target }) => target === notice).at(-1)).toMatchObject({
    action: "renew-pin",
    outcome: "failed",
    details: { reason: "gave-way" },
  });
  await group.says("Bo", "/pins");
  expect(await group.answer()).toContain("3 messages are pinned");
});

test.each(["stop", "crash"] as const)("a %s does not forget it", async (how) => {
  const { group, notice } = await withPin();
  if (how === "stop") await group.restart();
  else await group.crash();
  await group.clock.advance(2 * day);
  expect(group.pinned()).toEqual([notice]);

  // Off for so long that the platform ended the pin: it is there again at once.
  await group.stop();
  await group.clock.advance(2 * day);
  expect(group.pinned()).toEqual([]);
  await group.crash();
  expect(group.pinned()).toEqual([notice]);
});

test("a platform that is out of reach for a while is asked again, and nobody hears of it", async () => {
  const { group, notice } = await withPin();
  const down: Problem[] = Array<Problem>(5).fill(problem("platform-down"));
  group.memory.failNext("pin", ...down);

  await group.clock.advance(2 * day);

  expect(group.pinned()).toEqual([notice]);
  expect(await group.answers()).toEqual([]);
});

test("gives up aloud, tells who asked for it, and from then on says when it ends", async () => {
  const keptMs = 10 * day;
  const { group, notice } = await withPin("/pin", {
    capabilities: { pins: { ...pins, endsAfterMs: [keptMs], keptMs }, confirms: false },
  });
  group.memory.failNext("pin", ...Array<Problem>(10).fill(problem("pin-for-admins-only")));

  await group.clock.advance(9 * day + 20 * hour);

  const [said, ...more] = await group.answers();
  expect(more).toEqual([]);
  expect(said).toMatchObject({ how: "post", mentions: [idOf("Mei")] });
  expect(said?.text).toMatch(
    /^Mei: The platform keeps the pin of this message until March 15 at 02:00/,
  );
  expect(said?.text).toContain("Please pin it again if it shall stay.");
  expect((await group.cases()).at(-1)).toMatchObject({ action: "renew-pin", outcome: "failed" });
  expect(group.pinned()).toEqual([notice]);
  await group.says("Bo", "/pins");
  expect(await group.answer()).toContain("until March 15 at 02:00");

  await group.clock.advance(day);

  expect(await group.store.timers.count()).toBe(0);
  expect(await group.store.pins.list(group.memory.platform, group.chat)).toEqual([]);
});

test("of a message that is no more it ends quietly, with a case", async () => {
  const { group, notice } = await withPin();
  group.memory.messages.delete(notice);

  await group.clock.advance(day);

  expect(await group.answers()).toEqual([]);
  expect((await group.cases()).at(-1)).toMatchObject({
    action: "renew-pin",
    details: { nothingLeft: "message-unknown" },
  });
  expect(await group.store.timers.count()).toBe(0);
});

test("nothing is left of it after the bot was removed", async () => {
  const { group } = await withPin();

  await group.happens({ type: "bot-removed", chat: group.chat as ChatId, atMs: group.clock.now() });
  await group.clock.advance(3 * day);

  expect(pinsMade(group)).toBe(1);
  expect(await group.store.timers.count()).toBe(0);
});

test("wherever the process dies while renewing, the pin stands and is on record once", async () => {
  for (let atStep = 1; ; atStep += 1) {
    const { group, notice } = await withPin();
    await group.clock.advance(day - early - 1);
    group.diesAt({ atStep, when: "after" });
    await group.clock.advance(1);
    const died = group.isDead();
    if (died) await group.crash();

    await group.clock.advance(early);

    expect(group.pinned()).toEqual([notice]);
    expect((await group.cases()).map(({ action }) => action)).toEqual(["pin", "renew-pin"]);
    expect(await group.store.timers.count()).toBe(1);
    if (!died) {
      expect(atStep).toBeGreaterThan(3);
      break;
    }
  }
});
