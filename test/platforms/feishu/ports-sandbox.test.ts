import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { systemClock } from "../../../src/core/clock.ts";
import type { ChatId, MessageId, UserId } from "../../../src/core/ids.ts";
import type { Log } from "../../../src/core/log.ts";
import { silentObserver } from "../../../src/core/observer.ts";
import { createFeishuCalls, type FeishuCalls } from "../../../src/platforms/feishu/account.ts";
import { type FeishuSandbox, startFeishuSandbox } from "../../../src/sandbox/feishu/sandbox.ts";

const silentLog: Log = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  child: () => silentLog,
};
const { signal } = new AbortController();
const words = { lines: [["done"]] };
const rich = { lines: [[{ bold: "done" }, " <at id=all></at>"]], small: ["log 1"] };

let sandbox: FeishuSandbox;
let calls: FeishuCalls;
let tooFast = 0;
let owner: UserId;
let member: UserId;
let chat: ChatId;

beforeAll(async () => {
  sandbox = await startFeishuSandbox({ latencyMs: 5, jitterMs: 20 });
  calls = createFeishuCalls({
    appId: sandbox.appId,
    appSecret: sandbox.appSecret,
    domain: sandbox.url,
    log: silentLog,
    observer: {
      ...silentObserver,
      refusedAsTooFast: () => {
        tooFast += 1;
      },
    },
    clock: systemClock,
  });
  owner = sandbox.control.addUser("Olga") as UserId;
  member = sandbox.control.addUser("Mia") as UserId;
});
afterAll(async () => {
  calls.close();
  await sandbox.close();
});

type ChatChanges = Partial<Parameters<FeishuSandbox["control"]["addChat"]>[0]>;
const addChat = (changes: ChatChanges = {}): ChatId =>
  sandbox.control.addChat({
    name: "Group",
    members: [
      { open_id: owner, role: "owner" },
      { open_id: member, role: "member" },
    ],
    bot_role: "admin",
    ...changes,
  }) as ChatId;
const say = (text: string, where: ChatId = chat, who: UserId = member) => ({
  chat: where,
  message: sandbox.control.say({ chat_id: where, open_id: who, text }).message_id as MessageId,
});
const messages = () => sandbox.control.state().messages;

beforeEach(() => {
  sandbox.control.fault({ kind: "clear" });
  chat = addChat();
});

test("knows itself", async () => {
  expect(await calls.warm()).toMatchObject({ ok: true });
  const self = await calls.self();
  const { open_id, name } = sandbox.control.state().app;
  expect(self).toEqual({ ok: true, value: { openId: open_id, appName: name } });
});

test("pins in the place of another pin, the new one first", async () => {
  const [old, next] = [say("old"), say("new")];
  await calls.ports.pin(old, { signal });

  const pinned = await calls.ports.pin(next, { signal, replace: old.message });

  expect(pinned).toMatchObject({ ok: true, value: { state: "applied", replaced: old.message } });
  const listed = await calls.ports.pins(chat, { signal });
  expect(listed.ok && listed.value.map(({ message }) => message)).toEqual([next.message]);
});

test("leaves what stands when the new pin is refused", async () => {
  const old = say("old");
  await calls.ports.pin(old, { signal });
  const gone = say("gone");
  await calls.ports.recall(gone, { signal });

  const pinned = await calls.ports.pin(gone, { signal, replace: old.message });

  expect(pinned).toMatchObject({ ok: false, problem: { reason: "message-gone" } });
  expect(await calls.ports.pins(chat, { signal })).toMatchObject({ value: [{}] });
});

test("puts a message on the banner and takes it down", async () => {
  const ref = say("important");
  const onTop = () => sandbox.world.chats.get(chat)?.topNoticeMessageId;

  expect(await calls.ports.topNotice?.put(ref, { signal })).toMatchObject({ ok: true });
  expect(onTop()).toBe(ref.message);
  expect(await calls.ports.topNotice?.remove(chat, { signal })).toMatchObject({ ok: true });
  expect(onTop()).toBeNull();
});

test("pins, pins again, lists and unpins", async () => {
  const ref = say("important");
  expect(await calls.ports.pin(ref, { signal })).toMatchObject({
    value: { state: "applied", by: { kind: "self" }, logId: expect.any(String) as string },
  });
  expect(await calls.ports.pins(chat, { signal })).toMatchObject({
    value: [{ message: ref.message, by: { kind: "self" } }],
  });
  expect(await calls.ports.unpin(ref, { signal })).toMatchObject({ value: { state: "applied" } });
  expect(await calls.ports.pins(chat, { signal })).toEqual({ ok: true, value: [] });
});

test("tells who pinned a message before", async () => {
  const ref = say("important");
  sandbox.control.act({ action: "pin", message_id: ref.message, open_id: owner });
  expect(await calls.ports.pin(ref, { signal })).toMatchObject({
    value: { state: "already", by: { kind: "user", user: owner } },
  });
});

test("lists more pins than one page holds, newest first", async () => {
  const refs = Array.from({ length: 60 }, (_, n) => say(`message ${n}`));
  for (const { message } of refs) {
    sandbox.control.act({ action: "pin", message_id: message, open_id: owner });
  }
  const pins = await calls.ports.pins(chat, { signal });
  expect(pins.ok && pins.value.map(({ message }) => message)).toEqual(
    refs.map(({ message }) => message).reverse(),
  );
});

test("explains that only admins may pin", async () => {
  const closed = addChat({ pin_permission: "only_owner", bot_role: "member" });
  expect(await calls.ports.pin(say("x", closed), { signal })).toMatchObject({
    problem: { reason: "pin-for-admins-only", effect: "none" },
  });
});

test("recalls once and finds it done the second time", async () => {
  const ref = say("oops");
  expect(await calls.ports.recall(ref, { signal })).toMatchObject({ value: { state: "applied" } });
  expect(await calls.ports.recall(ref, { signal })).toMatchObject({ value: { state: "already" } });
  expect(await calls.ports.pin(ref, { signal })).toMatchObject({
    problem: { reason: "message-gone" },
  });
});

test("explains whose messages a plain member may recall", async () => {
  const plain = addChat({ bot_role: "member" });
  expect(await calls.ports.recall(say("x", plain), { signal })).toMatchObject({
    problem: { reason: "not-bots-to-recall" },
  });
});

test("reads a message and who wrote it, others' and its own", async () => {
  const ref = say("hello there");
  expect(await calls.ports.message(ref, { signal })).toMatchObject({
    value: { ...ref, author: { kind: "user", user: member }, gone: false, excerpt: "hello there" },
  });
  const sent = await calls.ports.post(chat, words, { signal, key: `post-${chat}` });
  if (!sent.ok) throw new Error(sent.problem.reason);
  expect(await calls.ports.message({ chat, message: sent.value }, { signal })).toMatchObject({
    value: { author: { kind: "self" }, excerpt: "done" },
  });
});

test("reads the chat: owner, admins, its own role, topics", async () => {
  sandbox.control.act({ action: "set_role", chat_id: chat, open_id: member, role: "admin" });
  expect(await calls.ports.chat(chat, { signal })).toEqual({
    ok: true,
    value: {
      name: "Group",
      kind: "group",
      owners: [owner],
      admins: [member],
      botRole: "admin",
      topics: false,
      external: false,
    },
  });
  expect(await calls.ports.chat(addChat({ chat_mode: "topic" }), { signal })).toMatchObject({
    value: { topics: true },
  });
  const without = addChat({ bot_role: null });
  expect(await calls.ports.chat(without, { signal })).toMatchObject({
    problem: { reason: "bot-not-in-chat" },
  });
});

test("knows the members' names", async () => {
  const names = await calls.ports.memberNames(chat, { signal });
  expect(names.ok && [...names.value]).toEqual(
    expect.arrayContaining([
      [owner, "Olga"],
      [member, "Mia"],
    ]),
  );
});

test("knows at once who came into a group, and everybody in a large one", async () => {
  const here = addChat();
  const hasMember = (who: UserId) => calls.ports.hasMember(here, who, { signal });
  const crowd = Array.from({ length: 600 }, (_, n) => sandbox.control.addUser(`P${n}`) as UserId);
  const last = crowd.at(-1) ?? owner;
  await calls.ports.memberNames(here, { signal });
  expect(await hasMember(last)).toEqual({ ok: true, value: false });

  for (const open_id of crowd)
    sandbox.control.act({ action: "add_member", chat_id: here, open_id });

  expect(await hasMember(last)).toEqual({ ok: true, value: true });
});

test("replies once however often it is told to, as text or as a card", async () => {
  const ref = say("/pins");
  const first = await calls.ports.reply(ref, words, {
    signal,
    key: `r-${ref.message}`.slice(0, 50),
  });
  const again = await calls.ports.reply(ref, words, {
    signal,
    key: `r-${ref.message}`.slice(0, 50),
  });
  expect(first).toMatchObject({ ok: true });
  expect(again).toEqual(first);
  const card = await calls.ports.reply(ref, rich, { signal, key: `c-${ref.message}`.slice(0, 50) });
  const replies = messages().filter(({ parent_id }) => parent_id === ref.message);
  expect(replies.map(({ msg_type }) => msg_type)).toEqual(["text", "interactive"]);
  expect(replies.at(-1)?.message_id).toBe(card.ok && card.value);
});

test("whispers to one member, and says where that is impossible", async () => {
  expect(await calls.ports.whisper(chat, member, rich, { signal })).toMatchObject({ ok: true });
  expect(sandbox.control.state().ephemeral.filter((card) => card.chat_id === chat)).toMatchObject([
    { open_id: member },
  ]);
  const topics = addChat({ chat_mode: "topic" });
  expect((await calls.ports.whisper(topics, member, rich, { signal })).ok).toBe(false);
});

test.each(["pinned", "done"] as const)("reacts with the mark %s", async (mark) => {
  const ref = say("/pin");
  expect(await calls.ports.react(ref, mark, { signal })).toEqual({ ok: true, value: undefined });
  expect(await calls.ports.react(ref, mark, { signal })).toEqual({ ok: true, value: undefined });
});

test("puts a sign on a command that waits and takes it off, its own or one that was left", async () => {
  const { waiting } = calls.ports;
  const how = { user: member, words: rich };
  const ref = say("/pin");
  const marks = () =>
    [...(sandbox.world.messages.get(ref.message)?.reactions.values() ?? [])].map(
      ({ emojiType, operator }) => [emojiType, operator.kind],
    );
  sandbox.control.act({
    action: "react",
    message_id: ref.message,
    open_id: member,
    emoji_type: "OneSecond",
  });
  for (const known of [true, false]) {
    const shown = await waiting?.show(ref, how, { signal });
    expect(shown).toMatchObject({ ok: true });
    expect(marks()).toEqual([
      ["OneSecond", "user"],
      ["OneSecond", "bot"],
    ]);
    const sign = known && shown?.ok ? shown.value : undefined;
    expect(await waiting?.remove(ref, sign, { signal })).toMatchObject({ ok: true });
    expect(marks()).toEqual([["OneSecond", "user"]]);
  }
  expect(await waiting?.remove(ref, undefined, { signal })).toMatchObject({ ok: true });
});

test("tells somebody by one private card that their commands wait, while reactions are used for answers", async () => {
  const { waiting } = calls.ports;
  const how = { user: member, words: { lines: [["It is waiting."]] } } as const;
  const cards = () =>
    sandbox.control.state().ephemeral.filter((card) => JSON.stringify(card).includes("is waiting"));
  const refs = Array.from({ length: 25 }, () => say("/pin"));
  await Promise.all(refs.map((ref) => calls.ports.react(ref, "done", { signal })));

  const [one, other] = refs;
  if (!one || !other) throw new Error("nothing was said");
  const first = await waiting?.show(one, how, { signal });
  const second = await waiting?.show(other, how, { signal });
  expect(cards()).toHaveLength(1);
  await waiting?.remove(one, first?.ok ? first.value : undefined, { signal });
  expect(cards()).toHaveLength(1);
  await waiting?.remove(other, second?.ok ? second.value : undefined, { signal });
  expect(cards()).toEqual([]);
});

test("names the missing scope", async () => {
  const ref = say("x");
  sandbox.control.setScope("im:message.group_msg", false);
  const read = await calls.ports.message(ref, { signal });
  sandbox.control.setScope("im:message.group_msg", true);
  expect(read).toMatchObject({
    problem: { reason: "scope-missing", scopes: ["im:message.group_msg"] },
  });
});

test("survives an expired token, resets, 500s and broken JSON", async () => {
  const ref = say("x");
  sandbox.control.fault({ kind: "expire_token" });
  expect((await calls.ports.pin(ref, { signal })).ok).toBe(true);
  for (const kind of ["reset", "truncate", "http500"] as const) {
    sandbox.control.fault({ kind, count: 1 });
    expect((await calls.ports.pin(ref, { signal })).ok).toBe(true);
  }
  sandbox.control.fault({ kind: "reset", after_effect: true, count: 1 });
  expect(await calls.ports.recall(ref, { signal })).toMatchObject({ value: { state: "applied" } });
});

test("pins 400 messages of 40 groups at once without ever being too fast", async () => {
  const refs = Array.from({ length: 40 }, () => addChat()).flatMap((where) =>
    Array.from({ length: 10 }, (_, n) => say(`message ${n}`, where)),
  );
  const violations = () =>
    Object.values(sandbox.control.state().violations).reduce((sum, count) => sum + count, 0);
  const before = violations();
  const pinned = await Promise.all(refs.map((ref) => calls.ports.pin(ref, { signal })));
  expect(pinned.filter(({ ok }) => ok)).toHaveLength(400);
  expect(violations()).toBe(before);
  expect(tooFast).toBe(0);
}, 30_000);

test("sends many replies into one group and toggles one message without ever being too fast", async () => {
  const ref = say("x");
  const replies = Array.from({ length: 12 }, (_, n) =>
    calls.ports.reply(ref, words, { signal, key: `many-${n}-${chat}`.slice(0, 50) }),
  );
  const toggles = Array.from({ length: 12 }, (_, n) =>
    n % 2 === 0 ? calls.ports.pin(ref, { signal }) : calls.ports.unpin(ref, { signal }),
  );
  for (const result of await Promise.all([...replies, ...toggles])) expect(result.ok).toBe(true);
  expect(tooFast).toBe(0);
}, 30_000);
