import { expect, test } from "vitest";
import { aGroup } from "../conversation.ts";

const people = { owner: "Li", admins: ["Mei"], members: ["Bo"] };
const mentionOfBot = { kind: "mention-self", name: "Steward" } as const;

/** The commands in a list of them: the words behind the slashes at the beginnings of lines. */
const listed = (text: string): readonly string[] =>
  text.split("\n").flatMap((line) => /^\/([a-z]+)\b(?! with)/.exec(line)?.[1] ?? []);

test("shows only what the asker may run", async () => {
  const group = await aGroup(people);

  await group.says("Bo", "/help");
  const forMember = await group.answer();
  await group.says("Mei", "/help");
  const forAdmin = await group.answer();

  expect(forMember).toContain("You are a member here");
  expect(forMember).toContain("/pins list what is pinned here");
  expect(listed(forMember)).toEqual(expect.arrayContaining(["pins", "recall", "help"]));
  for (const name of ["pin", "unpin", "case", "audit"]) {
    expect(listed(forMember)).not.toContain(name);
    expect(listed(forAdmin)).toContain(name);
  }
});

test("explains one command with an example, also by its other names", async () => {
  const group = await aGroup(people);

  for (const asked of ["/help pin", "/help /pin", "/help PIN", "/help ／pin", "/help ＰＩＮ"]) {
    await group.says("Li", asked);
    const text = await group.answer();
    expect(text).toContain("/pin [7d] [reason]");
    expect(text).toContain("/pin 7d release notes");
    expect(text).toContain("/钉住");
  }
});

test("speaks Chinese in forms and examples too, where the question was Chinese", async () => {
  const group = await aGroup(people);

  for (const asked of ["/帮助 pin", "/help 钉住"]) {
    await group.says("Li", asked);
    const text = await group.answer();
    expect(text).toContain("/pin [7d] [原因]");
    expect(text).toContain("/pin 7d 发版说明");
  }
});

test("shows the list when asked about something else", async () => {
  const group = await aGroup(people);

  await group.says("Li", "/help weather");

  expect(await group.answer()).toContain("You are the owner here and can use:");
});

test("leaves out what is switched off here, and shows what was opened to members", async () => {
  const group = await aGroup({
    ...people,
    commands: { recall: { enabled: false }, pin: { role: "member" } },
  });

  await group.says("Bo", "/help");

  const text = await group.answer();
  expect(listed(text)).toContain("pin");
  expect(listed(text)).not.toContain("recall");
});

test("answers a wrong word with the nearest command, when the bot was mentioned", async () => {
  const group = await aGroup(people);

  await group.deliver("Li", [mentionOfBot, { kind: "text", text: " /pni" }]);
  expect(await group.answer()).toBe(
    "I don't know /pni. Did you mean /pin? /help shows what I can do.",
  );

  await group.deliver("Li", [mentionOfBot, { kind: "text", text: " /weather" }]);
  expect(await group.answer()).toBe("I don't know /weather. Try /help.");
});

test("suggests only what the asker may run", async () => {
  const group = await aGroup(people);

  await group.deliver("Bo", [mentionOfBot, { kind: "text", text: " /audti" }]);

  expect(await group.answer()).not.toContain("/audit");
});

test("says nothing to a wrong word that may be for somebody else", async () => {
  const group = await aGroup(people);

  await group.says("Li", "/pni");
  await group.says("Li", "/pin@OtherBot");
  await group.says("Li", "please /pin this");

  expect(await group.answers()).toEqual([]);
  expect(group.memory.calls).toEqual([]);
  expect(await group.store.journal.unfinished()).toEqual([]);
});

test("in a direct chat it shows what it can do in groups", async () => {
  const group = await aGroup(people);

  await group.says("Bo", "/help", { direct: true });

  const text = await group.answer();
  expect(text).toContain("I work in groups");
  expect(listed(text)).toEqual(expect.arrayContaining(["pin", "recall", "audit", "help"]));
});

test("in a direct chat commands for groups are not run, and the answer is a reply", async () => {
  const group = await aGroup(people);
  const notice = group.message("Li", "Hello");

  for (const name of ["pin", "unpin", "pins", "recall", "audit", "case"]) {
    await group.says("Li", `/${name}`, { direct: true, replyTo: notice });
    expect(await group.answers()).toMatchObject([
      { how: "reply", text: `/${name} works in groups only. Use it in the group it is about.` },
    ]);
  }
  expect(group.memory.calls.filter((name) => name !== "reply")).toEqual([]);
});
