import { AxiosError, AxiosHeaders } from "axios";
import fc from "fast-check";
import { expect, test } from "vitest";
import { redact } from "../../src/ops/redact.ts";

const printed = (fields: object): string => JSON.stringify(redact(fields));

test("keeps what helps: ids, numbers, codes, flags", () => {
  const fields = { chat: "oc_1", message: "om_1", ms: 12, code: "230046", ok: true, none: null };

  expect(redact(fields)).toEqual(fields);
});

test.each([
  "secret",
  "app_secret",
  "appSecret",
  "FEISHU_APP_SECRET",
  "token",
  "tenant_access_token",
  "verificationToken",
  "Authorization",
  "set-cookie",
  "encrypt_key",
  "encryptKey",
  "apiKey",
  "password",
  "ticket",
  "x-lark-signature",
  "text",
  "content",
  "excerpt",
  "body",
])("hides what stands under %s, at any depth and of any shape", (key) => {
  const nested = { a: [{ b: { [key]: "hush" } }], [key]: { deep: ["hush"] } };

  expect(printed(nested)).not.toContain("hush");
  expect(printed(nested)).toContain("[redacted]");
});

test.each([
  "GET https://x.example/a?token=hush&b=1 failed",
  "https://bot:hush@x.example/",
  "postgres://user:hush@db/steward",
  "Authorization: Bearer hush-hush",
  '{"app_secret":"hush"}',
  '{\\"app_secret\\":\\"hush\\"}',
  "app_secret=hush",
  "token t-hush0123456789abcdefg was refused",
])("takes credentials out of free text: %s", (text) => {
  expect(printed({ note: text, list: [text], err: new Error(text) })).not.toContain("hush");
});

test("of an HTTP client's error it keeps name, message, code and stack alone", () => {
  const config = {
    url: "https://open.feishu.cn/open-apis/x?app_secret=hush",
    headers: new AxiosHeaders({ Authorization: "Bearer hush" }),
    data: '{"app_secret":"hush"}',
  };
  const error = new AxiosError("Request failed", "ERR_BAD_REQUEST", config, undefined, {
    data: { tenant_access_token: "hush", detail: "hush" },
    status: 400,
    statusText: "hush",
    headers: {},
    config,
  });

  const { err } = redact({ err: error }) as { err: object };

  expect(Object.keys(err).sort()).toEqual(["code", "message", "name", "stack"]);
  expect(JSON.stringify(err)).not.toContain("hush");
  expect(err).toMatchObject({ name: "AxiosError", code: "ERR_BAD_REQUEST" });
});

test("follows causes and collected errors, and hides what hangs on them", () => {
  const cause = Object.assign(new Error("inner"), { response: { data: "hush" } });
  const error = new AggregateError([cause], "outer", { cause });

  expect(printed({ err: error })).toContain("inner");
  expect(printed({ err: error })).not.toContain("hush");
});

test("an error given instead of fields is treated as one", () => {
  expect(redact(new TypeError("odd"))).toMatchObject({
    err: { name: "TypeError", message: "odd" },
  });
});

test("ends with cycles, depth, length and binary data", () => {
  const cycle: Record<string, unknown> = { name: "a" };
  cycle.self = cycle;
  const nasty = {
    cycle,
    long: "x".repeat(100_000),
    wide: Array.from({ length: 10_000 }, (_, index) => index),
    bytes: Buffer.from("hush"),
    map: new Map([["token", "hush"]]),
    big: 10n,
    run: () => "hush",
    when: new Date(Number.NaN),
  };

  expect(printed(nasty).length).toBeLessThan(10_000);
  expect(printed(nasty)).not.toContain("hush");
});

test("a secret under a secret's name never survives, wherever it hangs", () => {
  const name = fc.constantFrom("token", "appSecret", "access_token", "text", "content");
  const carrier = fc.letrec((tie) => ({
    node: fc.oneof(
      { maxDepth: 5 },
      name.map((key) => ({ [key]: "HUSH" })),
      fc.record({ a: fc.anything(), inner: tie("node") }),
      fc.array(tie("node"), { maxLength: 3 }),
    ),
  })).node;

  fc.assert(fc.property(carrier, (value) => !printed({ value }).includes("HUSH")));
});
