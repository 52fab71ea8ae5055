import { setTimeout as sleep } from "node:timers/promises";
import type { SandboxOptions } from "../src/sandbox/feishu/sandbox.ts";
import { type BotKind, type BotProcess, startBot } from "./bot-process.ts";
import { type FrameSandbox, startFrameSandbox } from "./frame-sandbox.ts";
import { temporaryFolder } from "./temporary-folder.ts";

/** A bot in its own process whose long connection the bench holds. */
export interface LinkedBot {
  readonly bot: BotProcess;
  readonly link: FrameSandbox;
  close(): Promise<void>;
}

/** The SDK listens a moment after the connection is open; frames that come before are lost on it. */
const listeningAfterMs = 250;

/** Starts a sandbox and a bot, and waits until the bot takes frames. */
export const openLinkedBot = async (kind: BotKind, options: SandboxOptions): Promise<LinkedBot> => {
  const link = await startFrameSandbox(options);
  const folder = temporaryFolder();
  const connected = link.nextConnection();
  const bot = startBot(kind, link.sandbox, folder);
  const close = async (): Promise<void> => {
    await bot.kill();
    await link.close();
    folder.remove();
  };
  try {
    await Promise.race([connected, bot.crashed]);
    await Promise.race([sleep(listeningAfterMs), bot.crashed]);
  } catch (error) {
    await close();
    throw error;
  }
  return { bot, link, close };
};
