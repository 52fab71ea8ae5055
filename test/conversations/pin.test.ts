import { expect, test } from "vitest";
import { problem } from "../../src/core/problem.ts";
import { aGroup, idOf } from "../conversation.ts";

test("an admin pins a message by replying, and the command gets a mark", async () => {
  const group = await aGroup({ owner: "Li", admins: ["Mei"] });
  const notice = group.message("Li", "Release on Friday");

  const command = await group.says("Mei", "/pin", { replyTo: notice });

  expect(group.pinned()).toEqual([notice]);
  expect(await group.answers()).toEqual([
    { how: "react", chat: group.chat, to: command, text: "pinned" },
  ]);
});

test("a member is told privately why they may not pin, and nothing is pinned", async () => {
  const group = await aGroup({ owner: "Li", members: ["Bo"] });
  const notice = group.message("Li", "Release on Friday");

  await group.says("Bo", "/pin", { replyTo: notice });

  expect(group.pinned()).toEqual([]);
  expect(await group.answers()).toEqual([
    {
      how: "whisper",
      chat: group.chat,
      to: idOf("Bo"),
      text: "Only the owner and admins may pin here, and you are a member. Ask an admin, or ask the owner to /grant you the right.",
    },
  ]);
});

test("in a topic group, where nothing can be whispered, a denial is a reply", async () => {
  const group = await aGroup({ owner: "Li", members: ["Bo"], topics: true });

  await group.says("Bo", "/pin", { replyTo: group.message("Li", "Hello") });

  expect(await group.answers()).toMatchObject([{ how: "reply" }]);
});

test("pinning what is pinned is a friendly success that says by whom and when", async () => {
  const group = await aGroup({ owner: "Li", admins: ["Mei"] });
  const notice = group.message("Li", "Release on Friday");
  await group.says("Mei", "/pin", { replyTo: notice });
  await group.answers();

  await group.says("Li", "/pin", { replyTo: notice });

  expect(await group.answers()).toMatchObject([
    { how: "reply", text: "Already pinned by Mei on March 5 at 02:00." },
  ]);
});

test("answers in Chinese to a Chinese command", async () => {
  const group = await aGroup({ owner: "Li", members: ["Bo"] });

  await group.says("Bo", "/钉住", { replyTo: group.message("Li", "周五发布") });

  expect(await group.answers()).toMatchObject([
    {
      text: "只有群主和管理员可以 Pin 消息，你在本群是普通成员。可以请管理员帮忙，或请群主用 /grant 授权给你。",
    },
  ]);
});

test("where the reaction is refused, the success is said in words", async () => {
  const group = await aGroup({ owner: "Li" });
  group.memory.failNext("react", problem("scope-missing"));

  await group.says("Li", "/pin", { replyTo: group.message("Li", "Hello") });

  expect(await group.answers()).toMatchObject([{ how: "reply", text: "Pinned." }]);
});

test("with full feedback every success is said in words", async () => {
  const group = await aGroup({ owner: "Li", settings: { feedback: "full" } });

  await group.says("Li", "/pin", { replyTo: group.message("Li", "Hello") });

  expect(await group.answers()).toMatchObject([{ how: "reply", text: "Pinned." }]);
});

test("without a target it says how to give one", async () => {
  const group = await aGroup({ owner: "Li" });

  await group.says("Li", "/pin");

  expect(await group.answers()).toMatchObject([
    { how: "whisper", text: "Reply to the message you mean with /pin, or give its message id." },
  ]);
});

test("an id typed by hand works when the message is in this chat", async () => {
  const group = await aGroup({ owner: "Li" });
  const notice = group.message("Li", "Hello");

  await group.says("Li", `/pin ${notice}`);

  expect(group.pinned()).toEqual([notice]);
});

test("a hostile id reaches no port, not even in a reply", async () => {
  const group = await aGroup({ owner: "Li" });
  const notice = group.message("Li", "Hello");

  await group.says("Li", "/pin om_1/../../chats/oc_1", { replyTo: notice });
  await group.says("Li", `/pin om_${"x".repeat(5_000)}`, { replyTo: notice });

  expect(group.memory.calls).not.toContain("pin");
  expect(group.memory.calls).not.toContain("message");
  expect(await group.answers()).toHaveLength(2);
});

test("a failed look-up of the role denies and says so", async () => {
  const group = await aGroup({ owner: "Li" });
  group.memory.failNext("chat", problem("scope-missing", { scopes: ["im:chat:read"] }));

  await group.says("Li", "/pin", { replyTo: group.message("Li", "Hello") });

  expect(group.pinned()).toEqual([]);
  expect(await group.answers()).toMatchObject([
    { how: "whisper", text: expect.stringContaining("im:chat:read") as string },
  ]);
});

test("a sender without an id gets no rights from a chat without an owner", async () => {
  const group = await aGroup({ members: ["Bo"] });

  await group.says(undefined, "/pin", { replyTo: group.message("Bo", "Hello") });

  expect(group.pinned()).toEqual([]);
  expect(await group.answers()).toMatchObject([
    { how: "reply", text: expect.stringContaining("I cannot tell who you are") as string },
  ]);
});

test("the same event delivered five times acts and answers once", async () => {
  const group = await aGroup({ owner: "Li" });
  const notice = group.message("Li", "Hello");
  const message = await group.says("Li", "/pin", { replyTo: notice });

  for (let time = 0; time < 4; time += 1)
    await group.says("Li", "/pin", { replyTo: notice, message });

  expect(group.memory.calls.filter((name) => name === "pin")).toHaveLength(1);
  expect(await group.answers()).toHaveLength(1);
});
