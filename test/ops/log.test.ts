import { expect, test } from "vitest";
import { createLog } from "../../src/ops/log.ts";

const recorder = (level: string) => {
  const lines: string[] = [];
  const stream = { write: (line: string) => lines.push(line) };
  const log = createLog({ level, stream: { write: (line) => void stream.write(line) } });
  return { log, lines, entries: () => lines.map((line) => JSON.parse(line) as object) };
};

test("writes one JSON object a line, with level in words, time and message", () => {
  const { log, entries } = recorder("info");

  log.info({ chat: "oc_1" }, "a command ended");

  expect(entries()).toEqual([
    {
      level: "info",
      time: expect.stringMatching(/^\d{4}-.*Z$/) as unknown,
      chat: "oc_1",
      msg: "a command ended",
    },
  ]);
});

test("nothing below its level is written", () => {
  const { log, lines } = recorder("warn");

  log.debug({}, "a");
  log.info({}, "b");
  log.warn({}, "c");
  log.error({}, "d");

  expect(lines).toHaveLength(2);
});

test("fields of children, of their children and of entries are all redacted", () => {
  const { log, lines } = recorder("debug");

  const child = log.child({ platform: "feishu", token: "hush" }).child({ app_secret: "hush" });
  child.error(
    { err: new Error("Bearer hush"), request: { headers: { cookie: "hush" } } },
    "it broke",
  );

  expect(lines.join("")).not.toContain("hush");
  expect(JSON.parse(lines[0] ?? "")).toMatchObject({
    platform: "feishu",
    err: { name: "Error", message: "Bearer [redacted]" },
  });
});
