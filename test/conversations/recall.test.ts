import { expect, test } from "vitest";
import { problem } from "../../src/core/problem.ts";
import { aGroup, idOf } from "../conversation.ts";

const people = { owner: "Li", admins: ["Mei"], members: ["Bo", "Ann"] };

test("a member recalls their own message", async () => {
  const group = await aGroup(people);
  const mine = group.message("Bo", "oops");

  const command = await group.says("Bo", "/recall wrong group", { replyTo: mine });

  expect(group.isGone(mine)).toBe(true);
  expect(await group.answers()).toEqual([
    { how: "react", chat: group.chat, to: command, text: "done" },
  ]);
  expect(await group.cases()).toMatchObject([
    {
      number: 1,
      action: "recall",
      outcome: "done",
      actor: idOf("Bo"),
      author: idOf("Bo"),
      target: mine,
      reason: "wrong group",
    },
  ]);
});

test("an admin recalls the message of somebody else", async () => {
  const group = await aGroup(people);
  const spam = group.message("Bo", "buy now");

  await group.says("Mei", "/撤回 广告", { replyTo: spam });

  expect(group.isGone(spam)).toBe(true);
  expect(await group.cases()).toMatchObject([
    { action: "recall", outcome: "done", actor: idOf("Mei"), author: idOf("Bo"), reason: "广告" },
  ]);
});

test("a member may not recall the message of somebody else, and the attempt is on record", async () => {
  const group = await aGroup(people);
  const other = group.message("Ann", "hello");

  await group.says("Bo", "/recall", { replyTo: other });

  expect(group.isGone(other)).toBe(false);
  expect(group.memory.calls).not.toContain("recall");
  expect(await group.answers()).toMatchObject([{ how: "whisper", to: idOf("Bo") }]);
  expect(await group.cases()).toMatchObject([
    { action: "recall", outcome: "denied", actor: idOf("Bo"), target: other, author: idOf("Ann") },
  ]);
});

test("a member may not recall what the bot said", async () => {
  const group = await aGroup(people);
  const ours = group.botMessage("Already pinned.");

  await group.says("Bo", "/recall", { replyTo: ours });

  expect(group.isGone(ours)).toBe(false);
});

test("nobody is the author of a message without one", async () => {
  const group = await aGroup({ members: ["Bo"] });
  const anonymous = await group.says(undefined, "hello");

  await group.says(undefined, "/recall", { replyTo: anonymous });
  await group.says("Bo", "/recall", { replyTo: anonymous });

  expect(group.isGone(anonymous)).toBe(false);
});

test("where the bot is no admin, it says so and whom to ask", async () => {
  const group = await aGroup({ ...people, botRole: "member" });
  const other = group.message("Bo", "hello");

  await group.says("Mei", "/recall", { replyTo: other });

  expect(group.isGone(other)).toBe(false);
  const said = await group.answer();
  expect(said).toContain("not an admin here");
  expect(said).toContain("Ask the owner");
  expect(await group.cases()).toMatchObject([{ action: "recall", outcome: "failed" }]);
});

test("what is recalled already needs no recall", async () => {
  const group = await aGroup(people);
  const spam = group.message("Bo", "buy now");
  await group.says("Mei", "/recall", { replyTo: spam });
  await group.answers();

  await group.says("Li", "/recall", { replyTo: spam });
  await group.says("Bo", "/recall", { replyTo: spam });

  expect(await group.answers()).toMatchObject([
    { how: "reply", text: "This message has already been recalled." },
    { how: "reply", text: "This message has already been recalled." },
  ]);
  expect(await group.cases()).toHaveLength(1);
});

test("a member hears that a message is gone even where the platform no longer tells whose it was", async () => {
  const group = await aGroup(people);
  const mine = group.message("Bo", "oops");
  group.memory.failNext("message", problem("message-gone"));

  await group.says("Bo", "/recall", { replyTo: mine });

  expect(await group.answer()).toBe("This message has already been recalled.");
  expect(group.memory.calls).not.toContain("recall");
});

test("a message of another group is never touched", async () => {
  const group = await aGroup(people);
  const elsewhere = group.message("Bo", "hello", group.another("oc_other"));

  for (const command of ["/recall", "/pin", "/unpin"])
    await group.says("Li", `${command} ${elsewhere}`);

  expect(group.isGone(elsewhere)).toBe(false);
  expect(group.memory.calls).not.toContain("recall");
  expect(group.memory.calls).not.toContain("pin");
  expect(group.memory.calls).not.toContain("unpin");
  for (const { text } of await group.answers()) expect(text).toContain("not in this group");
});

test.each(["om_x/../../chats/oc_1", "om_%2e%2e%2f", "../om_1", `om_${"x".repeat(5_000)}`])(
  "a hostile id (%.24s) reaches nothing, and is not taken for a reason",
  async (id) => {
    const group = await aGroup(people);
    const mine = group.message("Bo", "hello");

    await group.says("Bo", `/recall ${id}`, { replyTo: mine });

    expect(group.isGone(mine)).toBe(false);
    expect(group.memory.calls).not.toContain("message");
    expect((await group.answer()).length).toBeLessThan(300);
  },
);

test("a link that does not tell which message it leads to is explained", async () => {
  const group = await aGroup(people);

  await group.says("Li", "/recall https://chat.example/share/abc");

  expect(await group.answer()).toContain("Reply to the message itself with /recall");
});

test("an admin who was made a member a moment ago can no longer recall", async () => {
  const group = await aGroup(people);
  const other = group.message("Bo", "hello");
  await group.says("Mei", "/pins");
  const facts = group.memory.groups.get(group.chat);
  if (facts) facts.admins = [];

  await group.says("Mei", "/recall", { replyTo: other });

  expect(group.isGone(other)).toBe(false);
});

test("a member who was made an admin a moment ago can recall at once", async () => {
  const group = await aGroup(people);
  const other = group.message("Ann", "hello");
  await group.says("Bo", "/pins");
  group.memory.groups.get(group.chat)?.admins.push(idOf("Bo"));

  await group.says("Bo", "/recall", { replyTo: other });

  expect(group.isGone(other)).toBe(true);
});

test("recalling a pinned message ends its timed pin", async () => {
  const group = await aGroup(people);
  const notice = group.message("Bo", "hello");
  await group.says("Li", "/pin 1h", { replyTo: notice });

  await group.says("Li", "/recall", { replyTo: notice });

  expect(await group.store.timers.count()).toBe(0);
});

test("a recall by hand becomes a case, once, and ends the timed pin", async () => {
  const group = await aGroup(people);
  const notice = group.message("Bo", "hello");
  await group.says("Li", "/pin 1h", { replyTo: notice });

  await group.recalled(notice, "owner");
  await group.recalled(notice, "owner");

  expect(await group.store.timers.count()).toBe(0);
  expect(await group.cases()).toMatchObject([
    { action: "pin" },
    { action: "recall-by-hand", outcome: "done", target: notice, details: { by: "owner" } },
  ]);
});

test("the news of the bot's own recall is no second case", async () => {
  const group = await aGroup(people);
  const spam = group.message("Bo", "buy now");
  const release = group.memory.hold("recall");
  await group.says("Li", "/recall", { replyTo: spam });
  const news = group.recalled(spam, "admin");
  release();
  await news;

  expect(await group.cases()).toMatchObject([{ action: "recall", outcome: "done" }]);
  await group.recalled(spam, "admin");
  expect(await group.cases()).toHaveLength(1);
});

test("a recall by hand after a denied attempt is on record too", async () => {
  const group = await aGroup(people);
  const other = group.message("Ann", "hello");
  await group.says("Bo", "/recall", { replyTo: other });

  await group.recalled(other, "owner");

  expect(await group.cases()).toMatchObject([
    { action: "recall", outcome: "denied" },
    { action: "recall-by-hand", outcome: "done" },
  ]);
});

test("an answer to a command that was recalled meanwhile is said openly", async () => {
  const group = await aGroup(people);
  const release = group.memory.hold("pins");
  const command = await group.says("Bo", "/pins");
  const message = group.memory.messages.get(command);
  if (message) message.gone = true;
  release();

  expect(await group.answers()).toMatchObject([{ how: "post" }]);
});
