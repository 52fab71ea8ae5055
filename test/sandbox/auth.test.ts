import { expect, test } from "vitest";
import { groups, startBench } from "./harness.ts";

const TOKEN = "/open-apis/auth/v3/tenant_access_token/internal";

test("hands out a tenant token at the top level of the body", async () => {
  const bench = await startBench();
  const body = { app_id: bench.appId, app_secret: bench.appSecret };
  const reply = await bench.raw("POST", TOKEN, { body });
  expect(reply.status).toBe(200);
  expect(reply.body).toMatchObject({ code: 0, msg: "ok" });
  expect(reply.at("tenant_access_token")).toMatch(/^t-/);
  expect(reply.at("expire")).toBeGreaterThan(7190);
});

test("keeps the app id stable and in the form that the SDK demands", async () => {
  const one = await startBench();
  const other = await startBench();
  expect(one.appId).toMatch(/^cli_[0-9a-f]{16}$/);
  expect(other.appId).toBe(one.appId);
  expect(other.appSecret).toBe(one.appSecret);
});

test("refuses a strange app and a wrong secret", async () => {
  const bench = await startBench();
  const strange = { app_id: "cli_0000000000000000", app_secret: bench.appSecret };
  const wrong = { app_id: bench.appId, app_secret: "wrong" };
  expect((await bench.raw("POST", TOKEN, { body: strange })).code).toBe(10014);
  expect((await bench.raw("POST", TOKEN, { body: wrong })).code).toBe(10015);
  expect((await bench.raw("POST", TOKEN, { body: {} })).code).toBe(10003);
});

test("gives the same token while half an hour remains, then a new one, both valid", async () => {
  const bench = await startBench();
  const first = await bench.token();
  bench.advance(5_300_000);
  expect(await bench.token()).toBe(first);
  bench.advance(200_000);
  const second = await bench.token();
  expect(second).not.toBe(first);
  for (const token of [first, second]) {
    const headers = { authorization: `Bearer ${token}` };
    expect((await bench.raw("GET", "/open-apis/bot/v3/info", { headers })).code).toBe(0);
  }
});

test("lets tokens die after two hours, and all at once on demand", async () => {
  const bench = await startBench();
  expect((await bench.api("GET", "/bot/v3/info")).code).toBe(0);
  bench.control.fault({ kind: "expire_token" });
  expect(await bench.api("GET", "/bot/v3/info")).toMatchObject({ status: 400, code: 99991663 });
  const headers = { authorization: `Bearer ${await bench.token()}` };
  expect((await bench.raw("GET", "/open-apis/bot/v3/info", { headers })).code).toBe(0);
  bench.advance(7_200_001);
  expect((await bench.raw("GET", "/open-apis/bot/v3/info", { headers })).code).toBe(99991663);
});

test.each([
  ["none", {}, 99991661],
  ["an unknown one", { authorization: "Bearer t-unknown" }, 99991663],
  ["a person's", { authorization: "Bearer u-somebody" }, 99991668],
  ["one without prefix", { authorization: "Bearer nonsense" }, 99991671],
])("refuses a call with %s token", async (_, headers, code) => {
  const bench = await startBench();
  const reply = await bench.raw("GET", "/open-apis/bot/v3/info", { headers });
  expect(reply).toMatchObject({ status: 400, code });
  expect(reply.at("error.log_id")).toBe(reply.headers.get("x-tt-logid"));
});

test("tells the bot about itself at the top level", async () => {
  const bench = await startBench();
  const reply = await bench.api("GET", "/bot/v3/info");
  expect(reply.body).toMatchObject({
    code: 0,
    bot: { activate_status: 2, app_name: "群管家", open_id: bench.control.state().app.open_id },
  });
});

test("lists granted scopes, and names the missing ones when a call lacks them", async () => {
  const bench = await startBench();
  const { chat_id: chatId } = bench.chat(groups.launch);
  for (const name of ["im:message.pins:read", "im:message:readonly"]) {
    bench.control.setScope(name, false);
  }
  const listed = await bench.api("GET", "/application/v6/scopes");
  expect(listed.at("data.scopes")).toContainEqual(
    expect.objectContaining({ scope_name: "im:message.pins:read", grant_status: 2 }),
  );
  expect(listed.at("data.scopes")).toContainEqual(
    expect.objectContaining({ scope_name: "im:message.group_msg", grant_status: 1 }),
  );
  const reply = await bench.api("GET", `/im/v1/pins?chat_id=${chatId}`);
  expect(reply).toMatchObject({ status: 400, code: 99991672 });
  expect(reply.at("error.permission_violations")).toContainEqual({
    type: "action_scope_required",
    subject: "im:message.pins:read",
  });
  bench.control.setScope("im:message", true);
  expect((await bench.api("GET", `/im/v1/pins?chat_id=${chatId}`)).code).toBe(0);
});

test("limits an API to 50 calls a second and says when to come back", async () => {
  const bench = await startBench();
  await bench.token();
  const replies = await Promise.all(
    Array.from({ length: 55 }, () => bench.api("GET", "/im/v1/chats")),
  );
  const refused = replies.filter((reply) => reply.status === 429);
  expect(refused.length).toBeGreaterThanOrEqual(1);
  expect(refused[0]).toMatchObject({ code: 99991400 });
  expect(refused[0]?.headers.get("x-ogw-ratelimit-limit")).toBe("50");
  expect(Number(refused[0]?.headers.get("x-ogw-ratelimit-reset"))).toBeGreaterThanOrEqual(1);
  expect(bench.control.state().violations.api).toBe(refused.length);
  expect(bench.control.arrivals().filter(({ api }) => api === "chat.list")).toHaveLength(55);
});

test("answers unknown paths, wrong methods and broken bodies in the platform's form", async () => {
  const bench = await startBench();
  expect(await bench.api("GET", "/im/v1/nothing")).toMatchObject({ status: 404, code: 99991201 });
  expect(await bench.api("PUT", "/im/v1/pins")).toMatchObject({ status: 404, code: 99991301 });
  const response = await fetch(`${bench.url}/open-apis/im/v1/pins`, {
    method: "POST",
    headers: { authorization: `Bearer ${await bench.token()}`, "content-type": "application/json" },
    body: '{"message_id":',
  });
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ code: 9499 });
});

test.each([
  ["without prefix", "x"],
  ["with encoded slashes", "om_a%2F..%2F..%2Fchats%2Foc_b"],
  ["with encoded dots", "om_%2e%2e"],
  ["of 5,000 characters", `om_${"a".repeat(5000)}`],
  ["of a zero byte", "%00"],
])("never takes a message id %s for another route", async (_, id) => {
  const bench = await startBench();
  const reply = await bench.api("DELETE", `/im/v1/messages/${id}`);
  expect(reply).toMatchObject({ status: 400, code: 99992354 });
  expect(bench.control.state().chats.every(({ chat_status }) => chat_status === "normal")).toBe(
    true,
  );
});

test("writes down calls without their secrets", async () => {
  const bench = await startBench();
  await bench.api("GET", "/bot/v3/info");
  const calls = bench.control.calls();
  expect(calls.map(({ path }) => path)).toEqual([TOKEN, "/open-apis/bot/v3/info"]);
  expect(JSON.stringify(calls)).not.toContain(bench.appSecret);
  expect(JSON.stringify(calls)).not.toContain(await bench.token());
});
