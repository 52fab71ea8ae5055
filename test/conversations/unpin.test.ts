import { expect, test } from "vitest";
import { problem } from "../../src/core/problem.ts";
import { aGroup, idOf } from "../conversation.ts";

const people = { owner: "Li", admins: ["Mei"], members: ["Bo"] };

test("an admin unpins, and it is on record", async () => {
  const group = await aGroup(people);
  const notice = group.message("Li", "Release on Friday");
  group.pinsByHand("Li", notice);

  const command = await group.says("Mei", "/unpin", { replyTo: notice });

  expect(group.pinned()).toEqual([]);
  expect(await group.answers()).toMatchObject([{ how: "react", to: command, text: "done" }]);
  expect(await group.cases()).toMatchObject([
    { action: "unpin", outcome: "done", actor: idOf("Mei"), target: notice },
  ]);
});

test("a member may not unpin", async () => {
  const group = await aGroup(people);
  const notice = group.message("Li", "Release on Friday");
  group.pinsByHand("Li", notice);

  await group.says("Bo", "/unpin", { replyTo: notice });

  expect(group.pinned()).toEqual([notice]);
  expect(await group.answer()).toContain("Only the owner and admins may unpin here");
});

test("unpinning what is not pinned is a success like any other", async () => {
  const group = await aGroup(people);

  await group.says("Li", "/unpin", { replyTo: group.message("Li", "Hello") });

  expect(await group.answers()).toMatchObject([{ how: "react", text: "done" }]);
});

test("a refusal of the platform is explained to the sender alone, with its trace in small print", async () => {
  const group = await aGroup(people);
  const notice = group.message("Li", "Hello");
  group.memory.failNext(
    "unpin",
    problem("pin-for-admins-only", { code: "230046", logId: "log-7" }),
  );

  await group.says("Li", "/unpin", { replyTo: notice });

  const [said] = await group.answers();
  expect(said).toMatchObject({ how: "whisper", to: idOf("Li") });
  expect(said?.text).toContain("only the owner and admins may pin");
  expect(said?.text).toContain("log_id: log-7");
  expect(said?.text).not.toContain("230046");
});

test("in a thread it says that the first message of the topic is meant", async () => {
  const group = await aGroup({ ...people, topics: true });
  const start = group.message("Li", "A topic");

  await group.says("Li", "/pin", { replyTo: start, inThread: true });
  expect(group.pinned()).toEqual([start]);
  expect(await group.answer()).toBe("Pinned (the first message of this topic).");

  await group.says("Li", "/取消钉住", { replyTo: start, inThread: true });
  expect(group.pinned()).toEqual([]);
  expect(await group.answer()).toBe("已取消 Pin（话题的第一条消息）。");
});
