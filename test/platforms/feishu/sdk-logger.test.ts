import { Client } from "@larksuiteoapi/node-sdk";
import nock from "nock";
import { afterEach, expect, test } from "vitest";
import type { Log } from "../../../src/core/log.ts";
import { createHttpInstance } from "../../../src/platforms/feishu/http-instance.ts";
import { createSdkLogger } from "../../../src/platforms/feishu/sdk-logger.ts";

const record = () => {
  const lines: unknown[][] = [];
  const note = (...parts: unknown[]): void => void lines.push(parts);
  const log: Log = { debug: note, info: note, warn: note, error: note, child: () => log };
  return { lines, log };
};
afterEach(() => {
  nock.cleanAll();
});

test("passes on nothing of what it is given, at any level", () => {
  const { lines, log } = record();
  const logger = createSdkLogger(log);
  for (const level of ["error", "warn", "info", "debug", "trace"] as const) {
    logger[level](["secret", { app_secret: "secret" }, new Error("secret")]);
  }
  expect(lines).toHaveLength(2);
  for (const line of lines) expect(line).toEqual([{}, expect.stringMatching(/Feishu SDK/)]);
});

test("keeps the secret out of the log when the SDK itself fails to get a token", async () => {
  const { lines, log } = record();
  const http = createHttpInstance();
  nock("http://feishu.test")
    .post(/tenant_access_token/)
    .reply(500, "oops");
  const client = new Client({
    appId: "cli_00112233aabbccdd",
    appSecret: "s3cr3t",
    domain: "http://feishu.test",
    httpInstance: http.sdk,
    logger: createSdkLogger(log),
  });
  await expect(client.request({ method: "GET", url: "/open-apis/x" })).rejects.toThrow();
  http.close();
  expect(lines.length).toBeGreaterThan(0);
  expect(JSON.stringify(lines)).not.toContain("s3cr3t");
});
