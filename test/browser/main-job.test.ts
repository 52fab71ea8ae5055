import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type BotWorld, replyWith, startBotWorld } from "./bot-world.ts";
import { chromiumPath } from "./chromium.ts";
import type { SmallWorld } from "./small-world.ts";

/** The page, the look-alike and the bot itself, over the official SDK: what a newcomer meets. */
describe.skipIf(chromiumPath === null)("the main job, in the browser", () => {
  let here: BotWorld;
  let world: SmallWorld;

  beforeAll(async () => {
    here = await startBotWorld();
    ({ world } = here);
  });

  afterAll(() => here.close());

  test("an admin pins by replying: the pin shows at the side, the command gets a mark", async () => {
    const notice = world.say(world.owner, "Release on Friday, 18:00");

    await here.asPerson(world.admin, async (visited) => {
      await replyWith(visited, notice, "/pin");

      await visited.page.getByTestId(`pin-${notice}`).waitFor();
      await visited.page.getByTestId("reaction-Pin").waitFor();
    });
  });

  test("a member who may not pin is told why, and nobody else sees it", async () => {
    const notice = world.say(world.owner, "Freeze starts on Wednesday");

    await here.asPerson(world.member, async (visited) => {
      await replyWith(visited, notice, "/pin");

      const denial = visited.page.locator('[data-testid^="ephemeral-"]').last();
      await denial.waitFor();
      expect(await denial.textContent()).toContain("普通成员");
      expect(await visited.page.getByTestId(`pin-${notice}`).count()).toBe(0);
    });
    await here.asPerson(world.owner, async ({ page }) => {
      await page.getByText("Freeze starts on Wednesday").first().waitFor();
      expect(await page.locator('[data-testid^="ephemeral-"]').count()).toBe(0);
    });
  });

  test("a recalled message disappears for everybody", async () => {
    const slip = world.say(world.member, "Wrong channel, sorry");

    await here.asPerson(world.admin, async (visited) => {
      await replyWith(visited, slip, "/recall wrong channel");

      await visited.page
        .getByTestId(`message-${slip}`)
        .getByText("Wrong channel, sorry")
        .waitFor({ state: "detached" });
    });
  });

  test("what happened is told call by call", async () => {
    const notice = world.say(world.owner, "Tell me what happens");

    await here.asPerson(world.owner, async (visited) => {
      await visited.page.getByTestId("drawer-toggle").click();
      await replyWith(visited, notice, "/pin 7d");

      await visited.page
        .getByText(/\d 月 \d+ 日 .*自动取消/)
        .first()
        .waitFor();
      await visited.page.getByTestId("drawer").getByText("/im/v1/pins").first().waitFor();
    });
  });

  test.each([
    ["in the dark", { colorScheme: "dark" as const }],
    ["on a phone", { viewport: { width: 390, height: 844 } }],
  ])("a long answer fits %s", async (_name, options) => {
    await here.asPerson(
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
