import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type BotWorld, startBotWorld, type } from "./bot-world.ts";
import { chromiumPath } from "./chromium.ts";
import type { SmallWorld } from "./small-world.ts";
import type { WatchedPage } from "./watched-page.ts";

describe.skipIf(chromiumPath === null)("joining a group and the check-up, in the browser", () => {
  let here: BotWorld;
  let world: SmallWorld;

  beforeAll(async () => {
    here = await startBotWorld();
    ({ world } = here);
  });

  afterAll(() => here.close());

  const cardWith = ({ page }: WatchedPage, text: string) =>
    page.locator('[data-testid^="message-om_"]').filter({ hasText: text }).last();

  test("the bot greets the group it joins; the owner makes it an admin, and checks again by a press", async () => {
    world.sandbox.control.act({ action: "remove_bot", chat_id: world.chatId });
    world.sandbox.control.act({ action: "add_bot", chat_id: world.chatId });

    await here.asPerson(world.owner, async (visited) => {
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
    await here.asPerson(world.member, async (visited) => {
      const card = cardWith(visited, "大家好，我是群管家");
      await card.getByRole("button", { name: "打开设置" }).click();
      await visited.page.getByTestId("toasts").getByText("普通成员").waitFor();
      expect(await card.textContent()).toContain("大家好，我是群管家");
    });
  });

  test("the greeting leads an admin to the settings", async () => {
    await here.asPerson(world.admin, async (visited) => {
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
    await here.asPerson(world.admin, async (visited) => {
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

    await here.asPerson(world.owner, async (visited) => {
      await type(visited, "/doctor");
      const card = cardWith(visited, "缺少 1 项权限");
      await card.waitFor();
      expect(await card.textContent()).toContain("只能用文字代替表情回应");
      const link = card.locator('a[href*="/auth"]');
      expect(await link.getAttribute("href")).toContain("im:message.reactions:write_only");
    });
  });
});
