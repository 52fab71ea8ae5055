import { expect, test } from "vitest";
import type { MessageId } from "../../src/core/ids.ts";
import { aGroup, idOf } from "../conversation.ts";
import type { MemoryPlatform, PortName } from "../memory-platform.ts";

const people = { owner: "Li", admins: ["Mei"], members: ["Bo"] };
const deadlineMs = 60_000;

type AGroup = Awaited<ReturnType<typeof aGroup>>;

/** What can be seen of a message in the group. */
const standing = (group: AGroup, message: MessageId) => ({
  pinned: group.pinned().includes(message),
  gone: group.isGone(message),
});

const acts: readonly (readonly [
  text: string,
  port: PortName,
  seen: ReturnType<typeof standing>,
])[] = [
  ["/pin", "pin", { pinned: true, gone: false }],
  ["/unpin", "unpin", { pinned: false, gone: false }],
  ["/recall spam", "recall", { pinned: false, gone: true }],
];

test.each(acts)(
  "%s that took effect and was never heard of again is on record, once, as not known",
  async (text, port, seen) => {
    const group = await aGroup(people);
    const notice = group.message("Bo", "Hello");
    if (port === "unpin") group.pinsByHand("Li", notice);
    group.memory.failNext(port, "silent");
    const message = await group.says("Mei", text, { replyTo: notice });
    await group.clock.advance(deadlineMs);

    expect(standing(group, notice)).toEqual(seen);
    expect(await group.answers()).toMatchObject([
      { how: "whisper", text: expect.stringContaining("took too long") as string },
    ]);
    const onRecord = [
      {
        number: 1,
        action: port,
        outcome: "unknown",
        actor: idOf("Mei"),
        target: notice,
        details: { reason: "timeout" },
      },
    ];
    expect(await group.cases()).toMatchObject(onRecord);

    await group.says("Mei", text, { replyTo: notice, message });
    await group.crash();
    await group.says("Mei", text, { replyTo: notice, message });

    expect(await group.cases()).toMatchObject(onRecord);
    expect(await group.cases()).toHaveLength(1);
    expect(await group.answers()).toEqual([]);
  },
);

test("the record says in words that an outcome is not known, and whose message it was about", async () => {
  const group = await aGroup(people);
  group.memory.failNext("recall", "silent");
  await group.says("Mei", "/recall", { replyTo: group.message("Bo", "Hello") });
  await group.clock.advance(deadlineMs);
  await group.answers();

  await group.says("Mei", "/case 1");

  const said = await group.answer();
  expect(said).toContain("Mei · recall · outcome unknown");
  expect(said).toContain("Written by Bo");
});

test("a banner that may have been put up is on record", async () => {
  const group = await aGroup({ ...people, capabilities: { topNotice: true } });
  const notice = group.message("Bo", "Hello");
  group.memory.failNext("putTop", "silent");
  group.memory.failNext("removeTop", "silent");
  await group.says("Mei", "/top", { replyTo: notice });
  await group.clock.advance(deadlineMs);
  await group.says("Mei", "/untop");
  await group.clock.advance(deadlineMs);

  expect(await group.cases()).toMatchObject([
    { action: "top", outcome: "unknown", target: notice },
    { action: "untop", outcome: "unknown" },
  ]);
});

test("an adapter that breaks after the effect leaves a case with the number of the incident", async () => {
  const group = await aGroup(people);
  const notice = group.message("Bo", "Hello");
  group.memory.failNext("recall", "burst");

  await group.says("Mei", "/recall", { replyTo: notice });

  expect(group.isGone(notice)).toBe(true);
  expect(await group.cases()).toMatchObject([
    {
      action: "recall",
      outcome: "unknown",
      target: notice,
      author: idOf("Bo"),
      details: { reason: "bug", incident: "incident-1" },
    },
  ]);
});

const harmless: Readonly<Record<string, (memory: MemoryPlatform) => void>> = {
  "looked up roles": (memory) => memory.failNext("chat", "hang"),
  "looked for the message": (memory) => memory.failNext("message", "hang"),
};

test.each(Object.entries(harmless))(
  "a command that was cut off while it %s has nothing on record",
  async (_, disturb) => {
    const group = await aGroup(people);
    const notice = group.message("Bo", "Hello");
    disturb(group.memory);
    await group.says("Mei", "/recall", { replyTo: notice });
    await group.clock.advance(deadlineMs);

    expect(group.isGone(notice)).toBe(false);
    expect(await group.answers()).toHaveLength(1);
    expect(await group.cases()).toEqual([]);
  },
);

test("a list that takes too long has nothing on record, and a preview neither", async () => {
  const group = await aGroup(people);
  group.memory.failNext("pins", "hang", "hang");
  await group.says("Mei", "/pins");
  await group.clock.advance(deadlineMs);
  await group.says("Mei", "/pin --preview", { replyTo: group.message("Bo", "Hello") });
  await group.clock.advance(deadlineMs);

  expect(await group.answers()).toHaveLength(2);
  expect(await group.cases()).toEqual([]);
});

test("a pin whose command was cut off after it is on record", async () => {
  const group = await aGroup(people);
  const notice = group.message("Bo", "Hello");
  group.memory.failNext("memberNames", "hang");
  await group.says("Mei", "/pin 1h", { replyTo: notice });
  await group.clock.advance(deadlineMs);

  expect(group.pinned()).toEqual([notice]);
  expect(await group.cases()).toMatchObject([{ action: "pin", outcome: "unknown" }]);
});

test("a right whose giving was cut off in the middle is on record once", async () => {
  const group = await aGroup({
    ...people,
    storeThrough: (store) => ({
      ...store,
      grants: { ...store.grants, put: () => new Promise<void>(() => {}) },
    }),
  });
  await group.deliver("Li", [
    { kind: "text", text: "/grant " },
    { kind: "mention", user: idOf("Bo"), name: "Bo", isBot: false },
    { kind: "text", text: " pin" },
  ]);
  await group.clock.advance(deadlineMs);

  expect(await group.answer()).toContain("took too long");
  expect(await group.cases()).toMatchObject([{ number: 1, action: "grant" }]);
});

test("a refusal of the platform is on record as what it is", async () => {
  const group = await aGroup({ ...people, botRole: "member" });
  const notice = group.message("Bo", "Hello");

  await group.says("Mei", "/recall", { replyTo: notice });

  expect(await group.cases()).toMatchObject([{ action: "recall", outcome: "failed" }]);
});

test("a recall whose first try is not known goes on record again when the second one is", async () => {
  const group = await aGroup(people);
  const notice = group.message("Bo", "Hello");
  group.memory.failNext("recall", "hang");
  await group.says("Mei", "/recall", { replyTo: notice });
  await group.clock.advance(deadlineMs);

  await group.says("Mei", "/recall", { replyTo: notice });

  expect(await group.cases()).toMatchObject([
    { number: 1, action: "recall", outcome: "unknown" },
    { number: 2, action: "recall", outcome: "done" },
  ]);
});

/** A command that kills the process again and again after it began. */
const deadly = async (text: string) => {
  const group = await aGroup(people);
  const notice = group.message("Bo", "Hello");
  group.memory.hold("chat");
  await group.says("Mei", text, { replyTo: notice });
  for (let life = 1; life <= 5; life += 1) await group.crash();
  return { group, notice };
};

test("a command that is given up after many deaths is on record as not known", async () => {
  const { group, notice } = await deadly("/recall");

  expect(await group.answer()).toContain("was interrupted");
  expect(await group.cases()).toMatchObject([
    {
      action: "recall",
      outcome: "unknown",
      actor: idOf("Mei"),
      target: notice,
      details: { reason: "interrupted" },
    },
  ]);
});

test.each(["hang", "throw"] as const)(
  "what an earlier life may have done is on record when the next one cannot even look (%s)",
  async (fault) => {
    const group = await aGroup(people);
    const notice = group.message("Bo", "Hello");
    group.memory.failNext("recall", "silent");
    await group.says("Mei", "/recall", { replyTo: notice });
    expect(group.isGone(notice)).toBe(true);
    group.memory.failNext("chat", fault);
    await group.crash();
    await group.clock.advance(deadlineMs);

    expect(await group.answers()).toHaveLength(1);
    expect(await group.cases()).toMatchObject([
      { action: "recall", outcome: "unknown", target: notice, details: { reason: "interrupted" } },
    ]);
  },
);

test.each(["/pins", "/recall --preview"])(
  "%s that is given up after many deaths changed nothing and has nothing on record",
  async (text) => {
    const { group } = await deadly(text);

    expect(await group.answer()).toContain("was interrupted");
    expect(await group.cases()).toEqual([]);
  },
);
