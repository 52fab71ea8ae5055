import { expect, test } from "vitest";
import { type Bench, buttonCard, groups, startBench, text } from "./harness.ts";

function reply(bench: Bench, id: string, extra: object = {}) {
  return bench.api("POST", `/im/v1/messages/${id}/reply`, {
    body: { msg_type: "text", content: text("ok"), ...extra },
  });
}

function create(bench: Bench, chat: string, extra: object = {}) {
  return bench.api("POST", "/im/v1/messages?receive_id_type=chat_id", {
    body: {
      receive_id: bench.chat(chat).chat_id,
      msg_type: "text",
      content: text("ok"),
      ...extra,
    },
  });
}

test("shows a message with its mentions by key", async () => {
  const bench = await startBench();
  const bot = bench.control.state().app.open_id;
  const id = bench.say(groups.launch, `<at user_id="${bot}"></at> /pin <at user_id="all"></at>`);
  const shown = await bench.api("GET", `/im/v1/messages/${id}`);
  expect(shown.at("data.items.0")).toMatchObject({
    message_id: id,
    msg_type: "text",
    deleted: false,
    sender: { id: bench.person(groups.launch, "member"), id_type: "open_id", sender_type: "user" },
    body: { content: text("@_user_1 /pin @_all") },
    mentions: [{ key: "@_user_1", id: bot, id_type: "open_id", name: "群管家" }],
  });
});

test("names people by union_id or user_id where asked to", async () => {
  const bench = await startBench();
  const id = bench.say(groups.launch, "hello");
  const shown = await bench.api("GET", `/im/v1/messages/${id}?user_id_type=union_id`);
  expect(shown.at("data.items.0.sender.id")).toMatch(/^on_/);
});

test("shows a recalled message as deleted, without content", async () => {
  const bench = await startBench();
  const id = bench.say(groups.launch, "hello");
  await bench.api("DELETE", `/im/v1/messages/${id}`);
  const shown = await bench.api("GET", `/im/v1/messages/${id}`);
  expect(shown.at("data.items.0")).toMatchObject({ deleted: true, body: {} });
  expect(shown.at("data.items.0.body.content")).toBeUndefined();
});

test("hides group messages without the sensitive scope", async () => {
  const bench = await startBench();
  const id = bench.say(groups.launch, "hello");
  bench.control.setScope("im:message.group_msg", false);
  expect((await bench.api("GET", `/im/v1/messages/${id}`)).code).toBe(230027);
});

test("the bot's own messages carry its app id", async () => {
  const bench = await startBench();
  const sent = await create(bench, groups.launch);
  const shown = await bench.api("GET", `/im/v1/messages/${String(sent.at("data.message_id"))}`);
  expect(shown.at("data.items.0.sender")).toMatchObject({
    id: bench.appId,
    id_type: "app_id",
    sender_type: "app",
  });
});

test("a reply hangs on its target and on the root", async () => {
  const bench = await startBench();
  const root = bench.say(groups.launch, "root");
  const first = await reply(bench, root);
  const second = await reply(bench, String(first.at("data.message_id")));
  expect(first.at("data")).toMatchObject({ root_id: root, parent_id: root });
  expect(second.at("data")).toMatchObject({
    root_id: root,
    parent_id: first.at("data.message_id"),
  });
  expect(first.at("data.thread_id")).toBeUndefined();
});

test("in topic groups everything is a thread, and the parent is always its root", async () => {
  const bench = await startBench();
  const root = bench.say(groups.topics, "a topic");
  const first = await reply(bench, root);
  const second = await reply(bench, String(first.at("data.message_id")));
  expect(first.at("data.thread_id")).toMatch(/^omt_/);
  expect(second.at("data")).toMatchObject({
    root_id: root,
    parent_id: root,
    thread_id: first.at("data.thread_id"),
  });
});

test("replying in thread opens one in an ordinary group, and later replies stay in it", async () => {
  const bench = await startBench();
  const root = bench.say(groups.launch, "root");
  const opened = await reply(bench, root, { reply_in_thread: true });
  const later = await reply(bench, String(opened.at("data.message_id")));
  expect(opened.at("data.thread_id")).toMatch(/^omt_/);
  expect(later.at("data.thread_id")).toBe(opened.at("data.thread_id"));
  const { chat_id: chatId } = bench.chat(groups.launch);
  const list = (query: string) => bench.api("GET", `/im/v1/messages?page_size=50&${query}`);
  const inChat = await list(`container_id_type=chat&container_id=${chatId}`);
  const inThread = await list(
    `container_id_type=thread&container_id=${String(opened.at("data.thread_id"))}`,
  );
  expect(inChat.text).toContain(root);
  expect(inChat.text).not.toContain(String(later.at("data.message_id")));
  expect(inThread.text).toContain(String(later.at("data.message_id")));
});

test("the same uuid sends once an hour and answers with the first message", async () => {
  const bench = await startBench();
  const root = bench.say(groups.launch, "root");
  const first = await reply(bench, root, { uuid: "once" });
  const again = await reply(bench, root, { uuid: "once" });
  expect(again.at("data.message_id")).toBe(first.at("data.message_id"));
  bench.advance(3_600_000);
  const later = await reply(bench, root, { uuid: "once" });
  expect(later.at("data.message_id")).not.toBe(first.at("data.message_id"));
});

test("a twin under way is refused, and a failure does not use the uuid up", async () => {
  const bench = await startBench({ latencyMs: 150 });
  const root = bench.say(groups.launch, "root");
  await bench.token();
  const replies = await Promise.all([
    reply(bench, root, { uuid: "twin" }),
    reply(bench, root, { uuid: "twin" }),
  ]);
  expect(replies.map(({ code }) => code).sort()).toEqual([0, 230049]);
  expect((await reply(bench, root, { uuid: "bad", content: "{}" })).code).toBe(230001);
  expect((await reply(bench, root, { uuid: "bad" })).code).toBe(0);
});

test("refuses replies to recalled and system messages", async () => {
  const bench = await startBench();
  const id = bench.say(groups.launch, "hello");
  await bench.api("DELETE", `/im/v1/messages/${id}`);
  expect((await reply(bench, id)).code).toBe(230011);
  const system = bench.control.say({
    chat_id: bench.chat(groups.launch).chat_id,
    open_id: bench.person(groups.launch, "member"),
    msg_type: "system",
    content: "{}",
  });
  expect((await reply(bench, system.message_id)).code).toBe(230054);
});

test.each([
  ["text that is no JSON", { content: "hello" }, 230001],
  ["empty text", { content: text("") }, 230001],
  ["too long a text", { content: text("x".repeat(153_700)) }, 230025],
  ["a type that needs an upload", { msg_type: "image", content: '{"image_key":"img_1"}' }, 230017],
  ["an unknown type", { msg_type: "hologram", content: "{}" }, 230001],
  ["rich text without locale", { msg_type: "post", content: '{"title":"","content":[]}' }, 230001],
  [
    "too large a card",
    { msg_type: "interactive", content: JSON.stringify(buttonCard(1, "x".repeat(31_000))) },
    230025,
  ],
  ["too long a uuid", { uuid: "x".repeat(51) }, 99992402],
])("refuses %s", async (_, extra, code) => {
  const bench = await startBench();
  expect((await reply(bench, bench.say(groups.launch, "root"), extra)).code).toBe(code);
});

test("keeps rich text without its locale wrapper, mentions by key", async () => {
  const bench = await startBench();
  const openId = bench.person(groups.launch, "owner");
  const content = JSON.stringify({
    zh_cn: {
      title: "T",
      content: [
        [
          { tag: "at", user_id: openId },
          { tag: "text", text: " hi" },
        ],
      ],
    },
  });
  const sent = await create(bench, groups.launch, { msg_type: "post", content });
  expect(JSON.parse(String(sent.at("data.body.content")))).toMatchObject({
    title: "T",
    content: [
      [
        { tag: "at", user_id: "@_user_1" },
        { tag: "text", text: " hi" },
      ],
    ],
  });
});

test.each([
  ["JSON", "{", 200621],
  [
    "a 1.0 container in a 2.0 card",
    JSON.stringify({ schema: "2.0", body: { elements: [{ tag: "action", actions: [] }] } }),
    200861,
  ],
  [
    "an unknown property",
    JSON.stringify({ schema: "2.0", elements: [], body: { elements: [] } }),
    200621,
  ],
  [
    "a stranger in a mention",
    JSON.stringify({
      schema: "2.0",
      body: { elements: [{ tag: "markdown", content: "<at id=ou_nobody></at>" }] },
    }),
    100290,
  ],
  ["a template nobody released", '{"type":"template","data":{"template_id":"AAq"}}', 200380],
])("names what is wrong with a card: %s", async (_, content, subCode) => {
  const bench = await startBench();
  const sent = await create(bench, groups.launch, { msg_type: "interactive", content });
  expect(sent.code).toBe(230099);
  expect(sent.at("msg")).toContain(`ErrCode: ${subCode}`);
});

test("an escaped mention in a text stays text, a real one becomes a mention", async () => {
  const bench = await startBench();
  const openId = bench.person(groups.launch, "owner");
  const words = `<at user_id="${openId}"></at> and &lt;at user_id="all"&gt;&lt;/at&gt;`;
  await create(bench, groups.launch, { content: text(words) });
  const message = bench.control.state().messages.at(-1);
  expect(message?.mentions).toMatchObject([{ key: "@_user_1", id: openId }]);
  expect(message?.content).not.toContain("@_all");
});

test("limits a group to five sends and replies a second together", async () => {
  const bench = await startBench();
  const root = bench.say(groups.launch, "root");
  await bench.token();
  const replies = await Promise.all([
    ...Array.from({ length: 3 }, () => create(bench, groups.launch)),
    ...Array.from({ length: 3 }, () => reply(bench, root)),
  ]);
  expect(replies.filter(({ code }) => code === 230020)).toHaveLength(1);
  expect(replies.find(({ code }) => code === 230020)?.status).toBe(400);
  expect((await create(bench, groups.marketing)).code).toBe(0);
  expect(bench.control.state().violations.chat).toBe(1);
});

test("opens a one-to-one chat on the first message to a person", async () => {
  const bench = await startBench();
  const openId = bench.person(groups.launch, "owner");
  const send = (receiveId: string) =>
    bench.api("POST", "/im/v1/messages?receive_id_type=open_id", {
      body: { receive_id: receiveId, msg_type: "text", content: text("hi") },
    });
  const first = await send(openId);
  const second = await send(openId);
  expect(second.at("data.chat_id")).toBe(first.at("data.chat_id"));
  expect((await send("ou_nobody")).code).toBe(99992351);
  const burst = await Promise.all(Array.from({ length: 5 }, () => send(openId)));
  expect(burst.some(({ code }) => code === 230020)).toBe(true);
});

test("keeps a muted bot from speaking until it is admin", async () => {
  const bench = await startBench();
  const { chat_id: chatId } = bench.chat(groups.marketing);
  bench.control.act({ action: "set_chat", chat_id: chatId, moderation_permission: "only_owner" });
  expect((await create(bench, groups.marketing)).code).toBe(230018);
  bench.control.setBotRole(chatId, "admin");
  expect((await create(bench, groups.marketing)).code).toBe(0);
});

test("refuses chats the bot is not in, and ids that are none", async () => {
  const bench = await startBench();
  const { chat_id: chatId } = bench.chat(groups.marketing);
  bench.control.act({ action: "remove_bot", chat_id: chatId });
  expect((await create(bench, groups.marketing)).code).toBe(230002);
  expect((await create(bench, groups.launch, { receive_id: "nonsense" })).code).toBe(230001);
  expect((await create(bench, groups.launch, { receive_id: "oc_unknown" })).code).toBe(230034);
  bench.control.act({ action: "add_bot", chat_id: chatId });
  bench.control.act({ action: "dissolve", chat_id: chatId });
  expect((await create(bench, groups.marketing)).code).toBe(232009);
});

test("lists messages by seconds, in both directions", async () => {
  const bench = await startBench();
  const { chat_id: chatId } = bench.chat(groups.overseas);
  const startS = Math.floor(bench.world.now() / 1000) + 5;
  bench.advance(10_000);
  const ids = ["one", "two"].map((words) => bench.say(groups.overseas, words));
  const list = (order: string) =>
    bench.api(
      "GET",
      `/im/v1/messages?container_id_type=chat&container_id=${chatId}&start_time=${startS}&sort_type=${order}`,
    );
  const up = await list("ByCreateTimeAsc");
  const down = await list("ByCreateTimeDesc");
  expect([up.at("data.items.0.message_id"), up.at("data.items.1.message_id")]).toEqual(ids);
  expect(down.at("data.items.0.message_id")).toBe(ids[1]);
});

test("patches its own shared cards and nothing else", async () => {
  const bench = await startBench();
  const content = JSON.stringify(buttonCard({ a: 1 }));
  const sent = await create(bench, groups.launch, { msg_type: "interactive", content });
  const id = String(sent.at("data.message_id"));
  const patch = (card: unknown) =>
    bench.api("PATCH", `/im/v1/messages/${id}`, { body: { content: JSON.stringify(card) } });
  expect((await patch(buttonCard({ a: 2 }, "New"))).code).toBe(0);
  expect(bench.control.state().messages.at(-1)?.content).toContain("New");
  const { config: _config, ...unshared } = buttonCard({ a: 3 });
  expect((await patch(unshared)).code).toBe(230001);
  const old = { config: { update_multi: true }, elements: [{ tag: "hr" }] };
  expect((await patch(old)).at("msg")).toContain("200830");
  const words = bench.say(groups.launch, "words");
  const notCard = { body: { content } };
  expect((await bench.api("PATCH", `/im/v1/messages/${words}`, notCard)).code).toBe(230001);
  bench.advance(1000);
  const burst = await Promise.all(Array.from({ length: 6 }, () => patch(buttonCard({ a: 4 }))));
  expect(burst.filter(({ code }) => code === 230020)).toHaveLength(1);
});

test("shows cards degraded unless the original is asked for", async () => {
  const bench = await startBench();
  const content = JSON.stringify(buttonCard({ a: 1 }, "Words"));
  const sent = await create(bench, groups.launch, { msg_type: "interactive", content });
  const path = `/im/v1/messages/${String(sent.at("data.message_id"))}`;
  const degraded = await bench.api("GET", path);
  const original = await bench.api("GET", `${path}?card_msg_content_type=user_card_content`);
  expect(degraded.at("data.items.0.body.content")).not.toContain("behaviors");
  expect(degraded.at("data.items.0.body.content")).toContain("Words");
  expect(JSON.parse(String(original.at("data.items.0.body.content")))).toEqual(
    buttonCard({ a: 1 }, "Words"),
  );
});

test("edits its own text, twenty times", async () => {
  const bench = await startBench();
  const sent = await create(bench, groups.launch);
  const path = `/im/v1/messages/${String(sent.at("data.message_id"))}`;
  const edit = () =>
    bench.api("PUT", path, { body: { msg_type: "text", content: text("edited") } });
  for (let count = 0; count < 20; count += 1) expect((await edit()).code).toBe(0);
  expect((await edit()).code).toBe(230072);
  const other = bench.say(groups.launch, "mine");
  const body = { msg_type: "text", content: text("edited") };
  expect((await bench.api("PUT", `/im/v1/messages/${other}`, { body })).code).toBe(230071);
});
