import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { startFeishuSandbox } from "../src/sandbox/feishu/sandbox.ts";
import { killBots, runSteward, startBot } from "./bot-process.ts";
import { groupId, oneGroup, people } from "./one-group.ts";

vi.setConfig({ testTimeout: 60_000 });
const patient = { timeout: 30_000, interval: 50 } as const;

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "steward-config-"));
  file = join(folder, "steward.yaml");
});
afterEach(async () => {
  await killBots();
  rmSync(folder, { recursive: true, force: true });
});

const check = async (yaml: string | undefined) => {
  if (yaml !== undefined) writeFileSync(file, yaml);
  const command = runSteward({ args: ["config", "check", file], folder, env: {} });
  const { status } = await command.ended;
  return { status, printed: command.printed() };
};

test("a file can be checked without any credentials: 0 when it is valid, 2 with every problem otherwise", async () => {
  expect(await check("pins: { policy: single, defaultDuration: 7d }\n")).toEqual({
    status: 0,
    printed: `${file} is valid.`,
  });
  const wrong = await check("language: fr\npins:\n  defaultDuration: soon\n");
  expect(wrong.status).toBe(2);
  expect(wrong.printed).toContain(`language (${file} line 1)`);
  expect(wrong.printed).toContain(`pins.defaultDuration (${file} line 3)`);
  rmSync(file);
  expect(await check(undefined)).toMatchObject({ status: 2 });
});

test("everything that the bot can say is printed in both languages", async () => {
  const command = runSteward({ args: ["sentences"], folder, env: {} });
  expect((await command.ended).status).toBe(0);
  expect(command.printed()).toContain("zh-CN  已 Pin。");
  expect(command.printed()).toContain("en-US  Pinned.");
});

test("tells its version", async () => {
  const command = runSteward({ args: ["--version"], folder, env: {} });
  expect((await command.ended).status).toBe(0);
  expect(command.printed()).toMatch(/^\d+\.\d+\.\d+$/);
});

test("ends quietly when whoever reads what it prints has had enough", async () => {
  const command = runSteward({ args: ["sentences"], folder, env: {} });
  command.child.stdout?.destroy();
  expect((await command.ended).status).toBe(0);
  expect(command.printed()).toBe("");
});

test("SIGHUP and edits take effect while it runs, a wrong edit none, and it stays ready", async () => {
  const sandbox = await startFeishuSandbox({ seed: oneGroup });
  writeFileSync(file, "feedback: quiet\n");
  const bot = startBot(sandbox, folder, { STEWARD_CONFIG: file });
  await bot.said("the long connection is up");
  const url = await bot.url();
  const reloads = async (result: string): Promise<string> => {
    const text = await (await fetch(`${url}/metrics`)).text();
    return (
      new RegExp(`steward_config_reloads_total{result="${result}"} (\\d+)`).exec(text)?.[1] ?? ""
    );
  };

  bot.child.kill("SIGHUP");
  await vi.waitFor(async () => expect(await reloads("ok")).toBe("1"), patient);
  writeFileSync(file, "feedback: loud\n");
  const told = await bot.said("the configuration is not valid; the last one still holds");
  expect(told).toMatchObject({ key: `feedback (${file} line 1)` });
  expect((await fetch(`${url}/readyz`)).status).toBe(200);
  writeFileSync(file, "feedback: full\n");
  await vi.waitFor(async () => expect(await reloads("ok")).toBe("2"), patient);

  const say = (text: string, parent?: string): string =>
    sandbox.control.say({
      chat_id: groupId,
      open_id: people.owner,
      text,
      ...(parent === undefined ? {} : { parent_id: parent }),
    }).message_id;
  const command = say("/pin", say("Hello"));
  await vi.waitFor(
    () =>
      expect(
        [...sandbox.world.messages.values()].some(({ parentId }) => parentId === command),
      ).toBe(true),
    patient,
  );
  expect(await bot.end("SIGTERM")).toEqual({ status: 0, signal: null });
  await sandbox.close();
});
