import nock from "nock";
import { afterEach, beforeEach, expect, test } from "vitest";
import { base, startPlatform } from "./nock-platform.ts";

const path = "/open-apis/auth/v3/tenant_access_token/internal";
let platform: ReturnType<typeof startPlatform>;
beforeEach(() => {
  nock.disableNetConnect();
  platform = startPlatform(false);
});
afterEach(() => {
  platform.calls.close();
  nock.cleanAll();
  nock.enableNetConnect();
});

test.each([
  [10014, "app-disabled"],
  [10015, "app-secret-wrong"],
])("explains %i and never logs the secret", async (code, reason) => {
  nock(base).post(path).reply(400, { code, msg: "app secret invalid" });
  expect(await platform.calls.warm()).toMatchObject({ problem: { reason, code: String(code) } });
  expect(platform.logged()).not.toContain("s3cr3t");
});

test("explains a refusal that comes with HTTP 200", async () => {
  nock(base).post(path).reply(200, { code: 10015, msg: "" });
  expect(await platform.calls.warm()).toMatchObject({ problem: { reason: "app-secret-wrong" } });
});

test("tries again after a reset and a bad gateway", async () => {
  nock(base).post(path).replyWithError("reset");
  nock(base).post(path).reply(502, "");
  nock(base).post(path).reply(200, { code: 0, tenant_access_token: "t-1", expire: 100 });
  expect(await platform.calls.warm()).toMatchObject({ ok: true });
  expect(platform.apiCalls.map(({ code }) => code)).toEqual(["network", "http-502", "0"]);
  expect(platform.logged()).not.toContain("s3cr3t");
});

test.each([
  [{ code: 0 }],
  [{ code: 0, tenant_access_token: "t-1" }],
  [{ code: 0, tenant_access_token: "t-1", expire: "7200" }],
  [{ code: 0, tenant_access_token: "t-1\r\nX-Evil: 1", expire: 7200 }],
  [{ code: 0, tenant_access_token: 7, expire: 7200 }],
])("takes %j for no token", async (body) => {
  nock(base).persist().post(path).reply(200, body);
  expect(await platform.calls.warm()).toMatchObject({ problem: { reason: "platform-down" } });
});

test("tells who the bot is", async () => {
  nock(base).post(path).reply(200, { code: 0, tenant_access_token: "t-1", expire: 7200 });
  nock(base)
    .get("/open-apis/bot/v3/info")
    .reply(200, { code: 0, msg: "ok", bot: { app_name: "Steward", open_id: "ou_bot" } });
  expect(await platform.calls.self()).toEqual({
    ok: true,
    value: { openId: "ou_bot", appName: "Steward" },
  });
});

test("makes nobody of an answer without an open_id", async () => {
  nock(base).post(path).reply(200, { code: 0, tenant_access_token: "t-1", expire: 7200 });
  nock(base)
    .get("/open-apis/bot/v3/info")
    .reply(200, { code: 0, bot: { open_id: "" } });
  expect(await platform.calls.self()).toMatchObject({ problem: { reason: "platform-down" } });
});

test("does not wait for ever for a token", async () => {
  platform.calls.close();
  platform = startPlatform(false, 100);
  nock(base).persist().post(path).delay(3000).reply(200, {});
  expect(await platform.calls.warm()).toMatchObject({ problem: { reason: "timeout" } });
});
