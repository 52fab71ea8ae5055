import { expect, onTestFinished, test } from "vitest";
import { systemClock } from "../../../src/core/clock.ts";
import type { ChatId, MessageId, UserId } from "../../../src/core/ids.ts";
import { silentObserver } from "../../../src/core/observer.ts";
import { recallBody } from "../../../src/platforms/imkit/bodies.ts";
import { createImkitCalls, type ImkitCalls } from "../../../src/platforms/imkit/calls.ts";
import { paths } from "../../../src/platforms/imkit/paths.ts";
import { createMemoryLog } from "../feishu/memory-log.ts";
import { startEchoServer } from "./echo-server.ts";

/** The vendor's own examples, as its pages print them: pin, unpin and recall. */
const pinnedId = "5f890cf37d980e06f6aaf349" as MessageId;
const recalledId = "5ce3d80bd594874e495895a4" as MessageId;
const room = "demo-room" as ChatId;

const pinExample = {
  RC: 0,
  RM: "OK",
  result: {
    _id: "5f890cf37d980e06f6aaf349",
    message: "重要公告:明天下午兩點開會",
    room: "demo-room",
    sender: {
      _id: "aaa",
      nickname: "AAA",
      avatarUrl: "http://loremflickr.com/240/240/style?1569804629",
      isRobot: false,
      id: "aaa",
      lastLoginTimeMS: 1602817267900,
    },
    messageType: "text",
    appID: "SampleApp",
    pinned: true,
    id: "5f890cf37d980e06f6aaf349",
    messageTimeMS: 1602817267923,
    updatedAtMS: 1602817290000,
    createdAtMS: 1602817267925,
  },
};
const unpinExample = {
  ...pinExample,
  result: { ...pinExample.result, pinned: false, updatedAtMS: 1602817300000 },
};
const recallExample = {
  RC: 0,
  RM: "OK",
  result: {
    _id: "5ce3d80bd594874e495895a4",
    message: "",
    room: "demo-room",
    sender: {
      _id: "sss",
      nickname: "Nita",
      avatarUrl: "http://loremflickr.com/240/240/style?1558435839",
      isRobot: false,
      id: "sss",
      lastLoginTimeMS: 1553145898032,
    },
    messageType: "recall",
    appID: "SampleApp",
    id: "5ce3d80bd594874e495895a4",
    messageTimeMS: 1558435851576,
    updatedAtMS: 1558435921086,
    createdAtMS: 1558435851580,
  },
};

const callsTo = async (
  answer: object,
): Promise<{ calls: ImkitCalls; seen: Awaited<ReturnType<typeof startEchoServer>>["seen"] }> => {
  const server = await startEchoServer({ status: 200, body: JSON.stringify(answer) });
  const calls = createImkitCalls({
    url: server.url,
    clientKey: "CLIENT-KEY",
    apiKey: "API-KEY",
    bot: "bot" as UserId,
    botToken: "TOKEN",
    log: createMemoryLog(),
    observer: silentObserver,
    clock: systemClock,
    timeoutMs: 2_000,
    random: () => 0,
    onAnswer: () => {},
  });
  onTestFinished(async () => {
    calls.close();
    await server.close();
  });
  return { calls, seen: server.seen };
};

const signal = AbortSignal.timeout(30_000);
const asUser = { "im-client-key": "CLIENT-KEY", "im-authorization": "TOKEN" };

test("pins as the vendor's example does: address, both headers, no body", async () => {
  const { calls, seen } = await callsTo(pinExample);
  const answered = await calls.client.call({
    api: "pin.create",
    path: paths.pin(pinnedId),
    signal,
  });
  expect(answered).toEqual({ ok: true, value: pinExample });
  expect(seen).toMatchObject([
    { method: "POST", url: `/messages/${pinnedId}/pin`, headers: asUser, body: "" },
  ]);
  expect(seen[0]?.headers).not.toHaveProperty("im-api-key");
  expect(seen[0]?.headers).not.toHaveProperty("content-type");
});

test("unpins as the vendor's example does: address, both headers, no body", async () => {
  const { calls, seen } = await callsTo(unpinExample);
  const answered = await calls.client.call({
    api: "pin.delete",
    path: paths.pin(pinnedId),
    signal,
  });
  expect(answered).toEqual({ ok: true, value: unpinExample });
  expect(seen).toMatchObject([
    { method: "DELETE", url: `/messages/${pinnedId}/pin`, headers: asUser, body: "" },
  ]);
  expect(seen[0]?.headers).not.toHaveProperty("im-api-key");
});

test("recalls as the vendor's first example does, as the bot", async () => {
  const { calls, seen } = await callsTo(recallExample);
  const answered = await calls.client.call({
    api: "message.recall",
    path: paths.roomMessage(room),
    body: recallBody(recalledId),
    signal,
  });
  expect(answered).toEqual({ ok: true, value: recallExample });
  expect(seen).toMatchObject([
    {
      method: "POST",
      url: "/rooms/demo-room/message",
      headers: { ...asUser, "content-type": "application/json; charset=utf-8" },
    },
  ]);
  expect(seen[0]?.headers).not.toHaveProperty("im-api-key");
  expect(JSON.parse(seen[0]?.body ?? "")).toEqual({ _id: recalledId, messageType: "recall" });
});

test("recalls as the vendor's second example does, with the platform's API key alone", async () => {
  const { calls, seen } = await callsTo(recallExample);
  const answered = await calls.client.call({
    api: "message.recall-others",
    path: paths.roomMessage(room),
    body: recallBody(recalledId),
    signal,
  });
  expect(answered).toEqual({ ok: true, value: recallExample });
  expect(seen).toMatchObject([
    {
      method: "POST",
      url: "/rooms/demo-room/message",
      headers: { "im-api-key": "API-KEY", "content-type": "application/json; charset=utf-8" },
    },
  ]);
  expect(seen[0]?.headers).not.toHaveProperty("im-client-key");
  expect(seen[0]?.headers).not.toHaveProperty("im-authorization");
  expect(JSON.parse(seen[0]?.body ?? "")).toEqual({ _id: recalledId, messageType: "recall" });
});
