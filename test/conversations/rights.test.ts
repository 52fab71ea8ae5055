import { expect, test } from "vitest";
import type { Segment } from "../../src/core/events.ts";
import { problem } from "../../src/core/problem.ts";
import { aGroup, idOf } from "../conversation.ts";

const people = { owner: "Li", admins: ["Mei"], members: ["Bo", "Ann"] };
const dayMs = 86_400_000;

const at = (name: string, isBot = false): Segment => ({
  kind: "mention",
  user: idOf(name),
  name,
  isBot,
});
const words = (...parts: readonly (string | Segment)[]): readonly Segment[] =>
  parts.map((part) => (typeof part === "string" ? { kind: "text", text: part } : part));

test("a grant lets a member use one command until its time, and is on record", async () => {
  const group = await aGroup(people);
  const notice = group.message("Li", "Hello");

  await group.deliver("Mei", words("/grant ", at("Bo"), " pin 24h launch day"));
  expect(await group.answer()).toBe("Bo may use /pin here until March 6 at 02:00.");
  await group.says("Bo", "/pin", { replyTo: notice });
  expect(group.pinned()).toEqual([notice]);
  await group.answers();

  await group.clock.advance(dayMs);
  await group.says("Bo", "/unpin", { replyTo: notice });
  await group.says("Bo", "/pin", { replyTo: group.message("Li", "More") });

  expect(group.pinned()).toEqual([notice]);
  expect((await group.cases()).map(({ action, outcome }) => [action, outcome])).toEqual([
    ["grant", "done"],
    ["pin", "done"],
    ["grant-due", "done"],
  ]);
  expect((await group.cases())[0]).toMatchObject({
    actor: idOf("Mei"),
    reason: "launch day",
    details: { person: idOf("Bo"), whats: ["pin"] },
  });
});

test("a grant ends on time though nothing ran meanwhile", async () => {
  const group = await aGroup(people);
  await group.deliver("Li", words("/grant ", at("Bo"), " moderator 1h"));
  await group.stop();
  await group.clock.advance(2 * 3_600_000);
  await group.restart();
  await group.answers();

  const theirs = group.message("Ann", "spam");
  await group.says("Bo", "/recall", { replyTo: theirs });

  expect(group.isGone(theirs)).toBe(false);
  await group.says("Li", "/grants");
  expect((await group.answers()).at(-1)?.text).toContain("No rights have been given here.");
});

test("a moderator recalls the messages of members, never those of admins", async () => {
  const group = await aGroup(people);
  await group.deliver("Li", words("/授权 ", at("Bo"), " 协管员 7天"));
  const spam = group.message("Ann", "spam");
  const notice = group.message("Mei", "notice");

  await group.says("Bo", "/recall", { replyTo: spam });
  await group.says("Bo", "/recall", { replyTo: notice });

  expect(group.isGone(spam)).toBe(true);
  expect(group.isGone(notice)).toBe(false);
  expect((await group.answers()).at(-1)?.text).toContain("It was written by an admin");
});

test("an end that is given later replaces the one before", async () => {
  const group = await aGroup(people);
  await group.deliver("Li", words("/grant ", at("Bo"), " pin 1h"));
  await group.deliver("Li", words("/grant ", at("Bo"), " pin 2h"));
  await group.clock.advance(90 * 60_000);
  const notice = group.message("Li", "Hello");

  await group.says("Bo", "/pin", { replyTo: notice });

  expect(group.pinned()).toEqual([notice]);
});

test("what was granted can be taken away, one right or all of them", async () => {
  const group = await aGroup(people);
  for (const what of ["pin", "unpin", "moderator"])
    await group.deliver("Li", words("/grant ", at("Bo"), ` ${what}`));
  await group.answers();

  await group.deliver("Mei", words("/revoke ", at("Bo"), " pin"));
  expect(await group.answer()).toBe("Bo no longer has /pin here.");
  await group.says("Mei", "/grants");
  expect(await group.answer()).not.toContain("/pin");
  await group.deliver("Mei", words("/revoke ", at("Bo")));
  expect(await group.answer()).toContain("moderator");
  await group.deliver("Mei", words("/revoke ", at("Bo")));
  expect(await group.answer()).toContain("Bo has no such right here.");
});

test("rights go to single people of this group, not to bots, strangers or everyone", async () => {
  const group = await aGroup(people);
  const grant = async (...parts: readonly (string | Segment)[]) => {
    await group.deliver("Li", words("/grant ", ...parts));
    return group.answer();
  };

  expect(await grant({ kind: "mention-all" }, " pin")).toContain("one person at a time");
  expect(await grant(at("Helper", true), " pin")).toContain("Bots cannot be given rights");
  expect(await grant({ kind: "mention-self", name: "Steward" }, " pin")).toContain(
    "Bots cannot be given rights",
  );
  const addressed = { kind: "mention-self", name: "Steward" } as const;
  expect(await grant(addressed, at("Zoe"), " pin")).toContain("Zoe is not in this group");
  expect(await grant(at("Zoe"), " pin")).toContain("Zoe is not in this group");
  expect(await grant("pin")).toContain("Say to whom");
  expect(await grant(at("Bo"), " pni")).toContain("Did you mean /pin?");
  expect(await grant(at("Mei"), " pin")).toContain("already");
  group.memory.failNext("hasMember", problem("scope-missing"));
  expect(await grant(at("Bo"), " pin")).toContain("lacks a permission");
  expect(
    await group.store.grants.list({ platform: "memory", account: "test" }, group.chat),
  ).toEqual([]);
});

test("nobody gives what they lack, or longer than they have it", async () => {
  const group = await aGroup(people);
  await group.deliver("Li", words("/grant ", at("Bo"), " grant 2h"));
  await group.deliver("Li", words("/grant ", at("Bo"), " pin 1h"));
  await group.answers();
  const grant = async (right: string) => {
    await group.deliver("Bo", words("/grant ", at("Ann"), ` ${right}`));
    return group.answer();
  };

  expect(await grant("moderator 1h")).toContain("Only the owner and admins can make");
  expect(await grant("unpin 1h")).toContain("You can give only what you may do yourself");
  expect(await grant("recall 1h")).toContain("You can give only what you may do yourself");
  expect(await grant("pin")).toContain("Your own right ends on March 5 at 03:00");
  expect(await grant("pin 2h")).toContain("Your own right ends");
  expect(await grant("pin 30m")).toContain("Ann may use /pin here until");
});

test("a demoted admin recalls nothing, though their role was looked up a moment ago", async () => {
  const group = await aGroup(people);
  await group.says("Mei", "/pin", { replyTo: group.message("Li", "Hello") });
  const memoryGroup = group.memory.groups.get(group.chat);
  if (memoryGroup) memoryGroup.admins = [];
  const theirs = group.message("Ann", "mine");

  await group.says("Mei", "/recall", { replyTo: theirs });

  expect(group.isGone(theirs)).toBe(false);
});

test("leaving the group ends what was granted there", async () => {
  const group = await aGroup(people);
  await group.deliver("Li", words("/grant ", at("Bo"), " pin"));
  await group.happens({ type: "bot-removed", chat: group.chat, atMs: group.clock.now() });
  const notice = group.message("Li", "Hello");

  await group.says("Bo", "/pin", { replyTo: notice });

  expect(group.pinned()).toEqual([]);
});

test("/can tells every layer about oneself and about others, on this very message", async () => {
  const group = await aGroup({ ...people, botRole: "member" });
  await group.says("Bo", "/can pin");
  const own = await group.answer();
  expect(own).toContain("You may not use /pin here.");
  expect(own).toContain("✗ Role: a member, as the platform said on March 5 at 02:00.");
  expect(own).toContain("Ask an admin, or ask the owner to /grant you the right.");

  const theirs = group.message("Ann", "hello");
  await group.deliver("Bo", words("/can ", at("Mei"), " /recall"), { replyTo: theirs });
  const mei = await group.answer();
  expect(mei).toContain("Mei may not use /recall here.");
  expect(mei).toContain("✓ Message: written by a member.");
  expect(mei).toContain("✗ Me: a member here");

  await group.deliver("Bo", words("/can ", at("Ann"), " recall"), { replyTo: theirs });
  expect(await group.answer()).toContain("✓ Message: written by the same person.");
});

test("/can remembers that the group refused the bot's pins", async () => {
  const group = await aGroup({ ...people, botRole: "member" });
  group.memory.failNext("pin", problem("pin-for-admins-only"));
  await group.says("Li", "/pin", { replyTo: group.message("Li", "Hello") });
  await group.answers();

  await group.says("Li", "/can pin");
  expect(await group.answer()).toContain("✗ Group setting: on March 5 at 02:00 only the owner");

  const notice = group.message("Li", "Again");
  await group.says("Li", "/pin", { replyTo: notice });
  expect(group.pinned()).toEqual([notice]);
});

test("/can remembers that the group refused the bot's banner, and calls it that", async () => {
  const group = await aGroup({
    ...people,
    botRole: "member",
    capabilities: { topNotice: true },
  });
  group.memory.failNext("putTop", problem("top-notice-for-admins-only"));
  await group.says("Li", "/top", { replyTo: group.message("Li", "Hello") });
  await group.answers();

  await group.says("Li", "/can top");
  const answer = await group.answer();
  expect(answer).toContain("only the owner and admins could put messages on top");
  expect(answer).toContain("I could not put this message on top");
});

test("/can says nothing of a message in another group", async () => {
  const group = await aGroup(people);
  const secret = group.message("Li", "secret", group.another("oc_other"));

  await group.says("Bo", "/can recall", { replyTo: secret });

  const answer = await group.answer();
  expect(answer).not.toContain("secret");
  expect(answer).toContain("not in this group");
});

test("/why repeats the asker's last denial here, and nobody else's", async () => {
  const group = await aGroup(people);
  await group.says("Bo", "/why");
  expect(await group.answer()).toBe("You have not been refused anything here lately.");
  await group.says("Bo", "/pin", { replyTo: group.message("Li", "Hello") });
  await group.says("Ann", "/why");
  await group.restart();
  await group.says("Bo", "/why");

  const [, ann, bo] = await group.answers();
  expect(ann?.text).toBe("You have not been refused anything here lately.");
  expect(bo?.text).toContain("✗ Role: a member");
  await group.says("Bo", "/why", { chat: group.another("oc_other") });
  expect(await group.answer()).toBe("You have not been refused anything here lately.");
});
