import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type FeishuSandbox, startFeishuSandbox } from "../src/sandbox/feishu/sandbox.ts";
import { databaseFile } from "../src/store/database-file.ts";
import { answersIn } from "./answers-in.ts";
import {
  type BotProcess,
  killBots,
  runSteward,
  sandboxEnvironment,
  startBot,
} from "./bot-process.ts";
import { groupId, oneGroup, people } from "./one-group.ts";

vi.setConfig({ testTimeout: 60_000 });
const patient = { timeout: 30_000, interval: 20 } as const;

let sandbox: FeishuSandbox;
let folder: string;
const { owner } = people;
const chat = groupId;

beforeEach(async () => {
  sandbox = await startFeishuSandbox({
    seed: oneGroup,
    latencyMs: 150,
    redeliveryMs: Array.from({ length: 60 }, () => 300),
    ackTimeoutMs: 1_000,
  });
  folder = mkdtempSync(join(tmpdir(), "steward-cli-"));
});

afterEach(async () => {
  await killBots();
  await sandbox.close();
  rmSync(folder, { recursive: true, force: true });
});

const say = (text: string, parent?: string): string =>
  sandbox.control.say({
    chat_id: chat,
    open_id: owner,
    text,
    ...(parent === undefined ? {} : { parent_id: parent }),
  }).message_id;

const pinned = (): readonly string[] => [...(sandbox.world.chats.get(chat)?.pins.keys() ?? [])];
const answersTo = (message: string) => answersIn(sandbox.world, { chat, message, to: owner });
const isAnswered = (message: string) =>
  vi.waitFor(() => expect(answersTo(message)).not.toEqual(answersTo("om_none")), patient);

const up = (bot: BotProcess) => bot.said("the long connection is up");

/** A folder of settings that a bot is told to use. */
const withSettings = (yaml: string): Readonly<Record<string, string>> => {
  const path = join(folder, "steward.yaml");
  writeFileSync(path, yaml);
  return { STEWARD_CONFIG: path };
};

const run = async (...args: readonly string[]) => {
  const command = runSteward({ args, folder, env: sandboxEnvironment(sandbox, folder) });
  const { status } = await command.ended;
  return { status, printed: command.printed() };
};

test.each(["SIGTERM", "SIGINT"] as const)(
  "%s ends it with 0 within the grace, and what was queued runs at the next start",
  async (signal) => {
    const settings = withSettings("shutdown: { graceSeconds: 1 }\n");
    const first = startBot(sandbox, folder, settings);
    await up(first);
    const notices = Array.from({ length: 8 }, (_, number) => say(`Notice ${number}`));
    const commands = notices.map((notice) => say("/pin", notice));
    await isAnswered(commands[0] ?? "");

    expect(await first.end(signal)).toEqual({ status: 0, signal: null });
    expect(pinned().length).toBeLessThan(notices.length);

    const second = startBot(sandbox, folder, settings);
    for (const command of commands) await isAnswered(command);
    expect(pinned()).toEqual(notices);
    for (const command of commands) {
      expect(answersTo(command)).toEqual({ marks: 1, replies: 0, cards: 0 });
    }
    expect(await second.end("SIGTERM")).toEqual({ status: 0, signal: null });
  },
);

test("a second signal ends it at once, and nothing is lost", async () => {
  const first = startBot(sandbox, folder);
  await up(first);
  sandbox.control.fault({ kind: "delay", ms: 8_000, path: "/im/v1/pins", count: 1 });
  const notice = say("Notice");
  const command = say("/pin", notice);
  await vi.waitFor(() => expect(sandbox.control.waiting()).toBe(0), patient);
  await vi.waitFor(
    () => expect(sandbox.control.arrivals().some(({ api }) => api.includes("pin"))).toBe(true),
    patient,
  );

  first.child.kill("SIGTERM");
  await first.said("stopping");
  expect(await first.end("SIGTERM")).toEqual({ status: 1, signal: null });
  expect(pinned()).toEqual([]);

  startBot(sandbox, folder);
  await isAnswered(command);
  expect(pinned()).toEqual([notice]);
});

test("it can be stopped while it tries to reach a platform that is not there", async () => {
  const bot = startBot(sandbox, folder, { FEISHU_DOMAIN: "http://127.0.0.1:9" });
  await bot.url();
  expect(await bot.end("SIGTERM")).toEqual({ status: 0, signal: null });
});

test("a second bot on the same database refuses to start and says why", async () => {
  const first = startBot(sandbox, folder);
  await up(first);
  expect(await run("start")).toEqual({
    status: 1,
    printed: expect.stringMatching(
      /Another Steward is using this database.*\nFix: Stop the other/s,
    ) as string,
  });
  const notice = say("Notice");
  await isAnswered(say("/pin", notice));
});

test("a damaged database is told in words, not in a stack", async () => {
  writeFileSync(databaseFile(folder), "this is no database, however long it is read".repeat(50));
  const { status, printed } = await run("start");
  expect(status).toBe(1);
  expect(printed).toMatch(/damaged or is not a database.*\nFix: Restore a backup/s);
  expect(printed).not.toContain("    at ");
});

test("every problem of the configuration is listed, with status 2", async () => {
  const command = runSteward({
    args: ["start"],
    folder,
    env: { FEISHU_APP_ID: "nonsense", PORT: "http", ...withSettings("feedbck: full\n") },
  });
  expect(await command.ended).toEqual({ status: 2, signal: null });
  const lines = command.printed().split("\n");
  for (const key of [/^FEISHU_APP_ID: /, /^FEISHU_APP_SECRET: /, /^PORT: /, /feedbck/]) {
    expect(lines.filter((line) => key.test(line) && line.includes("Fix:"))).toHaveLength(1);
  }
});

test("a port that is taken ends the start and frees the database", async () => {
  const taken = createServer().listen(0, "127.0.0.1");
  await vi.waitFor(() => expect(taken.listening).toBe(true));
  const address = taken.address();
  const port = typeof address === "object" ? String(address?.port) : "";
  const bot = startBot(sandbox, folder, { PORT: port });
  expect(await bot.ended).toEqual({ status: 1, signal: null });
  expect(bot.printed()).toContain("EADDRINUSE");
  taken.close();
  await up(startBot(sandbox, folder, { PORT: port }));
});

test("a backup is made while the bot runs; restoring waits until it is stopped", async () => {
  const backup = join(folder, "backup.db");
  const bot = startBot(sandbox, folder);
  await up(bot);
  const notice = say("Notice");
  await isAnswered(say("/pin 30d release", notice));

  expect(await run("backup", backup)).toMatchObject({ status: 0 });
  await isAnswered(say("/unpin", notice));
  expect(await run("restore", backup)).toEqual({
    status: 1,
    printed: expect.stringContaining("Another Steward is using this database") as string,
  });
  expect(await bot.end("SIGTERM")).toMatchObject({ status: 0 });

  const restored = await run("restore", backup);
  expect(restored).toMatchObject({ status: 0 });
  expect(restored.printed).toMatch(/What was there before is kept as .*before-restore/);
  const exported = await run("export", "--format", "jsonl");
  expect(exported.printed).toContain("1 case");
});

test("a file that is no backup is not restored", async () => {
  const bot = startBot(sandbox, folder);
  await up(bot);
  await bot.end("SIGTERM");
  const before = readFileSync(databaseFile(folder));
  const junk = join(folder, "junk");
  writeFileSync(junk, "no database".repeat(100));
  const { status, printed } = await run("restore", junk);
  expect(status).toBe(1);
  expect(printed).toContain("nothing was changed");
  expect(readFileSync(databaseFile(folder)).equals(before)).toBe(true);
});

test("the doctor tells that the platform does not answer, and ends with 1", async () => {
  const env = { ...sandboxEnvironment(sandbox, folder), FEISHU_DOMAIN: "http://127.0.0.1:1" };
  const command = runSteward({ args: ["doctor"], folder, env });

  expect((await command.ended).status).toBe(1);
  expect(command.printed()).toContain("127.0.0.1:1 does not answer");
});

test("the set-up makes no app where it could not keep what is in .env", async () => {
  mkdirSync(join(folder, ".env"));
  const command = runSteward({ args: ["setup"], folder, env: {} });

  expect((await command.ended).status).toBe(1);
  expect(command.printed()).toContain("Steward stopped: EISDIR");
});

test("cases are exported while the bot runs, and after it was killed", async () => {
  const bot = startBot(sandbox, folder);
  await up(bot);
  const notice = say("Notice");
  await isAnswered(say("/pin 30d =1+1", notice));
  await isAnswered(say("/unpin", notice));

  const rows = async (...args: readonly string[]) => {
    const command = runSteward({
      args: ["export", "--format", "jsonl", ...args],
      folder,
      env: { STEWARD_DATA: folder },
    });
    expect(await command.ended).toEqual({ status: 0, signal: null });
    return command.logged;
  };
  expect(await rows("--chat", chat)).toMatchObject([
    { number: 1, action: "pin", outcome: "done", target: notice, reason: "=1+1" },
    { number: 2, action: "unpin", outcome: "done", target: notice },
  ]);
  expect(await rows("--chat", "oc_elsewhere")).toEqual([]);

  await bot.end("SIGKILL");
  expect(await rows()).toHaveLength(2);
  const out = join(folder, "cases.csv");
  expect(await run("export", "--format", "csv", "--out", out)).toMatchObject({ status: 0 });
  expect(existsSync(out)).toBe(true);
  expect(readFileSync(out, "utf8")).toContain(",'=1+1,");
});

test("text that a group keeps is exported only when it is asked for, and is in no log", async () => {
  const bot = startBot(sandbox, folder, withSettings("cases: { keepText: true }\n"));
  await up(bot);
  const spam = say("buy swordfish");
  await isAnswered(say("/recall", spam));
  const asked = say("/case 1");
  // A private card, which replies to nothing.
  await vi.waitFor(
    () => expect(answersTo(asked)).toEqual({ marks: 0, replies: 0, cards: 1 }),
    patient,
  );
  await bot.end("SIGTERM");

  expect((await run("export")).printed).toContain("recall");
  expect((await run("export")).printed).not.toContain("swordfish");
  expect((await run("export", "--with-text")).printed).toContain("buy swordfish");
  expect(bot.printed() + JSON.stringify(bot.logged)).not.toContain("swordfish");
});
