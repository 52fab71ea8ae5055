import { expect, test } from "vitest";
import { aGroup, idOf } from "../conversation.ts";

const joining = async (setup: Parameters<typeof aGroup>[0] = {}) => {
  const group = await aGroup({ owner: "li", admins: ["mei"], members: ["bo"], ...setup });
  const atMs = group.clock.now();
  const joins = (at = atMs) =>
    group.happens({ type: "bot-added", chat: group.chat, by: idOf("mei"), atMs: at });
  const moment = async (): Promise<void> => group.clock.advance(1_000);
  return { ...group, joins, moment, atMs };
};

test("greets a group that it joins, and puts it on record", async () => {
  const group = await joining();
  await group.joins();
  await group.moment();

  const [greeting, ...more] = await group.answers();
  expect(greeting).toMatchObject({ how: "post", chat: group.chat });
  expect(greeting?.text).toContain("/help");
  expect(greeting?.text).toContain(
    "I am an admin here: I may pin, and recall the messages of others",
  );
  expect(more).toEqual([]);
  expect(await group.cases()).toMatchObject([{ action: "joined", actor: idOf("mei") }]);
});

test("tells what it cannot do yet, and who changes that", async () => {
  const group = await joining({ botRole: "member" });
  await group.joins();
  await group.moment();

  const text = await group.answer();
  expect(text).toContain("recall only my own messages");
  expect(text).toContain("Ask the owner to make me an admin");
});

test("greets once, however often the news of its joining comes", async () => {
  const group = await joining();
  for (const pauseMs of [0, 15_000, 300_000, 3_600_000, 21_600_000]) {
    await group.clock.advance(pauseMs);
    await group.joins();
    await group.moment();
  }

  expect(await group.answers()).toHaveLength(1);
  expect(await group.cases()).toHaveLength(1);
});

test("greets again when it joins again", async () => {
  const group = await joining();
  await group.joins();
  await group.moment();
  await group.happens({ type: "bot-removed", chat: group.chat, atMs: group.clock.now() });
  await group.clock.advance(60_000);
  await group.joins(group.clock.now());
  await group.moment();

  expect(await group.answers()).toHaveLength(2);
});

test("greets after a crash that came between the news and the greeting, and only once", async () => {
  const group = await joining();
  const release = group.memory.hold("post");
  await group.joins();
  await group.moment();
  await group.crash();
  release();
  await group.moment();

  expect(await group.answers()).toHaveLength(1);
});

test("tries again when the platform cannot be reached", async () => {
  const group = await joining();
  group.memory.failNext("post", { reason: "platform-down", effect: "none" });
  await group.joins();
  await group.moment();
  expect(await group.answers()).toEqual([]);
  await group.clock.advance(10_000);

  expect(await group.answers()).toHaveLength(1);
});

test("says nothing to a group that it left before it could greet it", async () => {
  const group = await joining();
  group.memory.failNext("post", { reason: "platform-down", effect: "none" });
  await group.joins();
  await group.moment();
  await group.happens({ type: "bot-removed", chat: group.chat, atMs: group.clock.now() });
  await group.clock.advance(3_600_000);

  expect(await group.answers()).toEqual([]);
});

test("news of its leaving that comes again after it has joined anew ends nothing", async () => {
  const group = await joining();
  await group.joins();
  await group.moment();
  const leftAtMs = group.clock.now();
  await group.happens({ type: "bot-removed", chat: group.chat, atMs: leftAtMs });
  await group.clock.advance(1_000);
  await group.joins(group.clock.now());
  await group.moment();
  const message = group.message("bo", "Lunch list");
  await group.says("mei", "/pin 1h", { replyTo: message });
  await group.clock.advance(300_000);
  await group.happens({ type: "bot-removed", chat: group.chat, atMs: leftAtMs });

  expect(await group.store.timers.count()).toBe(1);
});

test.each(["bot-removed", "chat-gone"] as const)(
  "%s ends every timer of the group",
  async (type) => {
    const group = await joining();
    const message = group.message("bo", "Lunch list");
    await group.says("mei", "/pin 1h", { replyTo: message });
    expect(await group.store.timers.count()).toBe(1);
    await group.happens({ type, chat: group.chat, atMs: group.clock.now() });

    expect(await group.store.timers.count()).toBe(0);
  },
);

test("where messages have no key, a greeting is given at most once, wherever the process dies", async () => {
  const answers = { again: "never", reply: "quote", mention: "number" } as const;
  let greeted = 0;
  for (let atStep = 1; ; atStep += 1) {
    const group = await joining({ capabilities: { answers } });
    group.diesAt({ atStep, when: "after" });
    await group.joins().catch(() => {});
    await group.moment();
    const died = group.isDead();
    if (died) await group.crash();
    await group.joins();
    await group.clock.advance(600_000);

    const said = (await group.answers()).length;
    expect(said).toBeLessThanOrEqual(1);
    expect(await group.cases()).toHaveLength(1);
    greeted += said;
    if (!died) break;
  }
  expect(greeted).toBeGreaterThan(1);
});

test.each([
  ["once, when nobody knows whether it arrived", "lost", 1],
  ["again, when it surely did not", { reason: "platform-down", effect: "none" }, 1],
] as const)("without keys a greeting is tried %s", async (_, fault, greetings) => {
  const answers = { again: "never", reply: "quote", mention: "number" } as const;
  const group = await joining({ capabilities: { answers } });
  group.memory.failNext("post", fault);
  await group.joins();
  await group.clock.advance(600_000);

  expect(await group.answers()).toHaveLength(greetings);
});
