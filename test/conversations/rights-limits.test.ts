import { expect, test } from "vitest";
import type { Segment } from "../../src/core/events.ts";
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
