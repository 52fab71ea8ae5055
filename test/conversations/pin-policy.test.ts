import { expect, test } from "vitest";
import { aGroup } from "../conversation.ts";

const people = { owner: "Li", admins: ["Mei"], members: ["Bo"] };

test("with one pin at a time a new one takes the place of the one made before, and says so", async () => {
  const group = await aGroup({ ...people, settings: { pinPolicy: "single" } });
  const [byHand, old, next] = ["by hand", "old plan", "new plan"].map((text) =>
    group.message("Li", text),
  );
  if (!byHand || !old || !next) throw new Error("no messages");
  group.pinsByHand("Li", byHand);
  await group.says("Li", "/pin 7d", { replyTo: old });
  await group.answers();

  await group.says("Mei", "/pin", { replyTo: next });

  expect(group.pinned()).toEqual([byHand, next]);
  expect(await group.answer()).toBe("Pinned. It takes the place of “old plan”.");
  expect((await group.cases()).at(-1)).toMatchObject({ action: "pin", details: { replaced: old } });
  expect(await group.store.timers.count()).toBe(0);
});

test("where a chat has room for one pin only, any pin gives way", async () => {
  const group = await aGroup({
    ...people,
    capabilities: {
      pins: { most: 1, endsAfterMs: [], keptMs: Number.POSITIVE_INFINITY, listed: true },
    },
  });
  const byHand = group.message("Li", "by hand");
  const next = group.message("Li", "next");
  group.pinsByHand("Li", byHand);

  await group.says("Mei", "/pin", { replyTo: next });

  expect(group.pinned()).toEqual([next]);
});

test("a pin lasts as long as the group says, unless the command says otherwise", async () => {
  const group = await aGroup({ ...people, settings: { pinDurationMs: 86_400_000 } });
  const [one, two, three] = ["1", "2", "3"].map((text) => group.message("Li", text));

  await group.says("Li", "/pin", { replyTo: one as never });
  expect(await group.answer()).toBe("Pinned until March 6 at 02:00.");
  await group.says("Li", "/pin 2d", { replyTo: two as never });
  expect(await group.answer()).toBe("Pinned until March 7 at 02:00.");
  await group.says("Li", "/pin forever", { replyTo: three as never });
  await group.answers();
  await group.clock.advance(3 * 86_400_000);

  expect(group.pinned()).toEqual([three]);
});

test("where the platform lists no pins, the bot tells those that it made, and that there may be more", async () => {
  const group = await aGroup({
    ...people,
    capabilities: {
      pins: { most: 10, endsAfterMs: [], keptMs: Number.POSITIVE_INFINITY, listed: false },
    },
  });
  await group.says("Bo", "/pins");
  expect(await group.answer()).toContain("Nothing has been pinned through me yet");
  await group.says("Li", "/pin read this", { replyTo: group.message("Li", "Hello") });
  await group.answers();

  await group.says("Bo", "/pins");

  const text = await group.answer();
  expect(text).toContain("Hello");
  expect(text).toContain("Only what was pinned through me");
  expect(group.memory.calls).not.toContain("pins");
});

test("where success is not confirmed, a pin, an unpin and a recall are called requests", async () => {
  const group = await aGroup({ ...people, capabilities: { confirms: false } });
  const notice = group.message("Bo", "Hello");
  for (const command of ["/pin", "/unpin", "/recall"]) {
    await group.says("Li", command, { replyTo: notice });
    expect(await group.answer()).toContain("It does not tell whether it took effect");
  }

  expect((await group.cases()).map(({ outcome }) => outcome)).toEqual([
    "requested",
    "requested",
    "requested",
  ]);
});

test("/top and /untop use the banner where there is one", async () => {
  const group = await aGroup({ ...people, capabilities: { topNotice: true } });
  const notice = group.message("Li", "Hello");
  const top = () => group.memory.groups.get(group.chat)?.top;

  await group.says("Mei", "/置顶", { replyTo: notice });
  expect(top()).toBe(notice);
  await group.says("Bo", "/untop");
  expect(top()).toBe(notice);
  await group.says("Mei", "/untop");
  expect(top()).toBeUndefined();
  expect(group.pinned()).toEqual([]);
  expect((await group.cases()).map(({ action }) => action)).toEqual(["top", "untop"]);
});

test("/top and /untop are /pin and /unpin where there is no banner", async () => {
  const group = await aGroup(people);
  const notice = group.message("Li", "Hello");

  await group.says("Mei", "/top", { replyTo: notice });
  expect(group.pinned()).toEqual([notice]);
  await group.answers();
  await group.says("Mei", "/untop");
  expect(await group.answer()).toContain("Reply to the message you mean");
  await group.says("Mei", "/untop", { replyTo: notice });
  expect(group.pinned()).toEqual([]);
});
