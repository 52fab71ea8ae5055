import { expect, test } from "vitest";
import { type Bench, groups, startBench, text } from "./harness.ts";

const recall = (bench: Bench, id: string) => bench.api("DELETE", `/im/v1/messages/${id}`);

async function sendAsBot(bench: Bench, chat: string): Promise<string> {
  const reply = await bench.api("POST", "/im/v1/messages?receive_id_type=chat_id", {
    body: { receive_id: bench.chat(chat).chat_id, msg_type: "text", content: text("from the bot") },
  });
  return String(reply.at("data.message_id"));
}

test("an admin bot recalls anybody's message, once", async () => {
  const bench = await startBench();
  const id = bench.say(groups.launch, "hello");
  await bench.api("POST", "/im/v1/pins", { body: { message_id: id } });
  expect((await recall(bench, id)).body).toEqual({ code: 0, msg: "success", data: {} });
  expect((await recall(bench, id)).code).toBe(230110);
  const state = bench.control.state();
  expect(state.messages.at(-1)).toMatchObject({ message_id: id, deleted: true, content: "" });
  expect(state.pins.some(({ message_id }) => message_id === id)).toBe(false);
});

test("a plain member bot recalls only its own messages, inside the window", async () => {
  const bench = await startBench();
  expect((await recall(bench, bench.say(groups.marketing, "hello"))).code).toBe(230026);
  const own = await sendAsBot(bench, groups.marketing);
  expect((await recall(bench, own)).code).toBe(0);
  const old = await sendAsBot(bench, groups.marketing);
  bench.advance(86_400_001);
  bench.control.fault({ kind: "expire_token" });
  const headers = { authorization: `Bearer ${await bench.token()}` };
  expect((await bench.api("DELETE", `/im/v1/messages/${old}`, { headers })).code).toBe(230009);
});

test("nobody recalls others' messages of more than a year ago", async () => {
  const bench = await startBench();
  const id = bench.say(groups.launch, "hello");
  bench.advance(366 * 86_400_000);
  const headers = { authorization: `Bearer ${await bench.token()}` };
  expect((await bench.api("DELETE", `/im/v1/messages/${id}`, { headers })).code).toBe(230009);
});

test("the bot that created a group may recall there without being admin", async () => {
  const bench = await startBench();
  const openId = bench.person(groups.launch, "owner");
  const chatId = bench.control.addChat({
    name: "made by the bot",
    members: [{ open_id: openId, role: "owner" }],
    created_by_bot: true,
  });
  const { message_id: id } = bench.control.say({ chat_id: chatId, open_id: openId, text: "hi" });
  expect((await recall(bench, id)).code).toBe(0);
});

test("system messages and strange ids are refused", async () => {
  const bench = await startBench();
  const { message_id: id } = bench.control.say({
    chat_id: bench.chat(groups.launch).chat_id,
    open_id: bench.person(groups.launch, "member"),
    msg_type: "system",
    content: "{}",
  });
  expect((await recall(bench, id)).code).toBe(230054);
  expect((await recall(bench, "om_ffffffffffffffffffffffffffffffff")).code).toBe(99992354);
});

test("people recall by hand with the platform's rights", async () => {
  const bench = await startBench();
  const member = bench.person(groups.launch, "member");
  const admin = bench.person(groups.launch, "admin");
  const byAdmin = bench.say(groups.launch, "from the admin", admin);
  const refused = await bench.control.tryAct({
    action: "recall",
    message_id: byAdmin,
    open_id: member,
  });
  expect(refused.code).toBe(230026);
  bench.control.act({ action: "recall", message_id: byAdmin, open_id: admin });
  const own = bench.say(groups.launch, "mine", member);
  bench.control.act({ action: "set_recall_window", window_ms: 1000 });
  bench.advance(1001);
  const late = await bench.control.tryAct({ action: "recall", message_id: own, open_id: member });
  expect(late.code).toBe(230009);
});
