import { expect, test } from "vitest";
import { type Bench, groups, startBench } from "./harness.ts";

const pin = (bench: Bench, messageId: string) =>
  bench.api("POST", "/im/v1/pins", { body: { message_id: messageId } });
const unpin = (bench: Bench, messageId: string) => bench.api("DELETE", `/im/v1/pins/${messageId}`);
const list = (bench: Bench, chat: string, query = "") =>
  bench.api("GET", `/im/v1/pins?chat_id=${bench.chat(chat).chat_id}${query}`);

test("pins a message and lists it first", async () => {
  const bench = await startBench();
  const id = bench.say(groups.launch, "hello");
  const reply = await pin(bench, id);
  expect(reply.at("data.pin")).toMatchObject({
    message_id: id,
    chat_id: bench.chat(groups.launch).chat_id,
    operator_id: bench.appId,
    operator_id_type: "app_id",
  });
  expect((await list(bench, groups.launch)).at("data.items.0.message_id")).toBe(id);
});

test("keeps the first record when a message is pinned again", async () => {
  const bench = await startBench();
  const id = bench.say(groups.launch, "hello");
  const owner = bench.person(groups.launch, "owner");
  bench.control.act({ action: "pin", message_id: id, open_id: owner });
  bench.advance(60_000);
  expect((await pin(bench, id)).at("data.pin")).toMatchObject({
    operator_id: owner,
    operator_id_type: "open_id",
  });
});

test("takes unpinning what is not pinned, or recalled, for a success", async () => {
  const bench = await startBench();
  const id = bench.say(groups.launch, "hello");
  expect((await unpin(bench, id)).body).toMatchObject({ code: 0, data: {} });
  bench.control.act({
    action: "recall",
    message_id: id,
    open_id: bench.person(groups.launch, "owner"),
  });
  expect((await unpin(bench, id)).body).toEqual({ code: 0, msg: "success", data: {} });
  expect((await pin(bench, id)).code).toBe(230011);
});

test("refuses in a group that lets only admins pin, until the bot is one", async () => {
  const bench = await startBench();
  const id = bench.say(groups.announcements, "hello");
  expect(await pin(bench, id)).toMatchObject({ status: 400, code: 230046 });
  expect((await unpin(bench, id)).code).toBe(230046);
  bench.control.setBotRole(bench.chat(groups.announcements).chat_id, "admin");
  expect((await pin(bench, id)).code).toBe(0);
});

test("refuses messages it cannot pin", async () => {
  const bench = await startBench();
  const chat = bench.chat(groups.launch);
  const system = bench.control.say({
    chat_id: chat.chat_id,
    open_id: bench.person(groups.launch, "member"),
    msg_type: "system",
    content: "{}",
  }).message_id;
  expect((await pin(bench, system)).code).toBe(230054);
  expect((await pin(bench, "om_00000000000000000000000000000000")).code).toBe(99992354);
  expect((await pin(bench, "nonsense")).code).toBe(230001);
  expect((await bench.api("POST", "/im/v1/pins", { body: {} })).code).toBe(99992402);
});

test("refuses where the bot is not, and where the group is gone", async () => {
  const bench = await startBench();
  const id = bench.say(groups.marketing, "hello");
  const { chat_id: chatId } = bench.chat(groups.marketing);
  bench.control.act({ action: "remove_bot", chat_id: chatId });
  expect((await pin(bench, id)).code).toBe(230002);
  expect((await list(bench, groups.marketing)).code).toBe(230002);
  bench.control.act({ action: "add_bot", chat_id: chatId });
  bench.control.act({ action: "dissolve", chat_id: chatId });
  expect((await pin(bench, id)).code).toBe(232009);
  expect((await unpin(bench, id)).code).toBe(232009);
});

test("limits one message to five pins and five unpins a second, each by itself", async () => {
  const bench = await startBench();
  await bench.token();
  const id = bench.say(groups.launch, "hello");
  const pins = await Promise.all(Array.from({ length: 6 }, () => pin(bench, id)));
  expect(pins.map(({ code }) => code).sort()).toEqual([0, 0, 0, 0, 0, 230047]);
  expect((await unpin(bench, id)).code).toBe(0);
  expect(bench.control.state().violations.message).toBe(1);
  bench.advance(1000);
  expect((await pin(bench, id)).code).toBe(0);
});

test("lists newest first, page by page", async () => {
  const bench = await startBench();
  const ids = Array.from({ length: 5 }, (_, index) => bench.say(groups.marketing, `line ${index}`));
  for (const id of ids) {
    bench.advance(1000);
    await pin(bench, id);
  }
  const first = await list(bench, groups.marketing, "&page_size=2");
  expect(first.at("data.has_more")).toBe(true);
  const token = String(first.at("data.page_token"));
  const second = await list(bench, groups.marketing, `&page_size=2&page_token=${token}`);
  const last = await list(
    bench,
    groups.marketing,
    `&page_size=2&page_token=${String(second.at("data.page_token"))}`,
  );
  const seen = [first, second, last].flatMap((reply) => [
    reply.at("data.items.0.message_id"),
    reply.at("data.items.1.message_id"),
  ]);
  expect(seen).toEqual([...ids].reverse().concat([undefined as unknown as string]));
  expect(last.at("data.has_more")).toBe(false);
  expect(last.at("data.page_token")).toBeUndefined();
});

test("bounds the list by time of pinning in milliseconds", async () => {
  const bench = await startBench();
  const early = bench.say(groups.marketing, "early");
  await pin(bench, early);
  bench.advance(10_000);
  const between = Math.floor(bench.world.now() - 5000);
  const late = bench.say(groups.marketing, "late");
  await pin(bench, late);
  const after = await list(bench, groups.marketing, `&start_time=${between}`);
  expect(after.at("data.items.0.message_id")).toBe(late);
  expect(after.at("data.items.1")).toBeUndefined();
  const before = await list(bench, groups.marketing, `&end_time=${between}`);
  expect(before.at("data.items.0.message_id")).toBe(early);
  const nonsense = `&start_time=${between}&end_time=${between - 1}`;
  expect((await list(bench, groups.marketing, nonsense)).code).toBe(230001);
});

test.each(["&page_size=0", "&page_size=51", "&page_size=many", "&start_time=yesterday"])(
  "refuses the list parameter %s",
  async (query) => {
    const bench = await startBench();
    const reply = await list(bench, groups.launch, query);
    expect(reply).toMatchObject({ status: 400, code: 99992402 });
    expect(reply.at("error.field_violations.0.field")).toBe(query.slice(1).split("=")[0]);
  },
);

test("refuses a page token that was never given out", async () => {
  const bench = await startBench();
  expect((await list(bench, groups.launch, "&page_token=abc")).code).toBe(230001);
});

test("a person may pin by hand only where the group lets them", async () => {
  const bench = await startBench();
  const id = bench.say(groups.announcements, "hello");
  const by = (role: "owner" | "admin" | "member") => ({
    action: "pin" as const,
    message_id: id,
    open_id: bench.person(groups.announcements, role),
  });
  expect((await bench.control.tryAct(by("member"))).code).toBe(230046);
  expect((await bench.control.tryAct(by("admin"))).code).toBe(0);
  expect(bench.control.state().pins[0]).toMatchObject({
    message_id: id,
    operator_id_type: "open_id",
  });
});
