import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type FeishuSandbox, startFeishuSandbox } from "../src/sandbox/feishu/sandbox.ts";
import { answersIn } from "./answers-in.ts";
import { killBots, startBot } from "./bot-process.ts";
import { groupId, oneGroup, people } from "./one-group.ts";

vi.setConfig({ testTimeout: 60_000 });
const patient = { timeout: 30_000, interval: 20 } as const;

let sandbox: FeishuSandbox;
let folder: string;

beforeEach(async () => {
  sandbox = await startFeishuSandbox({
    seed: oneGroup,
    redeliveryMs: Array.from({ length: 60 }, () => 300),
    ackTimeoutMs: 1_000,
  });
  folder = mkdtempSync(join(tmpdir(), "steward-run-"));
});

afterEach(async () => {
  await killBots();
  await sandbox.close();
  rmSync(folder, { recursive: true, force: true });
});

const withSettings = (yaml: string): Readonly<Record<string, string>> => {
  const path = join(folder, "steward.yaml");
  writeFileSync(path, yaml);
  return { STEWARD_CONFIG: path };
};

test("a command that comes while wrong settings end the start is carried out by the next one", async () => {
  const { owner } = people;
  const say = (text: string, parent?: string): string =>
    sandbox.control.say({
      chat_id: groupId,
      open_id: owner,
      text,
      ...(parent === undefined ? {} : { parent_id: parent }),
    }).message_id;
  const notice = say("Notice");
  const command = say("/pin", notice);
  const refused = startBot(sandbox, folder, withSettings("feedbck: full\npins: { policy: 3 }\n"));
  expect(await refused.ended).toEqual({ status: 2, signal: null });
  expect(refused.printed()).toMatch(/^feedbck .*Fix: /m);
  expect(refused.printed()).toMatch(/^pins\.policy .*Fix: /m);
  expect(sandbox.world.chats.get(groupId)?.pins.size).toBe(0);

  startBot(sandbox, folder, withSettings("feedback: quiet\n"));
  await vi.waitFor(
    () =>
      expect(answersIn(sandbox.world, { chat: groupId, message: command, to: owner })).toEqual({
        marks: 1,
        replies: 0,
        cards: 0,
      }),
    patient,
  );
  expect([...(sandbox.world.chats.get(groupId)?.pins.keys() ?? [])]).toEqual([notice]);
});

test("the account of the environment and those of the file are served by one process", async () => {
  const nowhere = "http://127.0.0.1:9";
  const bot = startBot(sandbox, folder, {
    ...withSettings(`
whatsapp:
  accounts:
    - { name: sales, url: "${nowhere}", instance: sales, tokenEnv: SALES_TOKEN, webhookAuthEnv: SALES_AUTH }
`),
    SALES_TOKEN: "token-of-the-sales-instance",
    SALES_AUTH: "sixteen-or-more-characters",
  });
  await bot.said("the long connection is up");
  const metrics = await fetch(`${await bot.url()}/metrics`);
  const links = (await metrics.text()).split("\n").filter((line) => /^steward_link_up/.test(line));

  expect(links.sort()).toEqual([
    expect.stringMatching(/platform="feishu".* 1$/),
    expect.stringMatching(/platform="whatsapp".* 0$/),
  ]);
});
