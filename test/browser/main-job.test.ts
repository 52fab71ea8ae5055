import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createLog } from "../../src/ops/log.ts";
import { botConfig } from "../../src/sandbox/run.ts";
import { openSteward, type Steward } from "../../src/start.ts";
import { chromiumPath, launchChromium } from "./chromium.ts";
import { type SmallWorld, startSmallWorld } from "./small-world.ts";
import { type VisitOptions, visit, type WatchedPage } from "./watched-page.ts";

/** The page, the look-alike and the bot itself, over the official SDK: what a newcomer meets. */
describe.skipIf(chromiumPath === null)("the main job, in the browser", () => {
  let browser: Browser;
  let world: SmallWorld;
  let steward: Steward;
  let dataDir: string;

  beforeAll(async () => {
    browser = await launchChromium();
    world = await startSmallWorld();
    dataDir = await mkdtemp(join(tmpdir(), "steward-browser-"));
    steward = await openSteward(botConfig(world.sandbox, dataDir), createLog({ level: "silent" }));
    await steward.start();
  });

  afterAll(async () => {
    await steward.stop();
    await browser.close();
    await world.sandbox.close();
    await rm(dataDir, { recursive: true, force: true });
  });

  const asPerson = async (
    openId: string,
    run: (visited: WatchedPage) => Promise<void>,
    options: VisitOptions = {},
  ): Promise<void> => {
    const visited = await visit(browser, world.sandbox.url, {
      as: `${world.chatId}/${openId}`,
      ...options,
    });
    await run(visited);
    expect(visited.complaints).toEqual([]);
    await visited.close();
  };

  /** Presses reply on a message, types, and sends: the way people give commands. */
  const replyWith = async ({ page }: WatchedPage, message: string, text: string): Promise<void> => {
    await page.getByTestId(`message-${message}`).hover();
    await page.getByTestId(`reply-${message}`).click();
    await page.getByTestId("composer").fill(text);
    await page.getByTestId("composer").press("Enter");
  };

  test("an admin pins by replying: the pin shows at the side, the command gets a mark", async () => {
    const notice = world.say(world.owner, "Release on Friday, 18:00");

    await asPerson(world.admin, async (visited) => {
      await replyWith(visited, notice, "/pin");

      await visited.page.getByTestId(`pin-${notice}`).waitFor();
      await visited.page.getByTestId("reaction-Pin").waitFor();
    });
  });

  test("a member who may not pin is told why, and nobody else sees it", async () => {
    const notice = world.say(world.owner, "Freeze starts on Wednesday");

    await asPerson(world.member, async (visited) => {
      await replyWith(visited, notice, "/pin");

      const denial = visited.page.locator('[data-testid^="ephemeral-"]').last();
      await denial.waitFor();
      expect(await denial.textContent()).toContain("普通成员");
      expect(await visited.page.getByTestId(`pin-${notice}`).count()).toBe(0);
    });
    await asPerson(world.owner, async ({ page }) => {
      await page.getByText("Freeze starts on Wednesday").first().waitFor();
      expect(await page.locator('[data-testid^="ephemeral-"]').count()).toBe(0);
    });
  });

  test("a recalled message disappears for everybody", async () => {
    const slip = world.say(world.member, "Wrong channel, sorry");

    await asPerson(world.admin, async (visited) => {
      await replyWith(visited, slip, "/recall wrong channel");

      await visited.page
        .getByTestId(`message-${slip}`)
        .getByText("Wrong channel, sorry")
        .waitFor({ state: "detached" });
    });
  });

  test("what happened is told call by call", async () => {
    const notice = world.say(world.owner, "Tell me what happens");

    await asPerson(world.owner, async (visited) => {
      await visited.page.getByTestId("drawer-toggle").click();
      await replyWith(visited, notice, "/pin 7d");

      await visited.page
        .getByText(/11-|November|11月/)
        .first()
        .waitFor();
      await visited.page.getByTestId("drawer").getByText("/im/v1/pins").first().waitFor();
    });
  });

  test.each([
    ["in the dark", { colorScheme: "dark" as const }],
    ["on a phone", { viewport: { width: 390, height: 844 } }],
  ])("a long answer fits %s", async (_name, options) => {
    await asPerson(
      world.owner,
      async ({ page }) => {
        await page.getByTestId("composer").fill("/help");
        await page.getByTestId("composer").press("Enter");
        await page.getByRole("log").getByText("/unpin").first().waitFor();

        const overflow = await page.evaluate(
          "document.documentElement.scrollWidth - window.innerWidth",
        );
        expect(overflow).toBeLessThanOrEqual(0);
      },
      options,
    );
  });
});
