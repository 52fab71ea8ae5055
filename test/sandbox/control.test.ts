import { request } from "node:http";
import { expect, onTestFinished, test } from "vitest";
import { type Bench, groups, startBench } from "./harness.ts";

const post = (bench: Bench, what: string, body: unknown) =>
  bench.raw("POST", `/sandbox/${what}`, { body });

/** A GET with headers that fetch would not send. */
function get(url: string, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    request(url, { headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    })
      .on("error", reject)
      .end();
  });
}

test("starts with five groups, each in a state of its own", async () => {
  const bench = await startBench();
  const state = bench.control.state();
  const shown = state.chats.map((chat) => [chat.name, chat.bot_role, chat.pin_permission]);
  expect(shown).toEqual([
    [groups.launch, "admin", "all_members"],
    [groups.marketing, "member", "all_members"],
    [groups.announcements, "member", "only_owner"],
    [groups.topics, "admin", "all_members"],
    [groups.overseas, "admin", "all_members"],
  ]);
  for (const chat of state.chats) {
    const messages = state.messages.filter(({ chat_id }) => chat_id === chat.chat_id);
    expect(messages.length).toBeGreaterThanOrEqual(8);
    expect(chat.members.filter(({ role }) => role === "owner")).toHaveLength(1);
  }
  const times = state.messages.map(({ create_time }) => Number(create_time));
  expect(times).toEqual([...times].sort((one, other) => one - other));
  expect(state.messages.some(({ msg_type }) => msg_type === "post")).toBe(true);
});

test("lets people speak, answer and mention over HTTP", async () => {
  const bench = await startBench();
  const chat = bench.chat(groups.launch);
  const openId = bench.person(groups.launch, "member");
  const first = await post(bench, "messages", {
    chat_id: chat.chat_id,
    open_id: openId,
    text: "hi",
  });
  expect(first).toMatchObject({ status: 200 });
  const second = await post(bench, "messages", {
    chat_id: chat.chat_id,
    open_id: openId,
    text: `<at user_id="${bench.control.state().app.open_id}"></at> /pin`,
    parent_id: first.at("message_id"),
  });
  const shown = await bench.raw("GET", "/sandbox/state");
  expect((shown.at("messages") as unknown[]).at(-1)).toMatchObject({
    message_id: second.at("message_id"),
    parent_id: first.at("message_id"),
    content: JSON.stringify({ text: "@_user_1 /pin" }),
    mentions: [{ key: "@_user_1", name: "群管家" }],
  });
});

test("takes rich text written by hand, with and without its locale", async () => {
  const bench = await startBench();
  const say = (content: unknown) =>
    bench.control.say({
      chat_id: bench.chat(groups.launch).chat_id,
      open_id: bench.person(groups.launch, "member"),
      msg_type: "post",
      content: JSON.stringify(content),
    });
  const post = { title: "", content: [[{ tag: "text", text: "/pin" }]] };
  say(post);
  expect(JSON.parse(bench.control.state().messages.at(-1)?.content ?? "")).toEqual(post);
  say({ zh_cn: post });
  expect(JSON.parse(bench.control.state().messages.at(-1)?.content ?? "")).toEqual(post);
});

test.each([
  ["messages", { chat_id: "oc_1" }, /open_id/],
  ["messages", { chat_id: "nonsense", open_id: "ou_1", text: "x" }, /chat_id: expected a chat id/],
  ["messages", { chat_id: "oc_unknown", open_id: "ou_1", text: "x" }, /no such chat/],
  ["clicks", { message_id: "om_unknown", open_id: "ou_1" }, /no card/],
  ["actions", { action: "explode" }, /action/],
  ["actions", { action: "set_scope", name: "im:nothing", granted: true }, /no such scope/],
  ["faults", { kind: "delay", ms: -1 }, /ms/],
  ["faults", { kind: "delay", ms: 1, typo: true }, /typo/],
])("answers a bad body of /sandbox/%s with 400 and the reason", async (what, body, reason) => {
  const bench = await startBench();
  const reply = await post(bench, what, body);
  expect(reply.status).toBe(400);
  expect(JSON.stringify(reply.at("problems"))).toMatch(reason);
});

test("refuses bodies that are not declared as JSON, and broken ones", async () => {
  const bench = await startBench();
  const send = (type: string, body: string) =>
    fetch(`${bench.url}/sandbox/faults`, {
      method: "POST",
      headers: { "content-type": type },
      body,
    });
  expect((await send("text/plain", '{"kind":"clear"}')).status).toBe(415);
  expect((await send("application/json", "{")).status).toBe(400);
  expect((await send("application/json", '{"kind":"clear"}')).status).toBe(200);
});

test("keeps other hosts and other origins out of everything", async () => {
  const bench = await startBench();
  const { port } = new URL(bench.url);
  for (const path of ["/sandbox/state", "/sandbox/events", "/open-apis/bot/v3/info", "/nothing"]) {
    const url = bench.url + path;
    expect(await get(url, { host: "evil.example" })).toBe(403);
    expect(await get(url, { host: `evil.example:${port}` })).toBe(403);
    expect(await get(url, { origin: "http://evil.example" })).toBe(403);
    expect(await get(url, { origin: "null" })).toBe(403);
  }
  expect(await get(`${bench.url}/sandbox/state`, { host: `localhost:${port}` })).toBe(200);
  expect(await get(`${bench.url}/sandbox/state`, { origin: bench.url })).toBe(200);
});

test("keeps people to the platform's rules", async () => {
  const bench = await startBench();
  const { chat_id: chatId } = bench.chat(groups.launch);
  const member = bench.person(groups.launch, "member");
  const owner = bench.person(groups.launch, "owner");
  const codeOf = async (body: object) => (await bench.control.tryAct(body)).code;
  const by = { chat_id: chatId, operator_id: member };
  expect(await codeOf({ action: "set_role", open_id: member, role: "owner", ...by })).not.toBe(0);
  expect(await codeOf({ action: "set_bot_role", role: "owner", ...by })).not.toBe(0);
  expect(await codeOf({ action: "remove_member", open_id: owner, ...by })).not.toBe(0);
  expect(await codeOf({ action: "set_chat", pin_permission: "only_owner", ...by })).not.toBe(0);
  expect(await codeOf({ action: "dissolve", ...by })).not.toBe(0);
  expect(await codeOf({ action: "remove_member", open_id: member, ...by })).toBe(0);
  expect(bench.chat(groups.launch).members.some(({ open_id }) => open_id === member)).toBe(false);
});

test("silences members where only owner and admins may speak", async () => {
  const bench = await startBench();
  const { chat_id: chatId } = bench.chat(groups.launch);
  bench.control.act({ action: "set_chat", chat_id: chatId, moderation_permission: "only_owner" });
  const say = (role: "member" | "admin") =>
    bench.control.trySay({
      chat_id: chatId,
      open_id: bench.person(groups.launch, role),
      text: "hi",
    }).code;
  expect(say("member")).not.toBe(0);
  expect(say("admin")).toBe(0);
});

test("makes groups and people", async () => {
  const bench = await startBench();
  const openId = bench.control.addUser("新同学");
  const chatId = bench.control.addChat({
    name: "fresh",
    members: [{ open_id: openId, role: "owner" }],
    bot_role: "admin",
    pin_permission: "only_owner",
  });
  expect(bench.chat("fresh")).toMatchObject({
    chat_id: chatId,
    bot_role: "admin",
    pin_permission: "only_owner",
    members: [{ open_id: openId, name: "新同学", role: "owner" }],
  });
});

test("announces changes as server-sent events", async () => {
  const bench = await startBench();
  const stop = new AbortController();
  onTestFinished(() => stop.abort());
  const response = await fetch(`${bench.url}/sandbox/events`, { signal: stop.signal });
  expect(response.headers.get("content-type")).toContain("text/event-stream");
  const seen: number[] = [];
  void (async () => {
    const text = response.body?.pipeThrough(new TextDecoderStream()) as
      | AsyncIterable<string>
      | undefined;
    for await (const chunk of text ?? []) {
      for (const match of chunk.matchAll(/data: \{"rev":(\d+)\}/g)) seen.push(Number(match[1]));
    }
  })().catch(() => undefined);
  await expect.poll(() => seen.length).toBe(1);
  for (let index = 0; index < 20; index += 1) bench.say(groups.launch, "hi");
  await expect.poll(() => seen.at(-1)).toBe(bench.control.state().rev);
  expect(seen.length).toBeLessThan(20);
});

test("delays, breaks and garbles calls on demand, so many times", async () => {
  const bench = await startBench();
  const { fault } = bench.control;
  const info = () => bench.api("GET", "/bot/v3/info");
  await info();
  fault({ kind: "error", code: 230020, path: "/bot/v3/info", count: 1 });
  expect(await info()).toMatchObject({ status: 400, code: 230020 });
  expect((await info()).code).toBe(0);
  fault({ kind: "error", code: 0, status: 200, msg: "odd", path: "/nowhere" });
  fault({ kind: "http500", path: "/bot", count: 1 });
  expect(await info()).toMatchObject({ status: 500, text: "Internal Server Error" });
  fault({ kind: "truncate", path: "/bot", count: 1 });
  const broken = await info();
  expect(broken).toMatchObject({ status: 200, body: undefined });
  expect(broken.text.startsWith('{"code":0')).toBe(true);
  fault({ kind: "reset", path: "/bot", count: 1 });
  await expect(info()).rejects.toThrow();
  fault({ kind: "delay", ms: 80, path: "/bot", method: "GET", count: 1 });
  const order: string[] = [];
  await Promise.all([
    info().then(() => order.push("delayed")),
    bench.api("GET", "/application/v6/scopes").then(() => order.push("undisturbed")),
  ]);
  expect(order).toEqual(["undisturbed", "delayed"]);
  fault({ kind: "error", code: 1 });
  fault({ kind: "clear" });
  expect((await info()).code).toBe(0);
});

test("breaks calls after their effect on demand", async () => {
  const bench = await startBench();
  const id = bench.say(groups.launch, "hello");
  bench.control.fault({ kind: "reset", path: "/pins", count: 1, after_effect: true });
  const pin = () => bench.api("POST", "/im/v1/pins", { body: { message_id: id } });
  await expect(pin()).rejects.toThrow();
  expect(bench.control.state().pins.some(({ message_id }) => message_id === id)).toBe(true);
  bench.control.fault({
    kind: "error",
    code: 1500,
    status: 500,
    path: "/messages/",
    count: 1,
    after_effect: true,
  });
  expect((await bench.api("DELETE", `/im/v1/messages/${id}`)).status).toBe(500);
  expect(bench.control.state().messages.at(-1)?.deleted).toBe(true);
});

test("a call that was broken before its effect has none", async () => {
  const bench = await startBench();
  const id = bench.say(groups.launch, "hello");
  bench.control.fault({ kind: "reset", path: "/pins", count: 1 });
  await expect(bench.api("POST", "/im/v1/pins", { body: { message_id: id } })).rejects.toThrow();
  expect(bench.control.state().pins.some(({ message_id }) => message_id === id)).toBe(false);
});

test("shows the newest 3,000 messages and keeps the older ones", async () => {
  const bench = await startBench({ redeliveryMs: [] });
  const { chat_id: chatId } = bench.chat(groups.launch);
  const openId = bench.person(groups.launch, "member");
  for (let index = 0; index < 5000; index += 1) {
    bench.control.say({ chat_id: chatId, open_id: openId, text: `line ${index}` });
  }
  expect(bench.control.state().messages).toHaveLength(3000);
  expect(bench.world.messages.size).toBeGreaterThan(5000);
});
