import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { commands } from "../src/commands/index.ts";
import type { Config } from "../src/config/load.ts";
import { settingsSchema } from "../src/config/schema.ts";
import { startFeishuSandbox } from "../src/sandbox/feishu/sandbox.ts";
import { startImkitStandIn } from "../src/sandbox/imkit/stand-in.ts";
import { startRyzeapiStandIn } from "../src/sandbox/whatsapp/stand-in.ts";
import { openSteward } from "../src/start.ts";
import { silentLog } from "./conversation.ts";

vi.setConfig({ testTimeout: 60_000 });
const patient = { timeout: 20_000, interval: 50 } as const;
const webhookSecret = "0123456789abcdef-path";
const webhookAuth = "Bearer 0123456789abcdef";

/** One process with an account on each platform, and a group on each to talk in. */
const running = async (change: (config: Config) => Config = (config) => config) => {
  const feishu = await startFeishuSandbox();
  onTestFinished(() => feishu.close());
  const imkit = await startImkitStandIn();
  onTestFinished(() => imkit.close());
  const whatsapp = await startRyzeapiStandIn();
  onTestFinished(() => whatsapp.close());
  const dataDir = mkdtempSync(join(tmpdir(), "steward-three-"));
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }));

  const config: Config = {
    settings: settingsSchema(commands).parse({ language: "en-US" }),
    feishu: [
      {
        name: "feishu",
        appId: feishu.appId,
        appSecret: feishu.appSecret,
        domain: feishu.url,
        transport: { kind: "websocket" },
      },
    ],
    imkit: [
      {
        name: "imkit",
        url: imkit.url,
        clientKey: imkit.clientKey,
        apiKey: imkit.apiKey,
        botId: imkit.botId,
        webhookSecret,
      },
    ],
    whatsapp: [
      {
        name: "whatsapp",
        url: whatsapp.url,
        instance: whatsapp.instance,
        token: whatsapp.token,
        webhookAuth,
        webhookPath: "/webhook/whatsapp",
      },
    ],
    dataDir,
    host: "127.0.0.1",
    port: 0,
    logLevel: "silent",
  };
  const steward = await openSteward(change(config), silentLog);
  onTestFinished(() => steward.stop());
  await steward.start();
  imkit.control.setWebhook(`${steward.http.url}/webhook/imkit/${webhookSecret}`);
  whatsapp.control.setWebhook({
    url: `${steward.http.url}/webhook/whatsapp`,
    authorization: webhookAuth,
  });

  const li = feishu.control.addUser("Li");
  const chat = feishu.control.addChat({
    name: "Launch",
    members: [{ open_id: li, role: "owner" }],
    bot_role: "admin",
  });
  const onFeishu = (text: string, parent?: string): string =>
    feishu.control.say({
      chat_id: chat,
      open_id: li,
      text,
      ...(parent === undefined ? {} : { parent_id: parent }),
    }).message_id;

  const pinnedOnFeishu = () => [...(feishu.world.chats.get(chat)?.pins.keys() ?? [])];

  const olga = imkit.control.addUser("olga", "Olga");
  const room = imkit.control.addRoom({ owner: olga, managers: [], members: [] });
  const onImkit = (text: string, reply?: string) =>
    imkit.control.say({ room, user: olga, text, ...(reply === undefined ? {} : { reply }) });

  const ana = whatsapp.control.addPerson({ name: "Ana" });
  const group = whatsapp.control.addGroup({ name: "Team", owner: ana, bot: "admin" });
  const onWhatsapp = (text: string, replyTo?: string): string =>
    whatsapp.control.say({
      by: ana,
      chat: group.jid,
      text,
      ...(replyTo === undefined ? {} : { replyTo }),
    }).id;

  const get = async (path: string) => {
    const response = await fetch(`${steward.http.url}${path}`);
    return { status: response.status, text: await response.text() };
  };
  const { url } = steward.http;
  return { url, imkit, whatsapp, pinnedOnFeishu, room, group, onFeishu, onImkit, onWhatsapp, get };
};

test("one process serves all three, each in its own words", async () => {
  const all = await running();
  const { imkit, whatsapp, group, room } = all;

  const onFeishu = all.onFeishu("the plan");
  all.onFeishu("/pin", onFeishu);
  const onImkit = await all.onImkit("the plan");
  await all.onImkit("/pin", onImkit);
  const onWhatsapp = all.onWhatsapp("the plan");
  all.onWhatsapp("/pin 2d", onWhatsapp);

  await expect.poll(() => all.pinnedOnFeishu(), patient).toEqual([onFeishu]);
  await expect.poll(() => imkit.control.pins(room), patient).toEqual([onImkit]);
  await expect
    .poll(() => whatsapp.control.pins(group.jid), patient)
    .toMatchObject([{ messageId: onWhatsapp }]);
  // What WhatsApp cannot confirm is answered in words, in reply to the command.
  await expect
    .poll(() => whatsapp.control.messages(group.jid).filter(({ fromMe }) => fromMe), patient)
    .toHaveLength(1);
  const { text } = await all.get("/metrics");
  for (const platform of ["feishu", "imkit", "whatsapp"]) {
    expect(text).toMatch(new RegExp(`^steward_link_up\\{platform="${platform}",.*\\} 1$`, "m"));
  }
});

test("a platform that is down does not stop the others, and health says which it is", async () => {
  const all = await running((config) => ({
    ...config,
    settings: { ...config.settings, health: { ...config.settings.health, linkDeadSeconds: 0 } },
    whatsapp: config.whatsapp.map((account) => ({ ...account, url: "http://127.0.0.1:9" })),
  }));

  const onFeishu = all.onFeishu("the plan");
  all.onFeishu("/pin", onFeishu);
  const onImkit = await all.onImkit("the plan");
  await all.onImkit("/pin", onImkit);

  await expect.poll(() => all.pinnedOnFeishu(), patient).toEqual([onFeishu]);
  await expect.poll(() => all.imkit.control.pins(all.room), patient).toEqual([onImkit]);
  const { status, text } = await all.get("/healthz");
  // A restart would stop the others, so it is named without being fatal.
  expect(status).toBe(200);
  expect(text).toContain("the link to whatsapp (steward) has been down");
  expect(text).not.toMatch(/feishu|imkit/);
});

test("nobody else can deliver", async () => {
  const all = await running();
  const post = async (path: string, headers: Record<string, string>) => {
    const response = await fetch(`${all.url}${path}`, { method: "POST", headers, body: "{}" });
    return response.status;
  };

  expect(await post("/webhook/whatsapp", {})).toBe(401);
  expect(await post("/webhook/whatsapp", { authorization: "Bearer 0" })).toBe(401);
  expect(await post("/webhook/imkit/0123456789abcdef-guess", {})).toBe(404);
});
