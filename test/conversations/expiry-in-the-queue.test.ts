import { expect, test } from "vitest";
import { aGroup } from "../conversation.ts";

const minuteMs = 60_000;

/** The pin's time is up while the group's lane is busy with a command that hangs, and another one waits. */
const timeIsUpBehind = async (command: string) => {
  const group = await aGroup({ owner: "Li" });
  const notice = group.message("Li", "Release on Friday");
  await group.says("Li", "/pin 30s", { replyTo: notice });
  await group.clock.advance(20_000);
  group.memory.failNext("pins", "hang");
  await group.says("Li", "/pins");
  await group.says("Li", command, { replyTo: notice });
  await group.clock.advance(20_000);
  expect(group.app().state().waiting).toBe(3);
  await group.clock.advance(minuteMs);
  expect(group.app().state().waiting).toBe(0);
  return { group, notice };
};

test("a pin that gets a new time just before its end keeps it", async () => {
  const { group, notice } = await timeIsUpBehind("/pin 2d");

  expect(group.pinned()).toEqual([notice]);
  expect(group.memory.calls).not.toContain("unpin");
  await group.clock.advance(2 * 24 * 60 * minuteMs);
  expect(group.pinned()).toEqual([]);
});

test("a pin that is taken down just before its end is not taken down twice", async () => {
  const { group } = await timeIsUpBehind("/unpin");

  expect(group.pinned()).toEqual([]);
  expect(group.memory.calls.filter((name) => name === "unpin")).toHaveLength(1);
  expect(await group.store.timers.count()).toBe(0);
  expect(await group.store.pins.list({ platform: "memory", account: "test" }, group.chat)).toEqual(
    [],
  );
});
