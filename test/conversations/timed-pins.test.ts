import { expect, test } from "vitest";
import { type Problem, problem } from "../../src/core/problem.ts";
import { aGroup, idOf } from "../conversation.ts";

const people = { owner: "Li", admins: ["Mei"], members: ["Bo"] };
const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** A group with a message that is pinned for an hour. */
const withTimedPin = async (more: Parameters<typeof aGroup>[0] = {}) => {
  const group = await aGroup({ ...people, ...more });
  const notice = group.message("Li", "Release on Friday");
  await group.says("Mei", "/pin 1h release", { replyTo: notice });
  return { group, notice, firstAnswer: await group.answer() };
};

test("says until when in the group's own time", async () => {
  const utc = await withTimedPin();
  expect(utc.firstAnswer).toBe("Pinned until March 5 at 03:00.");

  const shanghai = await withTimedPin({
    settings: { timeZone: "Asia/Shanghai", language: "zh-CN" },
  });
  expect(shanghai.firstAnswer).toBe("已 Pin，3 月 5 日 11:00 自动取消。");
});

test("names the year when it is far away", async () => {
  const group = await aGroup(people);

  await group.says("Li", "/pin 365d", { replyTo: group.message("Li", "Hello") });

  expect(await group.answer()).toBe("Pinned until March 5, 2027 at 02:00.");
});

test("ends on time, not before, and without a word", async () => {
  const { group, notice } = await withTimedPin();

  await group.clock.advance(hour - 1);
  expect(group.pinned()).toEqual([notice]);
  await group.clock.advance(1);

  expect(group.pinned()).toEqual([]);
  expect(await group.answers()).toEqual([]);
  expect(await group.cases()).toMatchObject([
    { action: "pin", outcome: "done", reason: "release", actor: idOf("Mei") },
    { action: "unpin-due", outcome: "done", target: notice },
  ]);
  expect((await group.cases())[1]).not.toHaveProperty("actor");
});

test("ends beyond the 24.8 days that a timer can wait", async () => {
  const group = await aGroup(people);
  const notice = group.message("Li", "Hello");
  await group.says("Li", "/pin 26d", { replyTo: notice });

  await group.clock.advance(26 * day - 1);
  expect(group.pinned()).toEqual([notice]);
  await group.clock.advance(1);
  expect(group.pinned()).toEqual([]);
});

test.each(["stop", "crash"] as const)("ends after a %s, also when due meanwhile", async (how) => {
  const { group } = await withTimedPin();
  if (how === "stop") await group.restart();
  else await group.crash();
  await group.clock.advance(hour);
  expect(group.pinned()).toEqual([]);

  const other = await withTimedPin();
  await other.group.stop();
  await other.group.clock.advance(2 * hour);
  expect(other.group.pinned()).toEqual([other.notice]);
  await other.group.crash();
  expect(other.group.pinned()).toEqual([]);
});

test("ends although who asked for it has left and the owner is another", async () => {
  const { group } = await withTimedPin();
  const facts = group.memory.groups.get(group.chat);
  if (facts) {
    facts.admins = [];
    facts.owner = undefined;
    facts.members.clear();
  }

  await group.clock.advance(hour);

  expect(group.pinned()).toEqual([]);
});

test("pinning again with another time replaces the first", async () => {
  const { group, notice } = await withTimedPin();

  await group.says("Li", "/pin 3h", { replyTo: notice });
  expect(await group.answer()).toBe("Pinned until March 5 at 05:00.");
  await group.clock.advance(3 * hour - 1);
  expect(group.pinned()).toEqual([notice]);
  await group.clock.advance(1);
  expect(group.pinned()).toEqual([]);

  await group.says("Li", "/pin 3h", { replyTo: notice });
  await group.says("Li", "/pin 1m", { replyTo: notice });
  await group.clock.advance(minute);
  expect(group.pinned()).toEqual([]);
});

test("pinning again at the very moment of the end wins over the end", async () => {
  const { group, notice } = await withTimedPin();
  const release = group.memory.hold("pin");
  await group.clock.advance(hour - 1);
  await group.says("Li", "/pin 2h", { replyTo: notice });
  await group.clock.advance(minute / 2);
  release();
  await group.clock.advance(minute);

  expect(group.pinned()).toEqual([notice]);
  await group.clock.advance(2 * hour);
  expect(group.pinned()).toEqual([]);
});

test("pinning again without a time tells the time that stands, and leaves it", async () => {
  const { group, notice } = await withTimedPin();

  await group.says("Li", "/pin", { replyTo: notice });
  expect(await group.answer()).toBe(
    "Already pinned by Mei on March 5 at 02:00, until March 5 at 03:00.",
  );
  await group.clock.advance(hour);
  expect(group.pinned()).toEqual([]);
});

test("pinning anew without a time, after an unpin by hand, forgets the old end", async () => {
  const { group, notice } = await withTimedPin();
  group.memory.groups.get(group.chat)?.pins.clear();
  await group.says("Li", "/pin", { replyTo: notice });

  await group.clock.advance(2 * hour);

  expect(group.pinned()).toEqual([notice]);
});

test("a pin by hand can be given an end", async () => {
  const group = await aGroup(people);
  const notice = group.message("Li", "Hello");
  group.pinsByHand("Li", notice);

  await group.says("Mei", "/pin 1h", { replyTo: notice });
  await group.clock.advance(hour);

  expect(group.pinned()).toEqual([]);
});

test("unpinning cancels the end", async () => {
  const { group, notice } = await withTimedPin();
  await group.says("Li", "/unpin", { replyTo: notice });
  group.pinsByHand("Li", notice);

  await group.clock.advance(2 * hour);

  expect(group.pinned()).toEqual([notice]);
  expect(await group.store.timers.count()).toBe(0);
});

test.each([
  ["7", "needs a unit"],
  ["0d", "one second at least"],
  ["400d", "one year at most"],
  ["-5m", "do not understand the time"],
  ["99999999999999999999d", "one year at most"],
])("refuses /pin %s with an example, and pins nothing", async (typed, why) => {
  const group = await aGroup(people);

  await group.says("Li", `/pin ${typed} reason`, { replyTo: group.message("Li", "Hello") });

  expect(group.pinned()).toEqual([]);
  const said = await group.answer();
  expect(said).toContain(why);
  expect(said).toMatch(/\d+[mhdw]|until it is unpinned/);
});

test("tries again when the platform fails, and is quiet about it", async () => {
  const { group } = await withTimedPin();
  group.memory.failNext("unpin", problem("platform-down"), problem("too-fast"), "hang");

  await group.clock.advance(hour + 10 * minute);

  expect(group.pinned()).toEqual([]);
  expect(await group.answers()).toEqual([]);
  expect((await group.cases()).map(({ action }) => action)).toEqual(["pin", "unpin-due"]);
});

test("an adapter's bug does not lose the end either", async () => {
  const { group } = await withTimedPin();
  group.memory.failNext("unpin", "throw", "throw");

  await group.clock.advance(hour + minute);

  expect(group.pinned()).toEqual([]);
});

test("gives up in the end: a message to the group that says why, and a case", async () => {
  const { group, notice } = await withTimedPin();
  group.memory.failNext("unpin", ...Array<"hang">(5).fill("hang"), problem("pin-for-admins-only"));

  await group.clock.advance(3 * hour);

  expect(group.pinned()).toEqual([notice]);
  const [said, ...more] = await group.answers();
  expect(more).toEqual([]);
  expect(said).toMatchObject({ how: "post", chat: group.chat, mentions: [idOf("Mei")] });
  expect(said?.text).toContain("only the owner and admins may pin in this group");
  expect(said?.text).toContain("If it still stands, please unpin it by hand.");
  expect((await group.cases()).at(-1)).toMatchObject({ action: "unpin-due", outcome: "failed" });
  expect(await group.store.timers.count()).toBe(0);
});

test.each(["look", "never"] as const)(
  "where messages have no key (%s), giving up is said at most once, wherever the process dies",
  async (again) => {
    let said = 0;
    for (let atStep = 1; ; atStep += 1) {
      const answers = { again, reply: "quote", mention: "id" } as const;
      const { group } = await withTimedPin({ capabilities: { answers } });
      group.memory.failNext("unpin", ...Array<Problem>(20).fill(problem("pin-for-admins-only")));
      await group.clock.advance(hour + 42 * minute + 34 * second);
      expect(await group.answers()).toEqual([]);
      group.diesAt({ atStep, when: "after" });
      await group.clock.advance(minute);
      const died = group.isDead();
      if (died) await group.crash();
      await group.clock.advance(3 * hour);

      const told = (await group.answers()).length;
      expect(told).toBeLessThanOrEqual(1);
      expect((await group.cases()).map(({ action }) => action)).toEqual(["pin", "unpin-due"]);
      said += told;
      if (!died) break;
    }
    expect(said).toBeGreaterThan(1);
  },
);

test("a last try that hangs is given up as loudly", async () => {
  const { group } = await withTimedPin();
  group.memory.failNext("unpin", ...Array<"hang">(6).fill("hang"));

  await group.clock.advance(3 * hour);

  expect(await group.answers()).toMatchObject([{ how: "post" }]);
});

test.each(["chat-gone", "message-gone", "message-unknown"] as const)(
  "where nothing is left to unpin (%s), it is simply over, on record",
  async (reason) => {
    const { group } = await withTimedPin();
    group.memory.failNext("unpin", problem(reason));

    await group.clock.advance(hour);

    expect(await group.answers()).toEqual([]);
    expect(await group.store.timers.count()).toBe(0);
    expect((await group.cases()).at(-1)).toMatchObject({
      action: "unpin-due",
      outcome: "done",
      details: { nothingLeft: reason },
    });
  },
);

test.each(["bot-removed", "chat-gone"] as const)("nothing is left of it after %s", async (type) => {
  const { group } = await withTimedPin();

  await group.happens({ type, chat: group.chat, atMs: group.clock.now() });
  await group.clock.advance(2 * hour);

  expect(group.memory.calls).not.toContain("unpin");
  expect(await group.store.timers.count()).toBe(0);
  expect(await group.store.pins.list(group.memory.platform, group.chat)).toEqual([]);
});

test("a busy chat delays its own ends only", async () => {
  const group = await aGroup(people);
  const other = group.another("oc_other");
  const here = group.message("Li", "Hello");
  const there = group.message("Li", "Hello", other);
  await group.says("Li", "/pin 10s", { replyTo: here });
  await group.says("Li", "/pin 10s", { replyTo: there, chat: other });
  const release = group.memory.hold("pins");
  await group.says("Li", "/pins");

  await group.clock.advance(20 * second);
  expect(group.pinned()).toEqual([here]);
  expect(group.memory.groups.get(other)?.pins.size).toBe(0);

  release();
  await group.clock.advance(10 * second);
  expect(group.pinned()).toEqual([]);
});
