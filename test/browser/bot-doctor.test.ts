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
import { visit, type WatchedPage } from "./watched-page.ts";

describe.skipIf(chromiumPath === null)("joining a group and the check-up, in the browser", () => {
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
  ): Promise<void> => {
    const visited = await visit(browser, world.sandbox.url, { as: `${world.chatId}/${openId}` });
    await run(visited);
    expect(visited.complaints).toEqual([]);
    await visited.close();
  };

  const type = async ({ page }: WatchedPage, text: string): Promise<void> => {
    await page.getByTestId("composer").fill(text);
    await page.getByTestId("composer").press("Enter");
  };

  const cardWith = ({ page }: WatchedPage, text: string) =>
    page.locator('[data-testid^="message-om_"]').filter({ hasText: text }).last();

  test("the bot greets the group it joins; the owner makes it an admin, and checks again by a press", async () => {
    world.sandbox.control.act({ action: "remove_bot", chat_id: world.chatId });
    world.sandbox.control.act({ action: "add_bot", chat_id: world.chatId });

    await asPerson(world.owner, async (visited) => {
      const card = cardWith(visited, "大家好，我是群管家");
      await card.waitFor();
      expect(await card.textContent()).toContain("请群主把我设为管理员");

      world.sandbox.control.setBotRole(world.chatId, "admin");
      await card.getByRole("button", { name: "再查一次" }).click();
      await visited.page.getByTestId("toasts").getByText("按钮是好的").waitFor();
      await card.getByText("可以撤回别人的消息").waitFor();
    });
  });

  test("a member who presses the greeting's buttons is told why not", async () => {
    await asPerson(world.member, async (visited) => {
      const card = cardWith(visited, "大家好，我是群管家");
      await card.getByRole("button", { name: "打开设置" }).click();
      await visited.page.getByTestId("toasts").getByText("普通成员").waitFor();
      expect(await card.textContent()).toContain("大家好，我是群管家");
    });
  });

  test("the greeting leads an admin to the settings", async () => {
    await asPerson(world.admin, async (visited) => {
      const card = cardWith(visited, "大家好，我是群管家");
      const id = await card.getAttribute("data-testid");
      await card.getByRole("button", { name: "打开设置" }).click();
      await visited.page
        .getByTestId(id ?? "")
        .getByRole("combobox")
        .first()
        .waitFor();
    });
  });

  test("/doctor is offered after a slash, and its card tells what is well and tests the button", async () => {
    await asPerson(world.admin, async (visited) => {
      await visited.page.getByTestId("composer").pressSequentially("/doc");
      const offer = visited.page.getByTestId("offer-/doctor");
      await offer.waitFor();
      expect(await offer.textContent()).toContain("what is missing");
      await visited.page.getByTestId("composer").fill("");
      await type(visited, "/doctor");

      const card = cardWith(visited, "体检");
      await card.waitFor();
      expect(await card.textContent()).toContain("自检通过");
      await card.locator(".card-button").click();
      await card.getByText("能收到卡片上的点击").waitFor();
    });
  });

  test("a missing scope is named with its cost and a link to the page that adds it", async () => {
    world.sandbox.control.setScope("im:message.reactions:write_only", false);

    await asPerson(world.owner, async (visited) => {
      await type(visited, "/doctor");
      const card = cardWith(visited, "缺少 1 项权限");
      await card.waitFor();
      expect(await card.textContent()).toContain("只能用文字代替表情回应");
      const link = card.locator('a[href*="/auth"]');
      expect(await link.getAttribute("href")).toContain("im:message.reactions:write_only");
    });
  });
});
