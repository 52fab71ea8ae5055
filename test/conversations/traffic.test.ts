import { expect, test } from "vitest";
import { NotAccepted } from "../../src/core/intake.ts";
import { problem } from "../../src/core/problem.ts";
import type { Store } from "../../src/core/store.ts";
import { aGroup, idOf } from "../conversation.ts";
import { settle } from "../fake-clock.ts";

const people = { owner: "Li", admins: ["Mei"], members: ["Bo"] };

test("commands of a chat run in the order in which they came", async () => {
  const group = await aGroup(people);
  const notices = ["one", "two", "three"].map((text) => group.message("Li", text));
  const release = group.memory.hold("pin");
  const commands: string[] = [];
  for (const replyTo of notices) {
    for (const text of ["/pin", "/help", "/unpin", "/pins"])
      commands.push(await group.says("Li", text, { replyTo }));
  }
  expect(await group.answers()).toEqual([]);
  release();

  await settle();
  expect((await group.answers()).map(({ to }) => to)).toEqual(commands);
  expect(group.memory.calls.filter((name) => name === "pin" || name === "unpin")).toEqual([
    "pin",
    "unpin",
    "pin",
    "unpin",
    "pin",
    "unpin",
  ]);
});

test("the order is kept across a crash", async () => {
  const group = await aGroup(people);
  const notices = ["one", "two"].map((text) => group.message("Li", text));
  const release = group.memory.hold("pin");
  for (const text of ["/pin", "/unpin", "/pin"])
    for (const replyTo of notices) await group.says("Li", text, { replyTo });
  group.stopsDead();
  group.memory.calls.length = 0;
  release();
  await group.crash();
  await settle();

  expect(group.memory.calls.filter((name) => name === "pin" || name === "unpin")).toEqual([
    "pin",
    "pin",
    "unpin",
    "unpin",
    "pin",
    "pin",
  ]);
  expect(await group.answers()).toHaveLength(6);
});

test("a stuck chat stops no other", async () => {
  const group = await aGroup(people);
  const other = group.another("oc_other");
  const stuck = group.memory.hold("pins");
  await group.says("Bo", "/pins");
  await group.says("Bo", "/help");

  await group.says("Bo", "/help", { chat: other });

  expect(await group.answers()).toMatchObject([{ chat: other }]);
  stuck();
  expect(await group.answers()).toMatchObject([{ chat: group.chat }, { chat: group.chat }]);
});

test("a call that never ends is told after the deadline, and the chat goes on", async () => {
  const group = await aGroup(people);
  const notice = group.message("Li", "Hello");
  group.memory.failNext("pin", "hang");
  await group.says("Li", "/pin", { replyTo: notice });
  await group.says("Bo", "/help");
  await group.clock.advance(59_999);
  expect(await group.answers()).toEqual([]);

  await group.clock.advance(1);

  expect(await group.answers()).toMatchObject([
    { how: "whisper", text: expect.stringContaining("/pin took too long") as string },
    { how: "reply", text: expect.stringContaining("You are a member here") as string },
  ]);
});

test("an answer that never ends is given up, and the chat goes on", async () => {
  const group = await aGroup(people);
  group.memory.failNext("reply", "hang");
  await group.says("Bo", "/pins");
  await group.says("Bo", "/help");

  await group.clock.advance(30_000);

  expect(await group.answers()).toMatchObject([{ how: "reply" }]);
  expect(await group.store.journal.unfinished()).toEqual([]);
});

test("a bug is told with a number that the operator finds in the log, and the chat goes on", async () => {
  const group = await aGroup(people);
  group.memory.failNext("pins", "throw");

  await group.says("Bo", "/pins");
  expect(await group.answer()).toBe(
    "Something unexpected happened and this command was not finished. Please pass the number below to the operator.\nNumber incident-1",
  );
  await group.says("Bo", "/help");
  expect(await group.answers()).toHaveLength(1);
});

test("a bug in answering is not repeated for ever", async () => {
  const group = await aGroup(people);
  group.memory.failNext("reply", "throw");

  await group.says("Bo", "/pins");

  expect(await group.store.journal.unfinished()).toEqual([]);
});

test("a denial that cannot be whispered is said openly, unless it may have arrived", async () => {
  const group = await aGroup(people);
  const notice = group.message("Li", "Hello");
  group.memory.failNext("whisper", problem("scope-missing"));
  await group.says("Bo", "/pin", { replyTo: notice });
  expect(await group.answers()).toMatchObject([{ how: "reply" }]);

  group.memory.failNext("whisper", "lost");
  await group.says("Bo", "/pin", { replyTo: notice });
  expect(await group.answers()).toMatchObject([{ how: "whisper" }]);

  group.memory.failNext("whisper", { reason: "platform-down", effect: "maybe" });
  await group.says("Bo", "/pin", { replyTo: notice });
  expect(await group.answers()).toEqual([]);

  group.memory.failNext("whisper", problem("platform-down"));
  await group.says("Bo", "/pin", { replyTo: notice });
  expect(await group.answers()).toMatchObject([{ how: "reply" }]);
});

test("past the bound of a chat commands are not taken, and others' are", async () => {
  const group = await aGroup({ ...people, limits: { maxWaitingPerChat: 3 } });
  const other = group.another("oc_other");
  const stuck = group.memory.hold("pins");
  for (let count = 0; count < 3; count += 1) await group.says("Bo", "/pins");

  await expect(group.says("Bo", "/pins")).rejects.toThrow(NotAccepted);
  await group.says("Bo", "/help", { chat: other });
  await group.says("Bo", "hello");
  expect(await group.answers()).toHaveLength(1);

  stuck();
  expect(await group.answers()).toHaveLength(3);
  await group.says("Bo", "/pins");
  expect(await group.answers()).toHaveLength(1);
});

test("news that is not taken counts as refused, and as nothing else", async () => {
  const kinds: string[] = [];
  const observer = { delivery: ({ kind }: { readonly kind: string }) => void kinds.push(kind) };
  const group = await aGroup({ ...people, observer, limits: { maxWaitingPerChat: 1 } });
  const notice = group.message("Li", "Hello");
  const stuck = group.memory.hold("pins");
  await group.says("Bo", "/pins");

  await expect(group.recalled(notice, "author")).rejects.toThrow(NotAccepted);
  expect(kinds).toEqual(["command", "refused"]);

  stuck();
  await settle();
  await group.recalled(notice, "author");
  expect(kinds).toEqual(["command", "refused", "other"]);
});

test("a burst that comes before anything is written is bounded too", async () => {
  const group = await aGroup({ ...people, limits: { maxWaiting: 5 } });
  group.memory.hold("pins");

  const taken = await Promise.allSettled(
    Array.from({ length: 20 }, () => group.says("Bo", "/pins")),
  );

  expect(taken.filter(({ status }) => status === "fulfilled")).toHaveLength(5);
  expect(await group.store.journal.unfinished()).toHaveLength(5);
  expect(group.app().state()).toMatchObject({ waiting: 5, lanes: 1, hasRoom: false });
});

test("what cannot be written down is not acknowledged, and is taken when it comes again", async () => {
  let full = true;
  const accept = (store: Store): Store => ({
    ...store,
    journal: {
      ...store.journal,
      accept: (entries) =>
        full ? Promise.reject(new Error("the disk is full")) : store.journal.accept(entries),
    },
  });
  const group = await aGroup({ ...people, storeThrough: accept });
  const notice = group.message("Li", "Hello");
  const message = group.message("Li", "/pin");
  await expect(group.says("Li", "/pin", { replyTo: notice, message })).rejects.toThrow("full");
  await group.says("Li", "good morning");
  expect(group.app().state().waiting).toBe(0);

  full = false;
  await group.says("Li", "/pin", { replyTo: notice, message });

  expect(group.pinned()).toEqual([notice]);
  expect(await group.answers()).toHaveLength(1);
});

test("a change of the group is noticed at once where the platform tells of it", async () => {
  const group = await aGroup(people);
  const notice = group.message("Li", "Hello");
  await group.says("Bo", "/pin", { replyTo: notice });
  group.memory.groups.get(group.chat)?.admins.push(idOf("Bo"));
  await group.happens({ type: "chat-changed", chat: group.chat });

  await group.says("Bo", "/pin", { replyTo: notice });

  expect(group.pinned()).toEqual([notice]);
});

test("after a stop nothing of the app is left running", async () => {
  const group = await aGroup(people);
  await group.says("Li", "/pin 7d", { replyTo: group.message("Li", "Hello") });

  await group.stop();

  expect(group.clock.pending()).toBe(0);
});

test("finished commands are forgotten after the time that is kept, and not before", async () => {
  const group = await aGroup({ ...people, limits: { keepMs: 8 * 3_600_000 } });
  const message = await group.says("Bo", "/pins");
  const key = `memory:test:${message}`;

  await group.clock.advance(8 * 3_600_000);
  expect(await group.store.journal.find(key)).toBeDefined();
  await group.clock.advance(11 * 60_000);
  expect(await group.store.journal.find(key)).toBeUndefined();
});
