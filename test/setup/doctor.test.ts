import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from "vitest";
import { systemClock } from "../../src/core/clock.ts";
import type { Check } from "../../src/core/doctor/findings.ts";
import type { ChatId } from "../../src/core/ids.ts";
import { silentObserver } from "../../src/core/observer.ts";
import { catalogues } from "../../src/locales/index.ts";
import {
  createFeishuPlatform,
  type FeishuPlatformConfig,
} from "../../src/platforms/feishu/platform.ts";
import { type FeishuSandbox, startFeishuSandbox } from "../../src/sandbox/feishu/sandbox.ts";
import { type DoctorParts, isWell, runDoctor } from "../../src/setup/doctor.ts";
import { examinationJson, examinationLines } from "../../src/setup/show-examination.ts";
import { StoreError } from "../../src/store/store-error.ts";
import { silentLog } from "../conversation.ts";
import { scriptedTerminal } from "./scripted-terminal.ts";

let sandbox: FeishuSandbox;
let owner: string;
let chat: ChatId;

beforeAll(async () => {
  sandbox = await startFeishuSandbox({ redeliveryMs: [60_000], ackTimeoutMs: 1_000 });
  owner = sandbox.control.addUser("Olga");
});
afterAll(() => sandbox.close());
beforeEach(() => {
  sandbox.control.fault({ kind: "clear" });
  chat = sandbox.control.addChat({
    name: "Group",
    members: [{ open_id: owner, role: "owner" }],
    bot_role: "admin",
  }) as ChatId;
});

const openStore = () =>
  Promise.resolve({ probe: () => Promise.resolve(), close: () => Promise.resolve() });

const quiet = () => scriptedTerminal({ isInteractive: false });

const examined = async (
  changes: Partial<DoctorParts> & {
    readonly chat?: ChatId;
    readonly appSecret?: string;
    readonly domain?: string;
    readonly aheadMs?: number;
    readonly transport?: FeishuPlatformConfig["transport"];
  } = {},
) => {
  const { appSecret = sandbox.appSecret, domain = sandbox.url, aheadMs = 0, ...given } = changes;
  const { transport = { kind: "websocket" }, chat: tried, ...rest } = given;
  const clock = { ...systemClock, now: () => Date.now() + aheadMs };
  const examinations = await runDoctor({
    platforms: [
      createFeishuPlatform({
        appId: sandbox.appId,
        appSecret,
        domain,
        transport,
        clock,
        log: silentLog,
        observer: silentObserver,
        timeoutMs: 1_000,
      }),
    ],
    openStore,
    catalogues,
    terminal: quiet(),
    language: "en-US",
    timeZone: "UTC",
    waitMs: 10_000,
    clock: systemClock,
    newToken: () => randomBytes(16).toString("hex"),
    onInterrupt: () => () => {},
    signal: new AbortController().signal,
    ...(tried === undefined ? {} : { group: { platform: "feishu", chat: tried } }),
    ...rest,
  });
  const finding = (check: Check) =>
    examinations[0]?.findings.find((candidate) => candidate.check === check);
  return { examinations, finding, well: isWell(examinations) };
};

test("finds nothing wrong with a good set-up", async () => {
  const { finding, well } = await examined();

  expect(well).toBe(true);
  for (const check of ["reachable", "credentials", "bot", "scopes", "link", "clock", "store"]) {
    expect(finding(check as Check), check).toMatchObject({ state: "ok" });
  }
  expect(finding("events")).toMatchObject({ state: "unknown" });
  expect(finding("role")).toBeUndefined();
});

test("tries the bot out in a group, and leaves nothing behind", async () => {
  const { finding } = await examined({ chat });

  expect(finding("self-test")).toMatchObject({
    state: "ok",
    facts: { steps: ["post", "pin", "unpin", "recall"].map((step) => ({ step })) },
  });
  const { messages, pins } = sandbox.control.state();
  expect(messages.filter((message) => message.chat_id === chat)).toMatchObject([{ deleted: true }]);
  expect(pins.filter((pin) => pin.chat_id === chat)).toEqual([]);
});

test("an account of another platform is not tried in that group", async () => {
  const { finding, well } = await examined({ group: { platform: "elsewhere", chat } });

  expect(well).toBe(true);
  expect(finding("role")).toBeUndefined();
  expect(finding("self-test")).toBeUndefined();
});

test("a step that fails fails the test, and the message is recalled all the same", async () => {
  sandbox.control.fault({ kind: "error", path: "/im/v1/pins", code: 230046, count: 1 });
  const { finding, well } = await examined({ chat });

  expect(well).toBe(false);
  expect(finding("self-test")).toMatchObject({
    state: "failed",
    facts: {
      steps: [
        { step: "post" },
        { step: "pin", problem: "pin-for-admins-only" },
        { step: "recall" },
      ],
    },
  });
  expect(
    sandbox.control.state().messages.filter((message) => message.chat_id === chat),
  ).toMatchObject([{ deleted: true }]);
});

test.each([
  ["admin", "ok", "yes", "yes"],
  ["member", "warning", "no", "if-open-to-all"],
] as const)("tells a bot that is %s what that permits", async (role, state, recallOthers, pin) => {
  sandbox.control.setBotRole(chat, role);

  expect((await examined({ chat })).finding("role")).toMatchObject({
    state,
    facts: { role, recallOthers, pin },
  });
});

test("names each missing scope, what it costs, and the page where it is added", async () => {
  sandbox.control.setScope("im:chat.members:read", false);
  sandbox.control.setScope("im:message.reactions:write_only", false);
  onTestFinished(() => {
    sandbox.control.setScope("im:chat.members:read", true);
    sandbox.control.setScope("im:message.reactions:write_only", true);
  });
  const { finding, well } = await examined();

  expect(well).toBe(true);
  expect(finding("scopes")).toMatchObject({
    state: "warning",
    facts: {
      where: `${sandbox.url}/app/${sandbox.appId}/auth?q=im:message.reactions:write_only,im:chat.members:read&op_from=openapi&token_type=tenant`,
      missing: [
        { scope: "im:message.reactions:write_only", costs: "react" },
        { scope: "im:chat.members:read", costs: "know-names" },
      ],
    },
  });
});

test("a broader scope does as well, and an essential one that is missing fails", async () => {
  sandbox.control.setScope("im:message:send_as_bot", false);
  onTestFinished(() => {
    sandbox.control.setScope("im:message:send_as_bot", true);
    sandbox.control.setScope("im:message", false);
  });
  expect((await examined()).finding("scopes")).toMatchObject({ state: "failed" });

  sandbox.control.setScope("im:message", true);
  expect((await examined()).finding("scopes")).toMatchObject({ state: "ok" });
});

test("tells a wrong secret from a platform that does not answer, and says nothing that follows from it", async () => {
  const wrong = await examined({ appSecret: "wrong" });
  expect(wrong.well).toBe(false);
  expect(wrong.finding("reachable")).toMatchObject({ state: "ok" });
  expect(wrong.finding("credentials")).toMatchObject({
    state: "failed",
    facts: { problem: "app-secret-wrong" },
  });
  expect(wrong.finding("scopes")).toBeUndefined();

  const silent = await examined({ domain: "http://127.0.0.1:1" });
  expect(silent.finding("reachable")).toMatchObject({ state: "failed" });
  expect(silent.finding("credentials")).toMatchObject({ state: "unknown" });
});

test.each([
  [45_000, "warning"],
  [-45_000, "warning"],
  [600_000, "failed"],
  [0, "ok"],
])("a clock that is %i ms ahead is: %s", async (aheadMs, state) => {
  const clock = (await examined({ aheadMs })).finding("clock");

  expect(clock).toMatchObject({ state });
  const found = clock?.check === "clock" ? clock.facts.aheadMs : undefined;
  expect(Math.abs((found ?? Number.NaN) - aheadMs)).toBeLessThan(3_000);
});

test("a store that a running bot holds is well; one that cannot be opened is not", async () => {
  const refuses = (failure: "in-use" | "full" | "unwritable") => () =>
    Promise.reject(new StoreError({ failure, message: "no", fix: "yes" }));

  expect((await examined({ openStore: refuses("in-use") })).finding("store")).toEqual({
    check: "store",
    state: "ok",
    facts: { trouble: "in-use" },
  });
  expect((await examined({ openStore: refuses("full") })).finding("store")).toMatchObject({
    state: "failed",
    facts: { trouble: "full" },
  });
  expect((await examined({ openStore: refuses("unwritable") })).finding("store")).toMatchObject({
    facts: { trouble: "other" },
  });
});

test("events and clicks are proved by one each, and what was heard is left to the bot", async () => {
  const terminal = scriptedTerminal();
  const waitingBefore = sandbox.control.waiting();
  const running = examined({ chat, terminal });
  await expect.poll(() => terminal.lines.join("\n")).toContain("write something in a group");
  sandbox.control.say({ chat_id: chat, open_id: owner, text: "hello" });
  await expect.poll(() => terminal.lines.join("\n")).toContain("press the button");
  const card = sandbox.control
    .state()
    .messages.findLast((message) => message.chat_id === chat && message.msg_type === "interactive");
  const [token] = /[0-9a-f]{32}\.press/.exec(card?.content ?? "") ?? [];
  const clicked = await sandbox.control.click({
    message_id: card?.message_id ?? "",
    open_id: owner,
    value: { token },
  });

  expect(clicked).toMatchObject({ toast: { type: "success" } });
  const { finding } = await running;
  expect(finding("events")).toMatchObject({ state: "ok" });
  expect(finding("clicks")).toMatchObject({ state: "ok" });
  expect(finding("self-test")).toMatchObject({ state: "ok" });
  expect(sandbox.control.waiting()).toBeGreaterThan(waitingBefore);
});

test("what the self-test sets off by itself is no proof that messages arrive", async () => {
  const before = sandbox.control.waiting();
  const { finding } = await examined({ chat });

  expect(sandbox.control.waiting()).toBeGreaterThan(before);
  expect(finding("self-test")).toMatchObject({ state: "ok" });
  expect(finding("events")).toMatchObject({ state: "unknown" });
});

test("where the platform calls the running bot, nobody is asked to write to the doctor", async () => {
  const terminal = scriptedTerminal();
  const { finding } = await examined({
    chat,
    terminal,
    transport: {
      kind: "webhook",
      path: "/webhook/feishu",
      encryptKey: "encrypt-key",
    },
  });

  expect(terminal.lines).toEqual([]);
  expect(finding("events")).toMatchObject({
    state: "unknown",
    facts: { path: "/webhook/feishu" },
  });
});

test("without a group given, the one that something was heard from is looked at", async () => {
  const terminal = scriptedTerminal();
  const running = examined({ terminal });
  await expect.poll(() => terminal.lines.join("\n")).toContain("write something");
  sandbox.control.say({ chat_id: chat, open_id: owner, text: "hello" });

  const { finding } = await running;
  expect(finding("role")).toMatchObject({ facts: { role: "admin" } });
  expect(finding("self-test")).toBeUndefined();
});

test("Ctrl-C skips a wait", async () => {
  const terminal = scriptedTerminal();
  let interrupt = (): void => {};
  const running = examined({
    terminal,
    waitMs: 3_600_000,
    onInterrupt: (task) => {
      interrupt = task;
      return () => {};
    },
  });
  await expect.poll(() => terminal.lines.join("\n")).toContain("write something");
  await sleep(0);
  interrupt();

  expect((await running).finding("events")).toMatchObject({ state: "unknown" });
});

test("what is wrong comes first, for people in either language and for programs in both", async () => {
  sandbox.control.setScope("im:message:recall", false);
  sandbox.control.setScope("im:message:send_as_bot", false);
  onTestFinished(() => {
    sandbox.control.setScope("im:message:recall", true);
    sandbox.control.setScope("im:message:send_as_bot", true);
  });
  const { examinations } = await examined();

  const [heading, first] = examinationLines(examinations, "en-US");
  expect(heading).toBe(`feishu ${sandbox.appId}`);
  expect(first).toMatch(/^ {2}❌ \d permissions are missing$/);
  expect(examinationLines(examinations, "zh-CN").join("\n")).toMatch(/缺少 \d 项权限/);
  const json = JSON.parse(examinationJson(examinations)) as {
    ok: boolean;
    accounts: { findings: Record<string, unknown>[] }[];
  };
  expect(json.ok).toBe(false);
  expect(json.accounts[0]?.findings.find(({ check }) => check === "scopes")).toMatchObject({
    state: "failed",
    "en-US": {
      what: expect.any(String) as string,
      fix: [expect.stringContaining("/auth?q=") as string, expect.any(String) as string],
    },
    "zh-CN": { why: expect.stringContaining("im:message:recall") as string },
  });
});
