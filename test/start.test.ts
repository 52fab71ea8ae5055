import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, onTestFinished, test, vi } from "vitest";
import { commands } from "../src/commands/index.ts";
import type { Config } from "../src/config/load.ts";
import { settingsSchema } from "../src/config/schema.ts";
import { type FeishuSandbox, startFeishuSandbox } from "../src/sandbox/feishu/sandbox.ts";
import { openSteward } from "../src/start.ts";
import { databaseFile } from "../src/store/database-file.ts";
import { answersIn } from "./answers-in.ts";
import { silentLog } from "./conversation.ts";
import { groupId, oneGroup, people } from "./one-group.ts";

vi.setConfig({ testTimeout: 60_000 });
const patient = { timeout: 30_000, interval: 50 } as const;

const configFor = (
  sandbox: FeishuSandbox,
  dataDir: string,
  health: Partial<Config["settings"]["health"]>,
): Config => {
  const settings = settingsSchema(commands).parse({});
  return {
    settings: { ...settings, health: { ...settings.health, ...health } },
    feishu: [
      {
        name: "sandbox",
        appId: sandbox.appId,
        appSecret: sandbox.appSecret,
        domain: sandbox.url,
        transport: { kind: "websocket" },
      },
    ],
    imkit: [],
    whatsapp: [],
    dataDir,
    host: "127.0.0.1",
    port: 0,
    logLevel: "silent",
  };
};

/** All of the bot, as `npm start` has it, and a group to talk in. */
const running = async (health: Partial<Config["settings"]["health"]> = {}) => {
  const sandbox = await startFeishuSandbox({
    seed: oneGroup,
    redeliveryMs: Array.from({ length: 60 }, () => 300),
    clientConfig: { ReconnectNonce: 0, ReconnectInterval: 0.1 },
  });
  onTestFinished(() => sandbox.close());
  const folder = mkdtempSync(join(tmpdir(), "steward-start-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const steward = await openSteward(configFor(sandbox, folder, health), silentLog);
  onTestFinished(() => steward.stop());
  await steward.start();
  const { control } = sandbox;
  const { owner, member } = people;
  const chat = groupId;
  const say = (who: string, text: string, parent?: string): string =>
    control.say({
      chat_id: chat,
      open_id: who,
      text,
      ...(parent === undefined ? {} : { parent_id: parent }),
    }).message_id;
  const answers = (message: string, to = owner) => answersIn(sandbox.world, { chat, message, to });
  return {
    steward,
    control,
    folder,
    owner,
    member,
    say,
    answers,
    answered: (message: string, to = owner) =>
      vi.waitFor(
        () => expect(answers(message, to)).not.toEqual(answers("om_none", "ou_none")),
        patient,
      ),
    get: async (path: string) => {
      const response = await fetch(steward.http.url + path);
      return { status: response.status, text: await response.text() };
    },
  };
};

test("tells what it does: commands, calls, limits, queues, timers, the link, the loop", async () => {
  const bot = await running();
  const notice = bot.say(bot.owner, "Notice");
  await bot.answered(bot.say(bot.owner, "/pin 30d", notice));
  await bot.answered(bot.say(bot.member, "/pin", notice), bot.member);
  bot.say(bot.owner, "just chatting");
  bot.control.fault({ kind: "drop_link" });
  await vi.waitFor(async () => {
    const { text } = await bot.get("/metrics");
    const missing = [
      /^steward_commands_total\{command="pin",outcome="done"\} 1$/m,
      /^steward_commands_total\{command="pin",outcome="denied"\} 1$/m,
      /^steward_command_seconds_count\{command="pin"\} 2$/m,
      /^steward_api_calls_total\{platform="feishu",api="pin.create",code="0"\} 1$/m,
      /^steward_api_calls_total\{platform="feishu",api="token",code="0"\} 1$/m,
      /^steward_limiter_wait_seconds_count\{gate="[a-z]+"\} \d+$/m,
      /^steward_deliveries_total\{platform="feishu",kind="command"\} 2$/m,
      /^steward_deliveries_total\{platform="feishu",kind="chatter"\} 2$/m,
      /^steward_queue_depth 0$/m,
      /^steward_queue_oldest_seconds 0$/m,
      /^steward_lanes 0$/m,
      /^steward_timers 1$/m,
      /^steward_link_up\{platform="feishu",account="cli_[0-9a-f]{16}"\} 1$/m,
      /^steward_link_reconnects_total\{platform="feishu"\} 1$/m,
      /^steward_loop_stalled_seconds [\d.]+/m,
      /^# TYPE steward_pin_expiries_total counter$/m,
      /^nodejs_eventloop_lag_seconds/m,
    ].filter((line) => !line.test(text));
    expect(missing).toEqual([]);
  }, patient);
});

test("shows commands that wait, in how many chats, and for how long", async () => {
  const bot = await running();
  bot.control.fault({ kind: "delay", ms: 1_500, path: "/im/v1/pins", method: "POST", count: 1 });
  const notice = bot.say(bot.owner, "Notice");
  bot.say(bot.owner, "/pin", notice);
  const second = bot.say(bot.owner, "/pins", notice);
  await vi.waitFor(async () => {
    const { text } = await bot.get("/metrics");
    expect(text).toMatch(/^steward_queue_depth 2$/m);
    expect(text).toMatch(/^steward_lanes 1$/m);
    expect(Number(/^steward_queue_oldest_seconds (.*)$/m.exec(text)?.[1])).toBeGreaterThan(0.2);
  }, patient);
  await bot.answered(second);
});

test("is ready and healthy once connected", async () => {
  const bot = await running();
  expect(await bot.get("/readyz")).toEqual({ status: 200, text: '{"ok":true,"reasons":[]}' });
  expect(await bot.get("/healthz")).toEqual({ status: 200, text: '{"ok":true,"reasons":[]}' });
});

test("a link that stays dead makes it unhealthy, and its return healthy", async () => {
  const bot = await running({ linkDeadSeconds: 1 });
  bot.control.fault({ kind: "refuse_link" });
  bot.control.fault({ kind: "drop_link" });
  await vi.waitFor(async () => {
    expect(await bot.get("/readyz")).toMatchObject({
      status: 503,
      text: expect.stringContaining("no link to feishu") as string,
    });
  }, patient);
  await vi.waitFor(async () => {
    expect(await bot.get("/healthz")).toMatchObject({
      status: 503,
      text: expect.stringMatching(/the link to feishu .* has been down for/) as string,
    });
  }, patient);

  bot.control.fault({ kind: "clear" });
  await vi.waitFor(async () => {
    expect((await bot.get("/healthz")).status).toBe(200);
    expect((await bot.get("/readyz")).status).toBe(200);
  }, patient);
});

test("a loop that stands still makes it unhealthy", async () => {
  const bot = await running({ loopStallMs: 200 });
  await vi.waitFor(async () => {
    // Again if need be: the very first stall of a monitor's life may come before its first look.
    const untilMs = performance.now() + 500;
    while (performance.now() < untilMs);
    expect(await bot.get("/healthz")).toMatchObject({
      status: 503,
      text: expect.stringContaining("the process was stuck") as string,
    });
  }, patient);
});

test("a store that cannot be written makes it unready; what is said meanwhile is done when it heals", async () => {
  const bot = await running();
  const notice = bot.say(bot.owner, "Notice");
  const intruder = new DatabaseSync(databaseFile(bot.folder));
  intruder.exec("begin immediate");
  const command = bot.say(bot.owner, "/pin", notice);
  try {
    expect(await bot.get("/readyz")).toMatchObject({
      status: 503,
      text: expect.stringContaining("the store cannot be written") as string,
    });
    expect((await bot.get("/healthz")).status).toBe(200);
    expect(bot.answers(command)).toEqual({ marks: 0, replies: 0, cards: 0 });
  } finally {
    intruder.exec("rollback");
    intruder.close();
  }

  await bot.answered(command);
  expect((await bot.get("/readyz")).status).toBe(200);
  await vi.waitFor(() => expect(bot.control.waiting()).toBe(0), patient);
  expect(bot.answers(command)).toEqual({ marks: 1, replies: 0, cards: 0 });
});

test("says that it is stopping", async () => {
  const bot = await running();
  bot.control.fault({ kind: "delay", ms: 1_000, path: "/im/v1/pins", method: "POST", count: 1 });
  const notice = bot.say(bot.owner, "Notice");
  bot.say(bot.owner, "/pin", notice);
  await vi.waitFor(() => expect(bot.steward.app.state().waiting).toBe(1), patient);
  const stopped = bot.steward.stop();
  expect(await bot.get("/readyz")).toMatchObject({
    status: 503,
    text: expect.stringContaining("stopping") as string,
  });
  await stopped;
  await expect(bot.get("/readyz")).rejects.toThrow();
});
