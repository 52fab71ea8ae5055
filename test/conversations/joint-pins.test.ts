import { expect, test } from "vitest";
import { problem } from "../../src/core/problem.ts";
import { aGroup, type GroupSetup } from "../conversation.ts";
import { settle } from "../fake-clock.ts";
import type { Death } from "../life.ts";

const people = { owner: "Li", admins: ["Mei"], members: ["Bo"] };
const day = 24 * 3_600_000;

type AGroup = Awaited<ReturnType<typeof aGroup>>;

/** Says all of it while the first is still on its way to the platform, so that the rest waits behind it. */
const atOnce = async (
  group: AGroup,
  says: readonly (readonly [from: string, text: string])[],
  replyTo = group.message("Li", "Hello"),
) => {
  const release = group.memory.hold("pin");
  for (const [from, text] of says) await group.says(from, text, { replyTo });
  release();
  for (let turns = 0; turns < says.length; turns += 1) await settle();
  return replyTo;
};

const switched = (group: AGroup) =>
  group.memory.calls.filter((name) => name === "pin" || name === "unpin");

const outcomes = async (group: AGroup) =>
  (await group.cases()).map(({ actor, action, outcome }) => [actor, action, outcome].join(" "));

const withGroup = (more: GroupSetup = {}) => aGroup({ ...people, ...more });

test("of pins and unpins of one message that wait, the last one wins and only it is carried out", async () => {
  const group = await withGroup();
  const notice = await atOnce(group, [
    ["Li", "/pin"],
    ["Mei", "/unpin"],
    ["Li", "/pin again"],
    ["Mei", "/unpin"],
  ]);

  expect(await group.answers()).toMatchObject([
    { how: "react", text: "pinned" },
    {
      how: "whisper",
      to: "ou_Mei",
      text: expect.stringContaining("came right after your /unpin") as string,
    },
    {
      how: "whisper",
      to: "ou_Li",
      text: expect.stringContaining("only the last one, /unpin") as string,
    },
    { how: "react", text: "done" },
  ]);
  expect(switched(group)).toEqual(["pin", "unpin"]);
  expect(group.pinned()).not.toContain(notice);
  expect(await outcomes(group)).toEqual([
    "ou_Li pin done",
    "ou_Mei unpin overtaken",
    "ou_Li pin overtaken",
    "ou_Mei unpin done",
  ]);
});

test("a hundred of them cost two calls", async () => {
  const group = await withGroup();
  const notice = await atOnce(
    group,
    Array.from({ length: 100 }, (_, index) => ["Li", index % 2 === 0 ? "/pin" : "/unpin"] as const),
    group.message("Li", "Hello"),
  );

  expect(await group.answers()).toHaveLength(100);
  expect(switched(group)).toEqual(["pin", "unpin"]);
  expect(group.pinned()).not.toContain(notice);
  expect(await group.cases()).toHaveLength(100);
});

test("nobody runs out of time because the platform is slow to tell what the others mean", async () => {
  const group = await withGroup();
  const notice = group.message("Li", "Hello");
  let answerNext = group.memory.hold("message");
  const count = 20;
  for (let index = 0; index < count; index += 1)
    await group.says("Li", `${index % 2 === 0 ? "/pin" : "/unpin"} ${notice}`);
  for (let index = 0; index < count; index += 1) {
    await group.clock.advance(5_000);
    answerNext();
    answerNext = group.memory.hold("message");
    await settle();
  }

  const told = (await outcomes(group)).map((line) => line.split(" ").at(-1));
  expect(told).toHaveLength(count);
  expect(new Set(told)).toEqual(new Set(["overtaken", "done"]));
  expect(switched(group).length).toBeLessThan(count / 2);
  expect(group.pinned()).not.toContain(notice);
});

test("several who pin the same message are each told, and it is pinned once", async () => {
  const group = await withGroup({ admins: ["Mei", "Ann", "Eve"] });
  const notice = await atOnce(group, [
    ["Li", "/pin"],
    ["Mei", "/unpin"],
    ["Ann", "/pin"],
    ["Eve", "/pin"],
  ]);

  expect((await group.answers()).slice(-2)).toMatchObject([
    { how: "react", text: "pinned" },
    { how: "reply", text: expect.stringContaining("Already pinned by Ann") as string },
  ]);
  expect(switched(group)).toEqual(["pin", "pin"]);
  expect(await group.store.pins.list(group.memory.platform, group.chat)).toMatchObject([
    { message: notice, by: "ou_Ann" },
  ]);
});

test("a pin that is overtaken is on record with its reason, and its end does not come", async () => {
  const group = await withGroup();
  const notice = await atOnce(group, [
    ["Li", "/pin"],
    ["Li", "/pin 7d release notes"],
    ["Mei", "/unpin"],
  ]);

  expect(await group.cases()).toMatchObject([
    { action: "pin", outcome: "done" },
    { action: "pin", outcome: "overtaken", reason: "release notes", target: notice },
    { action: "unpin", outcome: "done", actor: "ou_Mei" },
  ]);
  expect(await group.store.timers.count()).toBe(0);
  expect(group.pinned()).toEqual([]);
});

test("an unpinning that is overtaken ends what was agreed about the pin before", async () => {
  const group = await withGroup();
  const notice = await atOnce(group, [
    ["Li", "/pin 7d"],
    ["Mei", "/unpin"],
    ["Li", "/pin"],
  ]);
  expect(switched(group)).toEqual(["pin", "pin"]);
  expect((await group.answers()).at(-1)).toMatchObject({ how: "react", text: "pinned" });

  await group.clock.advance(8 * day);

  expect(group.pinned()).toEqual([notice]);
});

test("who may not does not overtake anybody, nor does what is not understood", async () => {
  const group = await withGroup();
  const notice = await atOnce(group, [
    ["Li", "/pin"],
    ["Mei", "/unpin"],
    ["Li", "/pin 7d"],
    ["Bo", "/unpin"],
    ["Mei", "/pin 7x"],
  ]);

  expect(group.pinned()).toEqual([notice]);
  expect((await group.answers()).slice(-2)).toMatchObject([
    { how: "whisper", to: "ou_Bo" },
    { how: "whisper", to: "ou_Mei" },
  ]);
  expect(await outcomes(group)).toEqual([
    "ou_Li pin done",
    "ou_Mei unpin overtaken",
    "ou_Li pin done",
  ]);
});

test("where the last one fails, the one before it counts", async () => {
  const group = await withGroup();
  group.memory.failNext("unpin", problem("bot-not-in-chat"));
  const notice = await atOnce(group, [
    ["Li", "/pin"],
    ["Mei", "/unpin"],
    ["Li", "/pin"],
    ["Mei", "/unpin"],
  ]);

  expect(await outcomes(group)).toEqual([
    "ou_Li pin done",
    "ou_Mei unpin overtaken",
    "ou_Li pin done",
    "ou_Mei unpin failed",
  ]);
  expect(group.pinned()).toEqual([notice]);
});

test("a bug on the way is told to the one whose command met it", async () => {
  const group = await withGroup();
  group.memory.failNext("unpin", "throw");
  await atOnce(group, [
    ["Li", "/pin"],
    ["Li", "/pin"],
    ["Mei", "/unpin"],
  ]);

  expect((await group.answers()).map(({ to }) => to).slice(-1)).toEqual(["ou_Mei"]);
  expect(await outcomes(group)).toEqual([
    "ou_Li pin done",
    "ou_Li pin already",
    "ou_Mei unpin unknown",
  ]);
});

test("what is about another message, or is no pin, is not overtaken", async () => {
  const group = await withGroup();
  const other = group.message("Li", "Another");
  const release = group.memory.hold("pin");
  const notice = group.message("Li", "Hello");
  for (const replyTo of [notice, other, notice])
    for (const text of ["/pin", "/pins"]) await group.says("Li", text, { replyTo });
  for (const replyTo of [notice, other]) await group.says("Mei", "/unpin", { replyTo });
  await group.says("Mei", "/unpin --preview", { replyTo: other });
  await group.says("Mei", "/pin", { replyTo: other });
  release();
  await group.answers();

  expect(switched(group)).toEqual(["pin", "pin", "pin", "unpin", "unpin", "pin"]);
  expect(group.pinned()).toEqual([other]);
});

test.each<[string, GroupSetup]>([
  ["an earlier pin gives way", { settings: { pinPolicy: "single" } }],
  ["a pause is due between two", { commands: { unpin: { cooldownMs: 1 } } }],
  [
    "the platform has room for one pin",
    {
      capabilities: {
        pins: { most: 1, endsAfterMs: [], keptMs: Number.POSITIVE_INFINITY, listed: true },
      },
    },
  ],
])("each is carried out where %s", async (_, more) => {
  const group = await withGroup(more);
  await atOnce(group, [
    ["Li", "/pin"],
    ["Li", "/unpin"],
    ["Li", "/pin"],
    ["Li", "/unpin"],
  ]);
  await group.answers();

  expect(switched(group)).toEqual(["pin", "unpin", "pin", "unpin"]);
});

test("a longer time is asked of a platform that keeps the times itself", async () => {
  const group = await withGroup({
    capabilities: {
      pins: { most: 3, endsAfterMs: [day, 7 * day], keptMs: 7 * day, listed: false },
    },
  });
  await atOnce(group, [
    ["Li", "/pin"],
    ["Li", "/pin 1d"],
    ["Mei", "/pin 1d"],
    ["Mei", "/pin 7d"],
  ]);
  await group.answers();

  expect(switched(group)).toEqual(["pin", "pin", "pin"]);
});

const toggles = [
  ["Li", "/pin"],
  ["Mei", "/unpin"],
  ["Bo", "/pin"],
  ["Li", "/pin 7d plan"],
  ["Mei", "/unpin"],
  ["Li", "/pin"],
] as const;

test("each is done and told once, and the last one wins, wherever the process dies", async () => {
  let lives = 0;
  for (let atStep = 1; ; atStep += 1) {
    const deaths: readonly Death[] = [
      { atStep, when: "before" },
      { atStep, when: "after" },
    ];
    let died = 0;
    for (const death of deaths) {
      const group = await withGroup();
      const notice = group.message("Li", "Hello");
      const release = group.memory.hold("pin");
      const commands: Parameters<AGroup["says"]>[] = [];
      for (const [from, text] of toggles) {
        commands.push([from, text, { replyTo: notice, message: group.message(from, text) }]);
      }
      for (const command of commands) await group.says(...command);
      group.diesAt(death);
      release();
      for (let turns = 0; turns < 5; turns += 1) await settle();
      if (!group.isDead()) continue;
      died += 1;
      await group.crash();
      for (const command of commands) await group.says(...command);
      for (let turns = 0; turns < 5; turns += 1) await settle();

      const { said } = group.memory;
      const cases = await group.cases();
      expect({ death, pinned: group.pinned() }).toEqual({ death, pinned: [notice] });
      expect(await group.store.journal.unfinished()).toEqual([]);
      expect(await group.store.timers.count()).toBe(0);
      expect(cases.map(({ action }) => action)).toEqual(["pin", "unpin", "pin", "unpin", "pin"]);
      // A whisper that may have been heard is not said again.
      expect(said.length).toBeLessThanOrEqual(toggles.length);
      expect(said.length).toBeGreaterThanOrEqual(toggles.length - 1);
    }
    lives += died;
    if (died === 0) break;
  }
  expect(lives).toBeGreaterThan(30);
}, 60_000);

test("what was cut off together is not undone and done once more", async () => {
  for (let atStep = 1; ; atStep += 1) {
    const group = await withGroup();
    const notice = group.message("Li", "Hello");
    const held = group.memory.hold("pins");
    await group.says("Bo", "/pins");
    for (const [from, text] of [
      ["Li", "/pin"],
      ["Mei", "/unpin"],
    ] as const)
      await group.says(from, text, { replyTo: notice });
    group.diesAt({ atStep, when: "after" });
    held();
    for (let turns = 0; turns < 4; turns += 1) await settle();
    if (!group.isDead()) break;
    await group.crash();
    for (let turns = 0; turns < 4; turns += 1) await settle();

    // Nothing is pinned again once the unpinning was done for the first time.
    const calls = switched(group);
    const firstUnpin = calls.indexOf("unpin");
    expect({ atStep, after: calls.slice(firstUnpin).includes("pin") }).toEqual({
      atStep,
      after: false,
    });
    expect((await outcomes(group)).at(-1)).toBe("ou_Mei unpin done");
  }
}, 60_000);

test("nothing is overtaken by what does not come to pass because the app stops", async () => {
  const group = await withGroup({ limits: { graceMs: 1_000 } });
  group.memory.failNext("unpin", "hang");
  const notice = await atOnce(group, [
    ["Li", "/pin"],
    ["Mei", "/pin plan"],
    ["Li", "/unpin"],
  ]);
  const stopped = group.restart();
  await group.clock.advance(2_000);
  await stopped;
  await group.answers();

  expect(group.pinned()).not.toContain(notice);
  expect(await outcomes(group)).toEqual([
    "ou_Li pin done",
    "ou_Mei pin overtaken",
    "ou_Li unpin done",
  ]);
});
