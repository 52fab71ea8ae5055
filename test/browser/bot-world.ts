import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "vitest";
import { createLog } from "../../src/ops/log.ts";
import { botConfig } from "../../src/sandbox/run.ts";
import { openSteward } from "../../src/start.ts";
import { launchChromium } from "./chromium.ts";
import { type SmallWorld, startSmallWorld } from "./small-world.ts";
import { type VisitOptions, visit, type WatchedPage } from "./watched-page.ts";

/** The small world with the bot in it, and a browser to look at it. */
export interface BotWorld {
  readonly world: SmallWorld;
  /** Opens the group as somebody, does something there, and expects that the page complained of nothing. */
  asPerson(
    openId: string,
    run: (visited: WatchedPage) => Promise<void>,
    options?: VisitOptions,
  ): Promise<void>;
  close(): Promise<void>;
}

export const startBotWorld = async (): Promise<BotWorld> => {
  const browser = await launchChromium();
  const world = await startSmallWorld();
  const dataDir = await mkdtemp(join(tmpdir(), "steward-browser-"));
  const steward = await openSteward(
    botConfig(world.sandbox, dataDir),
    createLog({ level: "silent" }),
  );
  await steward.start();
  return {
    world,
    asPerson: async (openId, run, options = {}) => {
      const as = `${world.chatId}/${openId}`;
      const visited = await visit(browser, world.sandbox.url, { as, ...options });
      await run(visited);
      expect(visited.complaints).toEqual([]);
      await visited.close();
    },
    close: async () => {
      await steward.stop();
      await browser.close();
      await world.sandbox.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
};

/** Types into the box and sends. */
export const type = async ({ page }: WatchedPage, text: string): Promise<void> => {
  await page.getByTestId("composer").fill(text);
  await page.getByTestId("composer").press("Enter");
};

/** Presses reply on a message, types, and sends: the way people give commands. */
export const replyWith = async (
  visited: WatchedPage,
  message: string,
  text: string,
): Promise<void> => {
  await visited.page.getByTestId(`message-${message}`).hover();
  await visited.page.getByTestId(`reply-${message}`).click();
  await type(visited, text);
};
