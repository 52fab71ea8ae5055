import { expect, test } from "vitest";
import { groups, startBench } from "./harness.ts";
import { connect } from "./link.ts";

const quick = { ackTimeoutMs: 100, redeliveryMs: [20, 20, 20, 20] };

test("comes again with the same event and message id while the handler fails", async () => {
  const bench = await startBench(quick);
  let failures = 2;
  const link = await connect(bench, () => {
    failures -= 1;
    if (failures >= 0) throw new Error("please again");
  });
  const id = bench.say(groups.launch, "/pin");
  await expect.poll(() => link.heard.length).toBe(3);
  expect(new Set(link.heard.map(({ event_id }) => event_id)).size).toBe(1);
  expect(link.heard.every(({ message }) => message?.message_id === id)).toBe(true);
  await expect.poll(() => bench.control.waiting()).toBe(0);
  expect(link.heard).toHaveLength(3);
});

test("tells of an event once it is acknowledged, and not before", async () => {
  const acknowledged: string[] = [];
  const bench = await startBench({ ...quick, onAck: ({ type }) => acknowledged.push(type) });
  let failures = 2;
  const before: number[] = [];
  await connect(bench, () => {
    before.push(acknowledged.length);
    failures -= 1;
    if (failures >= 0) throw new Error("please again");
  });
  bench.say(groups.launch, "/pin");
  await expect.poll(() => acknowledged).toEqual(["im.message.receive_v1"]);
  expect(before).toEqual([0, 0, 0]);
});

test("gives up after the last retry", async () => {
  const bench = await startBench({ ackTimeoutMs: 100, redeliveryMs: [5, 5] });
  const link = await connect(bench, () => {
    throw new Error("never");
  });
  bench.say(groups.launch, "/pin");
  await expect.poll(() => link.heard.length).toBe(3);
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(link.heard).toHaveLength(3);
  expect(bench.control.waiting()).toBe(0);
});

test("comes again when the answer takes too long", async () => {
  const bench = await startBench({ ackTimeoutMs: 30, redeliveryMs: [10] });
  let release = (): void => undefined;
  const slow = new Promise<void>((resolve) => {
    release = resolve;
  });
  const link = await connect(bench, () => slow);
  bench.say(groups.launch, "/pin");
  await expect.poll(() => link.heard.length).toBe(2);
  release();
});

test("waits for a client when there is none", async () => {
  const bench = await startBench({ redeliveryMs: [30, 30, 30, 3000] });
  bench.say(groups.launch, "early");
  expect(bench.control.waiting()).toBe(0);
  await expect.poll(() => bench.control.waiting()).toBe(1);
  const link = await connect(bench);
  await expect.poll(() => link.heard.length).toBe(1);
});

test("a message recalled before it is delivered arrives empty", async () => {
  const bench = await startBench({ redeliveryMs: [100, 100, 100] });
  const id = bench.say(groups.launch, "soon gone");
  bench.control.act({
    action: "recall",
    message_id: id,
    open_id: bench.person(groups.launch, "owner"),
  });
  const link = await connect(bench);
  await expect.poll(() => link.ofType("im.message.receive_v1").length).toBe(1);
  expect(link.ofType("im.message.receive_v1")[0]?.message?.content).toBe("");
});

test("delivers copies on demand, with the same event id", async () => {
  const bench = await startBench();
  const link = await connect(bench);
  bench.control.fault({ kind: "duplicate_events", times: 2 });
  bench.say(groups.launch, "/pin");
  await expect.poll(() => link.heard.length).toBe(3);
  expect(new Set(link.heard.map(({ event_id }) => event_id)).size).toBe(1);
});

test("scopes decide what the bot hears: bare, mentioned, one to one", async () => {
  const bench = await startBench();
  const link = await connect(bench);
  const bot = bench.control.state().app.open_id;
  const openId = bench.person(groups.launch, "member");
  const p2p = bench.control.addChat({
    name: "p2p",
    chat_mode: "p2p",
    members: [{ open_id: openId }],
  });
  const heard = async () => {
    const before = link.heard.length;
    const ids = {
      bare: bench.say(groups.launch, "/pin"),
      mentioned: bench.say(groups.launch, `<at user_id="${bot}"></at> /pin`),
      everyone: bench.say(groups.launch, `<at user_id="all"></at> /pin`),
      p2p: bench.control.say({ chat_id: p2p, open_id: openId, text: "/help" }).message_id,
    };
    await new Promise((resolve) => setTimeout(resolve, 60));
    const got = link.heard.slice(before).map(({ message }) => message?.message_id);
    return Object.entries(ids)
      .filter(([, id]) => got.includes(id))
      .map(([name]) => name);
  };
  expect(await heard()).toEqual(["bare", "mentioned", "everyone", "p2p"]);
  bench.control.setScope("im:message.group_msg", false);
  expect(await heard()).toEqual(["mentioned", "p2p"]);
  bench.control.setScope("im:message.group_at_msg:readonly", false);
  expect(await heard()).toEqual(["p2p"]);
  bench.control.setScope("im:message.p2p_msg:readonly", false);
  expect(await heard()).toEqual([]);
});

test("never tells the bot of its own messages, but of recalls and reactions", async () => {
  const bench = await startBench();
  const link = await connect(bench);
  const { chat_id: chatId } = bench.chat(groups.launch);
  const sent = await bench.api("POST", "/im/v1/messages?receive_id_type=chat_id", {
    body: { receive_id: chatId, msg_type: "text", content: '{"text":"hi"}' },
  });
  const id = String(sent.at("data.message_id"));
  const admin = bench.person(groups.launch, "admin");
  bench.control.act({ action: "react", message_id: id, open_id: admin, emoji_type: "OK" });
  bench.control.act({ action: "unreact", message_id: id, open_id: admin, emoji_type: "OK" });
  bench.control.act({ action: "recall", message_id: id, open_id: admin });
  await expect.poll(() => link.heard.length).toBe(3);
  expect(link.ofType("im.message.receive_v1")).toHaveLength(0);
  expect(link.ofType("im.message.reaction.created_v1")[0]).toMatchObject({
    message_id: id,
    operator_type: "user",
    reaction_type: { emoji_type: "OK" },
  });
  expect(link.ofType("im.message.recalled_v1")[0]).toMatchObject({
    message_id: id,
    chat_id: chatId,
    recall_type: "group_manager",
  });
});

test("tells who recalled by their standing", async () => {
  const bench = await startBench();
  const link = await connect(bench);
  const [owner, member] = [
    bench.person(groups.launch, "owner"),
    bench.person(groups.launch, "member"),
  ];
  for (const openId of [owner, member]) {
    const id = bench.say(groups.launch, "mine", member);
    bench.control.act({ action: "recall", message_id: id, open_id: openId });
  }
  await expect.poll(() => link.ofType("im.message.recalled_v1").length).toBe(2);
  const kinds = link.ofType("im.message.recalled_v1").map((event) => event.recall_type);
  expect(kinds.sort()).toEqual(["group_owner", "message_owner"]);
});

test("tells of members and owners coming and going, but not of admins", async () => {
  const bench = await startBench();
  const link = await connect(bench);
  const { chat_id: chatId } = bench.chat(groups.launch);
  const [member, stranger] = [
    bench.person(groups.launch, "member"),
    bench.person(groups.overseas, "owner"),
  ];
  const act = bench.control.act;
  act({ action: "add_member", chat_id: chatId, open_id: stranger });
  act({ action: "remove_member", chat_id: chatId, open_id: stranger });
  act({ action: "set_role", chat_id: chatId, open_id: member, role: "admin" });
  act({ action: "set_chat", chat_id: chatId, pin_permission: "only_owner" });
  act({ action: "set_chat", chat_id: chatId, name: "New name" });
  act({ action: "set_role", chat_id: chatId, open_id: member, role: "owner" });
  act({ action: "remove_bot", chat_id: chatId });
  act({ action: "add_bot", chat_id: chatId });
  act({ action: "dissolve", chat_id: chatId });
  await expect.poll(() => link.ofType("im.chat.disbanded_v1").length).toBe(1);
  expect(link.heard.map(({ event_type }) => event_type)).toEqual([
    "im.chat.member.user.added_v1",
    "im.chat.member.user.deleted_v1",
    "im.chat.updated_v1",
    "im.chat.updated_v1",
    "im.chat.member.bot.deleted_v1",
    "im.chat.member.bot.added_v1",
    "im.chat.disbanded_v1",
  ]);
  expect(link.heard[3]).toMatchObject({
    chat_id: chatId,
    after_change: { owner_id: { open_id: member } },
  });
});

test("a group dissolved with its history kept disappears without a word", async () => {
  const bench = await startBench();
  const link = await connect(bench);
  const { chat_id: chatId } = bench.chat(groups.launch);
  bench.control.act({ action: "dissolve", chat_id: chatId, keep_history: true });
  bench.say(groups.overseas, "ping");
  await expect.poll(() => link.heard.length).toBe(1);
  expect(link.ofType("im.chat.disbanded_v1")).toHaveLength(0);
  const shown = await bench.api("GET", `/im/v1/chats/${chatId}`);
  expect(shown.at("data.chat_status")).toBe("dissolved_save");
});
