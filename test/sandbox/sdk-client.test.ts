import { Client } from "@larksuiteoapi/node-sdk";
import { expect, test } from "vitest";
import { type Bench, groups, startBench, text } from "./harness.ts";

const silent = {
  error: () => undefined,
  warn: () => undefined,
  info: () => undefined,
  debug: () => undefined,
  trace: () => undefined,
};

/** Keeps each client's token to itself; the SDK's own cache outlives a sandbox. */
function freshCache() {
  const kept = new Map<unknown, unknown>();
  return {
    get: (key: unknown) => Promise.resolve(kept.get(key)),
    set: (key: unknown, value: unknown) => Promise.resolve(kept.set(key, value).size > 0),
  };
}

function clientOf(bench: Bench): Client {
  const { appId, appSecret, url } = bench;
  return new Client({ appId, appSecret, domain: url, logger: silent, cache: freshCache() });
}

test("the official client pins, lists and unpins", async () => {
  const bench = await startBench();
  const { pin } = clientOf(bench).im.v1;
  const id = bench.say(groups.launch, "hello");
  const created = await pin.create({ data: { message_id: id } });
  expect(created).toMatchObject({ code: 0, data: { pin: { message_id: id } } });
  const params = { chat_id: bench.chat(groups.launch).chat_id };
  expect((await pin.list({ params })).data?.items?.[0]?.message_id).toBe(id);
  expect(await pin.delete({ path: { message_id: id } })).toMatchObject({ code: 0 });
  expect((await pin.list({ params })).data?.items?.[0]?.message_id).not.toBe(id);
});

test("the official client's page iterator walks every pin", async () => {
  const bench = await startBench();
  const openId = bench.person(groups.launch, "owner");
  for (let index = 0; index < 7; index += 1) {
    const messageId = bench.say(groups.launch, `line ${index}`);
    bench.control.act({ action: "pin", message_id: messageId, open_id: openId });
  }
  const { chat_id: chatId } = bench.chat(groups.launch);
  const pages = await clientOf(bench).im.v1.pin.listWithIterator({
    params: { chat_id: chatId, page_size: 3 },
  });
  const seen: string[] = [];
  for await (const page of pages) {
    for (const item of page?.items ?? []) seen.push(item.message_id);
  }
  expect(seen).toHaveLength(8);
  expect(new Set(seen).size).toBe(8);
});

test("the official client replies, reacts, reads and recalls", async () => {
  const bench = await startBench();
  const { message, messageReaction, chat } = clientOf(bench).im.v1;
  const path = { message_id: bench.say(groups.launch, "hello") };
  const replied = await message.reply({ path, data: { msg_type: "text", content: text("ok") } });
  expect(replied.data?.parent_id).toBe(path.message_id);
  const reacted = await messageReaction.create({
    path,
    data: { reaction_type: { emoji_type: "DONE" } },
  });
  expect(reacted.data?.reaction_id).toBeTypeOf("string");
  expect((await message.get({ path })).data?.items?.[0]?.chat_id).toBe(
    bench.chat(groups.launch).chat_id,
  );
  expect(await message.delete({ path })).toMatchObject({ code: 0 });
  const info = await chat.get({ path: { chat_id: bench.chat(groups.launch).chat_id } });
  expect(info.data?.bot_manager_id_list).toEqual([bench.appId]);
});

test("a refusal reaches the official client as an HTTP error with the code in its body", async () => {
  const bench = await startBench();
  const path = { message_id: bench.say(groups.marketing, "hello") };
  await expect(clientOf(bench).im.v1.message.delete({ path })).rejects.toMatchObject({
    response: { status: 400, data: { code: 230026 } },
  });
});

test("an id with dots and slashes becomes another call on its way, as with the real platform", async () => {
  const bench = await startBench();
  const { chat_id: chatId } = bench.chat(groups.marketing);
  bench.control.setBotRole(chatId, "owner");
  await clientOf(bench).im.v1.message.delete({ path: { message_id: `x/../../chats/${chatId}` } });
  expect(bench.chat(groups.marketing).chat_status).toBe("dissolved");
  expect(bench.control.calls().at(-1)).toMatchObject({
    method: "DELETE",
    path: `/open-apis/im/v1/chats/${chatId}`,
  });
});
