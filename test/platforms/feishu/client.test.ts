import nock from "nock";
import { afterEach, beforeEach, expect, test } from "vitest";
import { systemClock } from "../../../src/core/clock.ts";
import type { ChatId, MessageId, UserId } from "../../../src/core/ids.ts";
import { silentObserver } from "../../../src/core/observer.ts";
import { ok } from "../../../src/core/result.ts";
import { createFeishuClient } from "../../../src/platforms/feishu/client.ts";
import { silentLog } from "../../conversation.ts";
import { appId, appSecret, base, startPlatform, success } from "./nock-platform.ts";

const ref = { chat: "oc_1" as ChatId, message: "om_1" as MessageId };
const user = "ou_1" as UserId;
const { signal } = new AbortController();
const words = { lines: [["hello"]] };
const pin = {
  pin: {
    message_id: "om_1",
    chat_id: "oc_1",
    operator_id: "cli_00112233aabbccdd",
    operator_id_type: "app_id",
    create_time: String(Date.now() + 1000),
  },
};
const pins = "/open-apis/im/v1/pins";

let platform: ReturnType<typeof startPlatform>;
beforeEach(() => {
  nock.disableNetConnect();
  platform = startPlatform();
});
afterEach(() => {
  platform.calls.close();
  nock.cleanAll();
  nock.enableNetConnect();
});
const { ports, call } = {
  ports: () => platform.calls.ports,
  call: () => platform.apiCalls.filter(({ api }) => api !== "token").map(({ code }) => code),
};

test("carries the token and reads a success", async () => {
  platform.scope
    .post(pins, { message_id: "om_1" })
    .matchHeader("authorization", "Bearer t-token-1")
    .reply(200, success(pin), { "x-tt-logid": "LOG1" });
  expect(await ports().pin(ref, { signal })).toMatchObject({
    ok: true,
    value: { state: "applied", by: { kind: "self" }, logId: "LOG1" },
  });
});

test.each([400, 200])("reads a refusal that comes with HTTP %i", async (status) => {
  platform.scope.post(pins).reply(status, {
    code: 230046,
    msg: "No Permission",
    error: { log_id: "LOG2" },
  });
  expect(await ports().pin(ref, { signal })).toEqual({
    ok: false,
    problem: { reason: "pin-for-admins-only", effect: "none", code: "230046", logId: "LOG2" },
  });
  expect(call()).toEqual(["230046"]);
});

test.each([99991663, 99991664, 99991661])(
  "renews the token once after %i and repeats the call, even a whisper",
  async (code) => {
    const path = "/open-apis/ephemeral/v1/send";
    platform.scope
      .post(path)
      .matchHeader("authorization", "Bearer t-token-1")
      .reply(400, { code, msg: "Invalid access token" })
      .post(path)
      .matchHeader("authorization", "Bearer t-token-2")
      .reply(200, success({ message_id: "om_2" }));
    expect(await ports().whisper(ref.chat, user, words, { signal })).toMatchObject({ ok: true });
    expect(platform.tokens()).toBe(2);
  },
);

test("gives up when the renewed token is refused too", async () => {
  platform.scope.post(pins).twice().reply(400, { code: 99991663, msg: "" });
  expect(await ports().pin(ref, { signal })).toMatchObject({
    problem: { reason: "token-rejected", effect: "none" },
  });
  expect(platform.tokens()).toBe(2);
});

test("fetches one new token when it expires under 50 calls at once", async () => {
  await platform.calls.warm();
  nock(base)
    .get(/messages\/om_/)
    .query(true)
    .times(50)
    .matchHeader("authorization", "Bearer t-token-1")
    .reply(400, { code: 99991663, msg: "" });
  nock(base)
    .get(/messages\/om_/)
    .query(true)
    .times(50)
    .matchHeader("authorization", "Bearer t-token-2")
    .reply(
      200,
      success({ items: [{ message_id: "om_1", chat_id: "oc_1", create_time: "1700000000000" }] }),
    );
  const read = Array.from({ length: 50 }, (_, n) =>
    ports().message({ chat: ref.chat, message: `om_${n}` as MessageId }, { signal }),
  );
  const results = await Promise.all(read);
  expect(results.filter(({ ok }) => ok)).toHaveLength(50);
  expect(platform.tokens()).toBe(2);
});

test("repeats a pin after a reset, a bad gateway and a cut-off answer", async () => {
  platform.scope
    .post(pins)
    .replyWithError(Object.assign(new Error("reset"), { code: "ECONNRESET" }));
  platform.scope.post(pins).reply(502, "<html>502</html>");
  platform.scope.post(pins).reply(200, success(pin));
  expect(await ports().pin(ref, { signal })).toMatchObject({ ok: true });
  expect(call()).toEqual(["network", "http-502", "0"]);
  platform.scope.delete(`${pins}/om_1`).reply(200, '{"code":0,"ms');
  platform.scope.delete(`${pins}/om_1`).reply(400, { code: 2200, msg: "Internal Error" });
  platform.scope.delete(`${pins}/om_1`).reply(200, success());
  expect(await ports().unpin(ref, { signal })).toMatchObject({ ok: true });
  expect(call().slice(3)).toEqual(["junk", "2200", "0"]);
});

test("repeats a pin that was not answered in time, but not a whisper", async () => {
  platform.calls.close();
  platform = startPlatform(true, 150);
  platform.scope.post(pins).delay(3000).reply(200, success(pin));
  platform.scope.post(pins).reply(200, success(pin));
  expect(await ports().pin(ref, { signal })).toMatchObject({ ok: true });
  platform.scope.post("/open-apis/ephemeral/v1/send").delay(3000).reply(200, success());
  expect(await ports().whisper(ref.chat, user, words, { signal })).toMatchObject({
    problem: { reason: "timeout", effect: "maybe" },
  });
  expect(call()).toEqual(["timeout", "0", "timeout"]);
});

test("gives up after three tries, and says that it may have happened", async () => {
  platform.scope.post(pins).times(3).reply(500, { code: 5000, msg: "oops" });
  expect(await ports().pin(ref, { signal })).toMatchObject({
    problem: { reason: "platform-down", effect: "maybe", code: "5000" },
  });
});

test("does not repeat a whisper that may have arrived", async () => {
  platform.scope.post("/open-apis/ephemeral/v1/send").reply(500, "oops");
  expect(await ports().whisper(ref.chat, user, words, { signal })).toMatchObject({
    problem: { reason: "platform-down", effect: "maybe" },
  });
  expect(call()).toEqual(["http-500"]);
});

test.each([
  ["ECONNREFUSED", "none"],
  ["ENOTFOUND", "none"],
  ["ECONNRESET", "maybe"],
])("tells after %s whether a whisper may have arrived", async (code, effect) => {
  const broken = Object.assign(new Error(code), { code });
  platform.scope.post("/open-apis/ephemeral/v1/send").replyWithError(broken);
  expect(await ports().whisper(ref.chat, user, words, { signal })).toMatchObject({
    problem: { reason: "platform-down", effect, code: "network" },
  });
});

test("keeps the doubt of the first try when the second is refused", async () => {
  platform.scope.post(pins).reply(502, "");
  platform.scope.post(pins).reply(400, { code: 230050, msg: "" });
  expect(await ports().pin(ref, { signal })).toMatchObject({
    problem: { reason: "message-invisible", effect: "maybe" },
  });
});

test("finds a message recalled by the try whose answer was lost", async () => {
  platform.scope.delete("/open-apis/im/v1/messages/om_1").reply(502, "");
  platform.scope.delete("/open-apis/im/v1/messages/om_1").reply(400, { code: 230110, msg: "" });
  expect(await ports().recall(ref, { signal })).toMatchObject({ value: { state: "applied" } });
});

test("waits as long as the gateway asks when it is too fast", async () => {
  platform.scope.post(pins).reply(429, { code: 99991400 }, { "x-ogw-ratelimit-reset": "1" });
  platform.scope.post(pins).reply(200, success(pin));
  const beganMs = performance.now();
  expect(await ports().pin(ref, { signal })).toMatchObject({ ok: true });
  expect(performance.now() - beganMs).toBeGreaterThanOrEqual(990);
  expect(platform.tooFast).toEqual(["pin.create"]);
});

test("explains being too fast after three refusals, with the wait", async () => {
  const headers = { "x-ogw-ratelimit-reset": "0" };
  platform.scope.post(pins).times(3).reply(429, { code: 99991400 }, headers);
  expect(await ports().pin(ref, { signal })).toMatchObject({
    problem: { reason: "too-fast", effect: "none", retryAfterMs: 0 },
  });
  expect(platform.tooFast).toHaveLength(3);
});

test("lets the others wait although the one that was refused gives up", async () => {
  const refuse = (times: number, seconds: string) =>
    platform.scope
      .post(pins)
      .times(times)
      .reply(429, { code: 99991400 }, { "x-ogw-ratelimit-reset": seconds });
  refuse(2, "0");
  refuse(1, "1");
  expect(await ports().pin(ref, { signal })).toMatchObject({ ok: false });
  platform.scope.post(pins).reply(200, success(pin));
  const beganMs = performance.now();
  expect(await ports().pin(ref, { signal })).toMatchObject({ ok: true });
  expect(performance.now() - beganMs).toBeGreaterThanOrEqual(990);
});

test("does not wait for a gateway that asks for more than a minute", async () => {
  platform.scope.post(pins).reply(429, { code: 99991400 }, { "x-ogw-ratelimit-reset": "600" });
  const result = await ports().pin(ref, { signal });
  expect(result).toMatchObject({ problem: { reason: "too-fast" } });
  if (!result.ok) expect(result.problem.retryAfterMs).toBeGreaterThan(500_000);
});

test("asks again while the same message is being sent", async () => {
  const path = "/open-apis/im/v1/messages/om_1/reply";
  const bodies: unknown[] = [];
  const noted = (body: unknown): boolean => bodies.push(body) > 0;
  platform.scope.post(path, noted).reply(400, { code: 230049, msg: "" });
  platform.scope.post(path, noted).reply(200, success({ message_id: "om_2" }));
  expect(await ports().reply(ref, words, { signal, key: "k1" })).toEqual({
    ok: true,
    value: "om_2",
  });
  expect(bodies).toEqual(
    Array.from({ length: bodies.length }, () => ({
      content: '{"text":"hello"}',
      msg_type: "text",
      uuid: "k1",
    })),
  );
});

test("stops at once when the caller gives up during a call, and says that it may have happened", async () => {
  platform.scope.post(pins).delay(5000).reply(200, success(pin));
  const caller = new AbortController();
  const result = ports().pin(ref, { signal: caller.signal });
  setTimeout(() => caller.abort(), 50);
  expect(await result).toMatchObject({ problem: { reason: "cancelled", effect: "maybe" } });
});

test("stops at once when the caller's time is up while waiting for the limit", async () => {
  platform.scope.post(pins).reply(429, { code: 99991400 }, { "x-ogw-ratelimit-reset": "30" });
  const result = await ports().pin(ref, { signal: AbortSignal.timeout(100) });
  expect(result).toMatchObject({ problem: { reason: "timeout", effect: "none" } });
});

test("reads of an abandoned chat have no effect to doubt", async () => {
  platform.scope.get("/open-apis/im/v1/chats/oc_1").query(true).delay(5000).reply(200, success());
  const result = await ports().chat(ref.chat, { signal: AbortSignal.timeout(50) });
  expect(result).toMatchObject({ problem: { reason: "timeout", effect: "none" } });
});

test("never follows a redirect", async () => {
  platform.scope.get("/open-apis/im/v1/chats/oc_1").query(true).times(3).reply(302, "", {
    location: "http://evil.test/",
  });
  expect(await ports().chat(ref.chat, { signal })).toMatchObject({
    problem: { reason: "platform-down" },
  });
});

test("fails as a whole when a page of pins fails", async () => {
  const item = (id: string) => ({ ...pin.pin, message_id: id });
  platform.scope
    .get(pins)
    .query({ chat_id: "oc_1", page_size: 50 })
    .reply(200, success({ items: [item("om_1")], has_more: true, page_token: "p2" }))
    .get(pins)
    .query({ chat_id: "oc_1", page_size: 50, page_token: "p2" })
    .reply(400, { code: 230002, msg: "" });
  expect(await ports().pins(ref.chat, { signal })).toMatchObject({
    problem: { reason: "bot-not-in-chat" },
  });
});

test("joins pages of pins and names each message once", async () => {
  const item = (id: string) => ({ ...pin.pin, message_id: id });
  platform.scope
    .get(pins)
    .query({ chat_id: "oc_1", page_size: 50 })
    .reply(200, success({ items: [item("om_3"), item("om_2")], has_more: true, page_token: "p2" }))
    .get(pins)
    .query({ chat_id: "oc_1", page_size: 50, page_token: "p2" })
    .reply(200, success({ items: [item("om_2"), item("om_1")], has_more: false }));
  const pinned = await ports().pins(ref.chat, { signal });
  expect(pinned.ok && pinned.value.map(({ message }) => message)).toEqual(["om_3", "om_2", "om_1"]);
});

test("does not turn pages for ever", async () => {
  nock(base)
    .persist()
    .get(pins)
    .query(true)
    .reply(200, success({ items: [], has_more: true, page_token: "same" }));
  expect(await ports().pins(ref.chat, { signal })).toMatchObject({
    problem: { reason: "platform-down" },
  });
});

test("remembers members' names, but not a failure to get them", async () => {
  const path = "/open-apis/im/v1/chats/oc_1/members";
  platform.scope.get(path).query(true).reply(400, { code: 232011, msg: "" });
  platform.scope
    .get(path)
    .query(true)
    .reply(200, success({ items: [{ member_id: "ou_1", name: "Ann" }], has_more: false }));
  const names = () => ports().memberNames(ref.chat, { signal });
  expect(await names()).toMatchObject({ problem: { reason: "bot-not-in-chat" } });
  for (let n = 0; n < 3; n += 1) {
    const known = await names();
    expect(known.ok && known.value.get(user)).toBe("Ann");
  }
});

test.each([
  ["an older pin of ours", { create_time: String(Date.now() - 60_000) }],
  ["a member's pin", { operator_id: "ou_admin", operator_id_type: "open_id" }],
  ["another app's pin", { operator_id: "cli_other" }],
])("tells that %s was there already", async (_, changes) => {
  platform.scope.post(pins).reply(200, success({ pin: { ...pin.pin, ...changes } }));
  expect(await ports().pin(ref, { signal })).toMatchObject({ value: { state: "already" } });
});

test("dates its asking by the platform's clock, however wrong ours is", async () => {
  const yearAgoMs = Date.now() - 365 * 86_400_000;
  platform.scope
    .post(pins)
    .reply(200, success({ pin: { ...pin.pin, create_time: String(yearAgoMs) } }), {
      date: new Date(yearAgoMs).toUTCString(),
    });
  expect(await ports().pin(ref, { signal })).toMatchObject({ value: { state: "applied" } });
});

test("refuses to send a path that an id could have broken out of", async () => {
  const hostile = "x/../../chats/oc_1" as MessageId;
  await expect(ports().recall({ ...ref, message: hostile }, { signal })).rejects.toThrow(TypeError);
  expect(call()).toEqual([]);
});

test("answers everybody when it is closed", async () => {
  platform.scope.post(pins).delay(5000).reply(200, success(pin));
  const waiting = ports().pin(ref, { signal });
  setTimeout(() => platform.calls.close(), 50);
  expect((await waiting).ok).toBe(false);
  expect(await ports().pin(ref, { signal })).toMatchObject({ problem: { reason: "cancelled" } });
  // An API that was not called before.
  expect(await ports().chat(ref.chat, { signal })).toMatchObject({
    problem: { reason: "cancelled" },
  });
});

test("a bug on the way to the token holds no limit", async () => {
  const ended: string[] = [];
  const bug = new Error("a bug");
  const client = createFeishuClient({
    appId,
    appSecret,
    domain: base,
    http: platform.calls.http.sdk,
    token: {
      current: () => Promise.reject(bug),
      drop: () => {},
      warm: () => Promise.reject(bug),
    },
    gates: {
      enter: async () =>
        ok({ leave: () => ended.push("leave"), giveBack: () => ended.push("giveBack") }),
      pause: () => {},
      close: () => {},
    },
    log: silentLog,
    observer: silentObserver,
    clock: systemClock,
    timeoutMs: 1000,
    random: () => 0,
  });
  const asked = client.call({
    api: "chat.get",
    path: "/open-apis/im/v1/chats/oc_1",
    signal,
    repeatable: true,
  });
  await expect(asked).rejects.toThrow(bug);
  expect(ended).toEqual(["giveBack"]);
});

test("logs no token, no secret and no text of anybody, whatever goes wrong", async () => {
  platform.scope
    .post(pins)
    .times(3)
    .replyWithError(new Error(`broken by ${appSecret}`));
  platform.scope.post(/reply/).reply(400, { code: 1, msg: "hello t-token-1" });
  await ports().pin(ref, { signal });
  await ports().reply(ref, words, { signal, key: "k" });
  expect(platform.logged()).not.toBe("");
  expect(platform.logged()).not.toMatch(/t-token|s3cr3t|hello|Bearer/);
});
