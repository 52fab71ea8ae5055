import fc from "fast-check";
import { expect, test } from "vitest";
import { readSettingsFile } from "../../src/config/settings-file.ts";
import { commands } from "./command-list.ts";

const read = (text: string) => readSettingsFile(text, "steward.yaml", commands);
const said = (text: string): readonly string[] =>
  read(text).problems.map(({ key, wrong, fix }) => `${key}: ${wrong}. ${fix}`);

test("an empty file has the defaults", () => {
  const { settings } = read("");

  expect(settings).toMatchObject({
    language: "zh-CN",
    feedback: "quiet",
    timeZone: "Asia/Shanghai",
    commands: { pin: { enabled: true, role: "admin" }, pins: { role: "member" } },
    chats: {},
    journal: { keepDays: 30, maxAgeMinutes: 15 },
    lanes: { commandTimeoutSeconds: 60, maxWaiting: 10_000, maxWaitingPerChat: 200 },
    shutdown: { graceSeconds: 10 },
    health: { linkDeadSeconds: 180, loopStallMs: 5000 },
    feishu: { accounts: [] },
  });
});

test("a key with nothing after it counts as left out", () => {
  expect(read("chats:\njournal:\n  keepDays:\n").settings).toEqual(read("").settings);
});

test("what is set partly keeps the other defaults", () => {
  expect(read("commands: { pin: { role: member } }").settings?.commands.pin).toEqual({
    enabled: true,
    role: "member",
  });
});

test("tells line and column of broken YAML", () => {
  const [first] = said('language: zh-CN\nfeedback: "quiet\n');

  expect(first).toMatch(/^steward\.yaml line \d, column \d+: is not valid YAML: Missing closing/);
});

test.each([
  ["pins: { defaultDuration: 7 }", "a time like 7d"],
  ["pins: { defaultDuration: soon }", "a time like 7d"],
  ["timeZone: 8", "the name of a time zone"],
  ["chats: { oc_1: { pins: { defaultDuration: 7 } } }", "a time like 7d"],
])("says which form a value must have, also where a number stands for it: %s", (text, form) => {
  expect(said(text)[0]).toContain(`must be ${form}`);
});

test("refuses the same key twice", () => {
  expect(said("feedback: full\nfeedback: quiet\n")[0]).toContain("keys must be unique");
});

test.each([
  ["feedbak: full", "feedbak", "Write feedback"],
  ["journal: { keep_days: 3 }", "journal.keep_days", "Write keepDays"],
  ["commands: { pni: {} }", "commands.pni", "Write pin"],
  [
    "feishu: { accounts: [{ appSecret: x }] }",
    "feishu.accounts[0].appSecret",
    "Write appSecretFile",
  ],
  ["chats: { oc_1: { comands: {} } }", "chats.oc_1.comands", "Write commands"],
])("suggests the key that was probably meant: %s", (text, key, suggestion) => {
  const line = said(text).find((candidate) => candidate.startsWith(`${key} (`));

  expect(line).toContain("is not a key that Steward knows here");
  expect(line).toContain(suggestion);
});

test.each([
  ["language: en", "must be zh-CN or en-US"],
  ["timeZone: Shanghai", "must be the name of a time zone"],
  ["journal: { keepDays: 0 }", "must be a whole number from 1 to 3650"],
  ["journal: { keepDays: 1.5 }", "must be a whole number from 1 to 3650"],
  ["journal: { keepDays: '30' }", "must be a whole number from 1 to 3650"],
  ["lanes: { maxWaiting: 1000001 }", "must be a whole number from 1 to 1000000"],
  ["commands: { pin: { enabled: 1 } }", "must be true or false"],
  ["commands: [pin]", "must be keys with values"],
  ["chats: { om_1: {} }", "is not a chat id"],
  ["feishu: { accounts: {} }", "must be a list"],
  ["feishu: { accounts: [{ name: a }] }", "is missing"],
  ["just words", "must be keys with values"],
])("explains what is wrong with %s", (text, wrong) => {
  expect(said(text).join("\n")).toContain(wrong);
});

test("says in which line the wrong value stands", () => {
  expect(said("language: zh-CN\n\nhealth:\n  loopStallMs: fast\n")[0]).toMatch(
    /^health\.loopStallMs \(steward\.yaml line 4\)/,
  );
});

test("any text whatsoever gives settings or problems, never an exception", () => {
  const snippet = fc.constantFrom(
    "chats:",
    "  oc_1:",
    "- a",
    "*a",
    "&a b",
    "<<: *a",
    "? x",
    "__proto__: 1",
    "constructor: 1",
    "{",
    "1: 2",
    "~: ~",
    "\t",
    "---",
    "...",
  );

  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(snippet).map((lines) => lines.join("\n")),
      ),
      (text) => {
        const { settings, problems } = read(text);

        expect(settings === undefined).toBe(problems.length > 0);
      },
    ),
    { numRuns: 300 },
  );
});
