import { expect, test } from "vitest";
import { problem } from "../../src/core/problem.ts";
import { aGroup, type GroupSetup } from "../conversation.ts";
import { settle } from "../fake-clock.ts";

const people = { owner: "Li", admins: ["Mei"], members: ["Bo"] };
const second = 1_000;
const tooFast = problem("too-fast");

const aStuckGroup = async (more: GroupSetup = {}) => {
  const group = await aGroup({ ...people, ...more });
  const release = group.memory.hold("pins");
  const { signs } = group.memory;
  return { group, release, signs };
};

test("a command that is answered in time gets no sign", async () => {
  const group = await aGroup(people);
  await group.says("Bo", "/help");
  await group.clock.advance(10 * second);

  expect(group.memory.signs.put).toEqual([]);
  expect(group.memory.calls).not.toContain("removeWaiting");
});

test("who waits longer than two seconds sees it, and sees it go with the answer", async () => {
  const { group, release, signs } = await aStuckGroup();
  const first = await group.says("Bo", "/pins");
  await group.clock.advance(second);
  const behind = await group.says("Li", "/pin", { replyTo: group.message("Li", "Hello") });
  await group.clock.advance(second - 1);
  expect(signs.put).toEqual([]);
  await group.clock.advance(1);
  expect([...signs.standing]).toEqual([first]);
  await group.clock.advance(1_500);
  expect([...signs.standing]).toEqual([first, behind]);
  await group.clock.advance(60 * second);

  release();
  await settle();

  expect(signs.put).toEqual([first, behind]);
  expect(signs.standing.size).toBe(0);
  expect(group.clock.pending()).toBe(1);
});

test("chatter gets none, nor does a command that comes again", async () => {
  const { group, release, signs } = await aStuckGroup();
  const first = await group.says("Bo", "/pins");
  await group.says("Bo", "what is this?");
  await group.clock.advance(3 * second);
  await group.says("Bo", "/pins", { message: first });
  await group.clock.advance(3 * second);
  expect(signs.put).toEqual([first]);

  release();
  await settle();

  expect(signs.standing.size).toBe(0);
});

test("where there is no room for it, it is tried again, and nothing waits for it", async () => {
  const { group, release, signs } = await aStuckGroup();
  group.memory.failNext("showWaiting", tooFast, tooFast, tooFast);
  const first = await group.says("Bo", "/pins");
  await group.clock.advance(3 * second);
  expect(signs.put).toEqual([]);
  await group.clock.advance(second);
  expect(signs.put).toEqual([first]);

  const hung = group.memory.hold("showWaiting");
  await group.says("Bo", "/pins");
  await group.clock.advance(3 * second);
  release();
  await settle();

  expect(await group.answers()).toHaveLength(2);
  hung();
});

test("a refusal is no failure, and is not asked for again", async () => {
  const { group, release, signs } = await aStuckGroup();
  group.memory.failNext("showWaiting", problem("reaction-refused"));
  await group.says("Bo", "/pins");
  await group.clock.advance(20 * second);
  release();

  expect(await group.answers()).toHaveLength(1);
  expect(signs.put).toEqual([]);
  expect(group.memory.calls.filter((name) => name === "showWaiting")).toHaveLength(1);
  expect(group.memory.calls).not.toContain("removeWaiting");
});

test("a sign whose arrival is unknown goes too", async () => {
  const { group, release, signs } = await aStuckGroup();
  group.memory.failNext("showWaiting", "lost");
  const first = await group.says("Bo", "/pins");
  await group.clock.advance(5 * second);
  expect([...signs.standing]).toEqual([first]);
  release();
  await settle();

  expect(signs.standing.size).toBe(0);
});

test("a sign that is on its way when the answer comes goes as well", async () => {
  const { group, release, signs } = await aStuckGroup();
  const arrive = group.memory.hold("showWaiting");
  const first = await group.says("Bo", "/pins");
  await group.clock.advance(3 * second);
  release();
  expect(await group.answers()).toHaveLength(1);
  arrive();
  await settle();

  expect(signs.put).toEqual([first]);
  expect(signs.standing.size).toBe(0);
});

test("a sign that cannot be taken off now goes as soon as the platform is back", async () => {
  const { group, release, signs } = await aStuckGroup();
  const first = await group.says("Bo", "/pins");
  await group.clock.advance(3 * second);
  group.memory.failNext("removeWaiting", problem("platform-down"));
  release();
  await settle();
  expect([...signs.standing]).toEqual([first]);
  await group.clock.advance(10 * second);

  expect(signs.standing.size).toBe(0);
});

test("a sign that cannot be taken off now goes with a stop at the latest", async () => {
  const { group, release, signs } = await aStuckGroup();
  await group.says("Bo", "/pins");
  await group.clock.advance(3 * second);
  group.memory.failNext("removeWaiting", problem("platform-down"));
  release();
  await settle();
  await group.stop();

  expect(signs.standing.size).toBe(0);
  expect(group.clock.pending()).toBe(0);
});

test("a sign that a crash left goes with the answer, and is not put again", async () => {
  const { group, release, signs } = await aStuckGroup();
  const first = await group.says("Bo", "/pins");
  await group.clock.advance(3 * second);
  expect([...signs.standing]).toEqual([first]);
  await group.crash();
  await group.clock.advance(5 * second);
  expect(signs.put).toEqual([first]);
  release();
  await settle();

  expect(await group.answers()).toHaveLength(1);
  expect(signs.standing.size).toBe(0);
});

test("a stop takes off what was answered, and leaves nothing running", async () => {
  const { group, release, signs } = await aStuckGroup();
  await group.says("Bo", "/pins");
  await group.clock.advance(3 * second);
  const slow = group.memory.hold("removeWaiting");
  release();
  await settle();
  const stopped = group.stop();
  await settle();
  slow();
  await stopped;

  expect(signs.standing.size).toBe(0);
  expect(group.clock.pending()).toBe(0);
});

test("a platform without anything of the kind is left alone", async () => {
  const { group, release, signs } = await aStuckGroup({ capabilities: { reactions: false } });
  await group.says("Bo", "/pins");
  await group.clock.advance(10 * second);
  release();

  expect(await group.answers()).toHaveLength(1);
  expect(signs.put).toEqual([]);
});
