import { expect, test } from "vitest";
import { plain } from "../../src/core/answers/rich.ts";
import type { Segment } from "../../src/core/events.ts";
import { problem } from "../../src/core/problem.ts";
import { aGroup, idOf } from "../conversation.ts";

const people = { owner: "Li", admins: ["Mei"], members: ["Bo", "Ann"] };
const here = { platform: "memory", account: "test" };

const at = (name: string, shown = name): Segment => ({
  kind: "mention",
  user: idOf(name),
  name: shown,
  isBot: false,
});
const words = (...parts: readonly (string | Segment)[]): readonly Segment[] =>
  parts.map((part) => (typeof part === "string" ? { kind: "text", text: part } : part));

type AGroup = Awaited<ReturnType<typeof aGroup>>;

const say = async (group: AGroup, from: string, ...parts: readonly (string | Segment)[]) => {
  await group.deliver(from, words(...parts));
  return group.answer();
};
const granted = async (group: AGroup) =>
  (await group.store.grants.list(here, group.chat)).map(({ user, what }) => [user, what]);
const demote = (group: AGroup): void => {
  const known = group.memory.groups.get(group.chat);
  if (known) known.admins = [];
};

test("a demoted admin gives no rights and changes no rules, though their role was looked up a moment ago", async () => {
  const group = await aGroup(people);
  await group.deliver("Mei", words("/grant ", at("Bo"), " pin"));
  await group.answers();
  demote(group);

  expect(await say(group, "Mei", "/grant ", at("Ann"), " moderator")).toContain("Only the owner");
  expect(await say(group, "Mei", "/revoke ", at("Bo"))).toContain("Only the owner");
  expect(await say(group, "Mei", "/settings recall.role member")).toContain("Only the owner");

  expect(await granted(group)).toEqual([[idOf("Bo"), "pin"]]);
  expect(await group.store.settings.list(here, group.chat)).toEqual([]);
});

test("an owner gives a right that the platform refused the bot lately, or that is paused, but none that is off", async () => {
  const group = await aGroup({ ...people, botRole: "member" });
  group.memory.failNext("pin", problem("pin-for-admins-only"));
  await group.says("Li", "/pin", { replyTo: group.message("Li", "Hello") });
  await group.answers();

  expect(await say(group, "Li", "/grant ", at("Bo"), " pin")).toContain("Bo may use /pin here");
  await say(group, "Li", "/settings unpin.enabled off");
  expect(await say(group, "Li", "/grant ", at("Bo"), " unpin")).toContain("switched off");
});

test("a grant is not promised to somebody who is on the list of those who may not", async () => {
  const group = await aGroup(people);
  await say(group, "Li", "/settings pin.deny ", at("Bo"));

  expect(await say(group, "Li", "/grant ", at("Bo"), " pin")).toBe(
    "Bo is on the list of people who may not use /pin here, and a grant does not change that. Change the list first: /settings pin.",
  );
  expect(await granted(group)).toEqual([]);
});

test("a grant never takes away: a shorter one leaves the longer one, and nobody gives to themselves", async () => {
  const group = await aGroup(people);
  await say(group, "Li", "/grant ", at("Ann"), " pin 7d");
  await say(group, "Li", "/grant ", at("Bo"), " grant 2h");
  await say(group, "Li", "/grant ", at("Bo"), " pin 2h");

  expect(await say(group, "Bo", "/grant ", at("Ann"), " pin 1h")).toBe(
    "Ann may use /pin here already, until March 12 at 02:00. To make that shorter, /revoke it first.",
  );
  expect(await say(group, "Bo", "/grant ", at("Bo"), " pin 1h")).toContain("already");
  await group.clock.advance(90 * 60_000);
  await group.says("Bo", "/pin", { replyTo: group.message("Li", "Hello") });
  await group.says("Ann", "/pin", { replyTo: group.message("Li", "More") });
  expect(group.pinned()).toHaveLength(2);
});

test("several people at once are refused, so that nobody gets or loses what was not meant", async () => {
  const group = await aGroup(people);
  await say(group, "Li", "/grant ", at("Bo"), " pin");
  await say(group, "Li", "/grant ", at("Bo"), " unpin");

  expect(await say(group, "Li", "/revoke ", at("Bo"), at("Ann"), " pin")).toContain("one person");
  expect(await say(group, "Li", "/grant ", at("Ann"), " pin ", at("Mei"), " 1h")).toContain(
    "one person",
  );
  expect(await granted(group)).toHaveLength(2);
  expect(await say(group, "Li", "/grant ", at("Ann"), " pin 1h asked by ", at("Mei"))).toContain(
    "Ann may use /pin here until",
  );
});

test("who is mentioned without a name is called by the one they have here", async () => {
  const group = await aGroup(people);

  expect(await say(group, "Li", "/grant ", at("Bo", ""), " pin")).toContain("Bo may use /pin");
  expect(await say(group, "Li", "/revoke ", at("Bo", ""))).toContain("Bo no longer has");
  expect(await say(group, "Li", "/can ", at("Bo", ""), " pin")).toContain("Bo may not use /pin");
});

test("what the command itself refuses is a denial too: with a button, and told again by /why", async () => {
  const group = await aGroup({ ...people, commands: { unpin: { role: "owner" } } });

  expect(await say(group, "Mei", "/grant ", at("Bo"), " unpin")).toBe(
    "You can give only what you may do yourself, and /unpin is not among it. Ask the owner for help.",
  );
  const { card } = await group.clicks("Mei", "Why?");
  expect((card?.lines ?? []).map(plain).join("\n")).toContain("✗ Role: an admin");
  expect(await say(group, "Mei", "/why")).toContain("You can give only what you may do yourself");
  await group.clock.advance(1_000);
  await say(group, "Mei", "/settings pin.role owner");
  expect(await say(group, "Mei", "/why")).toContain("a role above yours");
});

test("a click that was refused is told again by /why", async () => {
  const group = await aGroup(people);
  await group.says("Mei", "/settings");
  await group.answers();
  await group.clicks("Bo", "How success is shown", { option: "full" });

  expect(await say(group, "Bo", "/why")).toContain("✗ Role: a member");
});

test("/can says that somebody is not in this group, and who can change a denial", async () => {
  const group = await aGroup({ ...people, commands: { pin: { role: "owner" } } });

  expect(await say(group, "Bo", "/can ", at("Zoe"), " pins")).toBe(
    "Zoe is not in this group, so cannot use anything here. Add them first.",
  );
  group.memory.failNext("hasMember", problem("platform-down"));
  expect(await say(group, "Bo", "/can ", at("Ann"), " pins")).toContain("not answering");
  const helper: Segment = { kind: "mention", user: idOf("Helper"), name: "Helper", isBot: true };
  expect(await say(group, "Bo", "/can ", helper, " pin")).toContain("Bots cannot be given rights");
  expect(await say(group, "Bo", "/can ", at("Mei"), " pin")).toContain(
    "The owner can give the right: /grant @Mei pin 7d.",
  );
});

test("of two lists that name the same person, the one set in the group counts", async () => {
  const group = await aGroup({ ...people, commands: { pin: { deny: [idOf("Bo")] } } });
  const notice = group.message("Li", "Hello");
  await group.says("Bo", "/pin", { replyTo: notice });
  expect(group.pinned()).toEqual([]);

  await group.deliver("Li", words("/settings pin.allow ", at("Bo")));
  await group.says("Bo", "/pin", { replyTo: notice });
  expect(group.pinned()).toEqual([notice]);
});

test("an admin who is kept from a command makes no moderators, who may use it", async () => {
  const group = await aGroup(people);
  await say(group, "Li", "/settings recall.deny ", at("Mei"));

  expect(await say(group, "Mei", "/grant ", at("Bo"), " moderator")).toContain(
    "You can give only what you may do yourself, and /recall is not among it.",
  );
  expect(await granted(group)).toEqual([]);
  await say(group, "Li", "/settings recall.deny none");
  expect(await say(group, "Mei", "/grant ", at("Bo"), " moderator")).toContain("Bo is a moderator");
});

test("a denial names whoever can change it, and how", async () => {
  const group = await aGroup(people);
  const theirs = group.message("Bo", "hello");
  await group.deliver("Li", words("/can ", at("Ann"), " recall"), { replyTo: theirs });
  expect(await group.answer()).toContain("An admin can give the right: /grant @Ann recall 7d.");
  await say(group, "Li", "/settings recall.role owner");
  await group.says("Mei", "/recall", { replyTo: theirs });
  expect(await group.answer()).toBe(
    "You may recall your own messages; only the owner may recall those of others. Ask the owner for help.",
  );
  await say(group, "Li", "/settings pins.enabled off");
  expect(await say(group, "Li", "/pins")).toBe(
    "/pins is switched off in this group. An admin can switch it on again: /settings pins.enabled on.",
  );
  expect(await say(group, "Li", "/grant ", at("Bo"), " pin 400d")).toBe(
    "A time is one year at most: 30d is 30 days, and forever has no end.",
  );
});
