import { expect, test } from "vitest";
import { commands } from "../../src/commands/index.ts";
import type { Segment } from "../../src/core/events.ts";
import { aGroup, idOf } from "../conversation.ts";

const people = { owner: "Li", admins: ["Mei"], members: ["Bo"] };
const here = { platform: "memory", account: "test" };
const changing = ["pin", "unpin", "recall", "putTop", "removeTop"];

/** Every command with words that make it do all that it can. */
const lines: Readonly<Record<string, readonly Segment[]>> = {
  pin: [{ kind: "text", text: "/pin 7d plan --preview" }],
  unpin: [{ kind: "text", text: "/unpin --preview" }],
  recall: [{ kind: "text", text: "/recall —preview spam" }],
  top: [{ kind: "text", text: "/top --preview" }],
  untop: [{ kind: "text", text: "/untop --preview" }],
  case: [{ kind: "text", text: "/case 1 spam --preview" }],
  grant: [
    { kind: "text", text: "/grant --preview " },
    { kind: "mention", user: idOf("Bo"), name: "Bo", isBot: false },
    { kind: "text", text: " pin 1d" },
  ],
  revoke: [
    { kind: "text", text: "/revoke --preview " },
    { kind: "mention", user: idOf("Bo"), name: "Bo", isBot: false },
  ],
  settings: [{ kind: "text", text: "/settings feedback full --preview" }],
};
const reading = ["pins", "audit", "grants", "can", "why", "doctor", "help"];

test("every command that is not internal is known here as one that changes things or one that reads", () => {
  const known = commands.filter(({ internal }) => !internal).map(({ name }) => name);

  expect([...Object.keys(lines), ...reading].toSorted()).toEqual(known.toSorted());
});

const state = async (group: Awaited<ReturnType<typeof aGroup>>) => ({
  pinned: group.pinned(),
  cases: await group.cases(),
  notes: (await group.store.cases.get(here, group.chat, 1))?.notes,
  grants: await group.store.grants.list(here, group.chat),
  settings: await group.store.settings.list(here, group.chat),
  ledger: await group.store.pins.list(here, group.chat),
  timers: await group.store.timers.count(),
  changes: group.memory.calls.filter((name) => changing.includes(name)).length,
});

const prepared = async (setup: Parameters<typeof aGroup>[0]) => {
  const group = await aGroup({
    ...people,
    capabilities: { topNotice: true },
    ...setup,
  });
  return group;
};

test.each(Object.entries(lines))("/%s --preview only says what it would do", async (_, content) => {
  const group = await prepared({});
  const notice = group.message("Bo", "Hello");
  await group.deliver("Li", [
    { kind: "text", text: "/grant " },
    { kind: "mention", user: idOf("Bo"), name: "Bo", isBot: false },
    { kind: "text", text: " unpin" },
  ]);
  await group.answers();
  const before = await state(group);

  await group.deliver("Li", content, { replyTo: notice });

  expect(await group.answer()).toMatch(/^Nothing was done\. This would happen:\n• /);
  expect(await state(group)).toEqual(before);
});

test.each(["-preview", "——preview", "－－preview", "–preview", "--ＰＲＥＶＩＥＷ"])(
  "/recall %s recalls nothing",
  async (preview) => {
    const group = await prepared({});
    const notice = group.message("Bo", "Hello");
    await group.says("Li", `/recall ${preview}`, { replyTo: notice });

    expect(await group.answer()).toContain("Nothing was done.");
    expect(group.isGone(notice)).toBe(false);
  },
);

test("a preview says by what a pin would be replaced, and when it would end", async () => {
  const group = await prepared({ settings: { pinPolicy: "single" } });
  await group.says("Li", "/pin", { replyTo: group.message("Li", "old") });
  await group.answers();

  await group.says("Li", "/pin 7d --preview", { replyTo: group.message("Li", "new") });

  expect(await group.answer()).toBe(
    [
      "Nothing was done. This would happen:",
      "• pin this message",
      "• unpin the message pinned before",
      "• end that on March 12 at 02:00",
      "Send it without --preview to do it.",
    ].join("\n"),
  );
});

test("a preview says for which command a rule would change", async () => {
  const group = await aGroup(people);

  await group.says("Li", "/settings pin.role moderator --preview");

  expect(await group.answer()).toContain("change “/pin: Who may use it” to: moderators and above");
});

test("a denial is a denial in a preview too, without a record of an attempt", async () => {
  const group = await prepared({});
  await group.says("Bo", "/recall --preview", { replyTo: group.message("Li", "Hello") });

  expect(await group.answer()).toContain("You may recall your own messages");
  expect(await group.cases()).toEqual([]);
});

test("a group that only observes changes nothing, until an admin says otherwise", async () => {
  const group = await prepared({ settings: { mode: "observe" } });
  const notice = group.message("Li", "Hello");

  await group.says("Mei", "/pin", { replyTo: notice });
  expect(group.pinned()).toEqual([]);
  expect(await group.answer()).toContain("This group only observes.");
  await group.says("Mei", "/settings mode act");
  await group.says("Mei", "/pin", { replyTo: notice });
  expect(group.pinned()).toEqual([notice]);
});

test.each([
  ["pin-duration 7d", "change “How long a pin stays” to: 7d"],
  ["pin-duration 30m", "change “How long a pin stays” to: 30m"],
  ["pin.cooldown 1m", "change “/pin: Pause between two uses” to: 1m"],
])("/settings %s --preview says what would hold as it is said otherwise", async (change, said) => {
  const group = await aGroup(people);

  await group.says("Li", `/settings ${change} --preview`);

  expect(await group.answer()).toContain(said);
});

test("/settings --preview names people instead of telling their ids", async () => {
  const group = await aGroup(people);

  await group.deliver("Li", [
    { kind: "text", text: "/settings pin.deny " },
    { kind: "mention", user: idOf("Bo"), name: "Bo", isBot: false },
    { kind: "text", text: " --preview" },
  ]);

  expect(await group.answer()).toContain("change “/pin: People who may never use it” to: Bo");
});
