import { commands } from "../commands/index.ts";
import type { Config } from "../config/load.ts";
import { settingsSchema } from "../config/schema.ts";
import { createLog } from "../ops/log.ts";
import { openSteward } from "../start.ts";
import { type FeishuSandbox, startFeishuSandbox } from "./feishu/sandbox.ts";
import { type OtherPlatforms, startOtherPlatforms } from "./other-platforms.ts";
import { registerPage } from "./page.ts";
import { inTemporaryFolder } from "./temporary-folder.ts";

export interface SandboxRun {
  readonly port: number;
  /** Whether Steward itself joins the look-alike. */
  readonly bot: boolean;
  /** Whether to show the page in a browser, where there is one. */
  readonly open: boolean;
  readonly print: (line: string) => void;
}

/** The configuration with which the bot joins a look-alike, its database in `dataDir`. */
export const botConfig = (
  sandbox: FeishuSandbox,
  dataDir: string,
  others?: OtherPlatforms,
): Config => ({
  settings: settingsSchema(commands).parse({
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    ...(others === undefined ? {} : { chats: { [others.chats.whatsapp]: { language: "en-US" } } }),
  }),
  feishu: [
    {
      name: "sandbox",
      appId: sandbox.appId,
      appSecret: sandbox.appSecret,
      domain: sandbox.url,
      transport: { kind: "websocket" },
    },
  ],
  imkit: others === undefined ? [] : [others.imkit],
  whatsapp: others === undefined ? [] : [others.whatsapp],
  dataDir,
  host: "127.0.0.1",
  port: 0,
  logLevel: "warn",
});

const showPage = async (url: string): Promise<void> => {
  const { default: open } = await import("open");
  const browser = await open(url);
  // No browser at hand is no problem: the address is printed.
  browser.once("error", () => {});
};

/** The bot in the look-alikes, its database in a folder that goes when it goes. */
const startBot = (
  sandbox: FeishuSandbox,
  others: OtherPlatforms,
): Promise<{ stop(): Promise<void> }> =>
  inTemporaryFolder(async (dataDir) => {
    const steward = await openSteward(
      botConfig(sandbox, dataDir, others),
      createLog({ level: "warn" }),
    );
    others.deliverTo(steward.http.url);
    await steward.start();
    return steward;
  });

/** Everything in the order in which one needs the other; leaves nothing running when something cannot start. */
const startAll = async (run: SandboxRun) => {
  const ends: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    for (const end of ends.splice(0).toReversed()) await end();
  };
  try {
    const others = run.bot ? await startOtherPlatforms() : undefined;
    if (others) ends.push(() => others.close());
    const sandbox = await startFeishuSandbox({
      port: run.port,
      register: registerPage,
      besides: others?.worlds ?? [],
    });
    ends.push(() => sandbox.close());
    const bot = others && (await startBot(sandbox, others));
    if (bot) ends.push(() => bot.stop());
    return { sandbox, bot, stop };
  } catch (error) {
    await stop();
    throw error;
  }
};

/**
 * Starts the look-alikes, their page and the bot: the same one that runs in production. Without the bot it is
 * Feishu's look-alike alone, for any bot.
 */
export const runSandbox = async (
  run: SandboxRun,
): Promise<{ readonly url: string; stop(): Promise<void> }> => {
  const { sandbox, bot, stop } = await startAll(run);
  if (bot) {
    run.print(`Steward is in its sandbox: ${sandbox.url}`);
    run.print("Pick who you are, reply to a message with /pin, and see. Ctrl-C ends it.");
  } else {
    run.print(`Base URL    ${sandbox.url}`);
    run.print(`App ID      ${sandbox.appId}`);
    run.print(`App secret  ${sandbox.appSecret}`);
    run.print(`Page        ${sandbox.url}/`);
  }
  if (run.open) await showPage(sandbox.url);

  return { url: sandbox.url, stop };
};
