import type { Locator } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type BotWorld, replyWith, startBotWorld, type } from "./bot-world.ts";
import { chromiumPath } from "./chromium.ts";
import type { SmallWorld } from "./small-world.ts";
import type { VisitOptions, WatchedPage } from "./watched-page.ts";

const phone: VisitOptions = { viewport: { width: 390, height: 844 }, hasTouch: true };

/** The bot's own cards, used by hand. The greeting and the check-up are in `bot-doctor.test.ts`. */
describe.skipIf(chromiumPath === null)("the bot's cards, in the browser", () => {
  let here: BotWorld;
  let world: SmallWorld;

  beforeAll(async () => {
    here = await startBotWorld();
    ({ world } = here);
  });

  afterAll(() => here.close());

  const cards = ({ page }: WatchedPage, text: string): Locator =>
    page.locator('[data-testid^="message-om_"]').filter({ hasText: text });

  /** The card under its own id, so that it stays the same one when its words change. */
  const newestCard = async (visited: WatchedPage, text: string): Promise<Locator> => {
    const newest = cards(visited, text).last();
    await newest.waitFor();
    return visited.page.getByTestId((await newest.getAttribute("data-testid")) ?? "");
  };

  const privately = ({ page }: WatchedPage): Locator =>
    page.locator('[data-testid^="ephemeral-"]').last();

  const widthBeyondScreen = ({ page }: WatchedPage): Promise<unknown> =>
    page.evaluate("document.documentElement.scrollWidth - window.innerWidth");

  test("a member who is told no may press for the reason, and sees what was checked", async () => {
    const notice = world.say(world.owner, "Freeze starts on Wednesday");

    await here.asPerson(world.member, async (visited) => {
      await replyWith(visited, notice, "/pin");
      const denial = privately(visited);
      await denial.getByRole("button", { name: "为什么" }).click();

      await denial.getByText("身份：普通成员").waitFor();
      const told = await denial.textContent();
      expect(told).toContain("你不可以在本群用 /pin");
      expect(told).toContain("规则：/pin 限群主和管理员使用（默认）");
      expect(told).toContain("可以请管理员帮忙");
      expect(await denial.getByRole("button", { name: "为什么" }).count()).toBe(0);
    });
    await here.asPerson(world.admin, async ({ page }) => {
      await page.getByText("Freeze starts on Wednesday").first().waitFor();
      expect(await page.getByText("身份：普通成员").count()).toBe(0);
    });
  });

  test("a member who changes a select of the settings is refused with words, and nothing changes", async () => {
    await here.asPerson(world.admin, async (visited) => {
      await type(visited, "/settings");
      await newestCard(visited, "本群设置");
    });

    await here.asPerson(world.member, async (visited) => {
      const card = await newestCard(visited, "本群设置");
      await card.getByRole("combobox", { name: "语言" }).selectOption("en-US");
      await visited.page.getByTestId("toasts").getByText("普通成员").waitFor();
      expect(await card.textContent()).toContain("语言：跟随命令");
      expect(await card.textContent()).not.toContain("在本群设置）");
      const language = card.getByRole("combobox", { name: "语言" });
      await expect.poll(() => language.inputValue()).toBe("reset");

      await visited.page.reload();
      const again = await newestCard(visited, "本群设置");
      expect(await again.getByRole("combobox", { name: "语言" }).inputValue()).toBe("reset");
    });
  });

  test("every setting can be chosen on the card, which says the new value and that it was set here", async () => {
    await here.asPerson(world.admin, async (visited) => {
      await type(visited, "/settings");
      const card = await newestCard(visited, "本群设置");
      const toasts = visited.page.getByTestId("toasts");
      for (const [label, option, said] of [
        ["成功时的反馈", "full", "文字"],
        ["时区", "Asia/Tokyo", "Asia/Tokyo"],
        ["模式", "observe", "观察：只说会做什么"],
        ["对同级的人操作", "deny", "不允许"],
        ["同时 Pin 几条", "single", "一条，新的替换旧的"],
        ["Pin 多久", "7d", "7d"],
        ["记录里的消息原文", "on", "限期保存，只给查询的人看"],
      ] as const) {
        const select = card.getByRole("combobox", { name: label });
        const before = await select.inputValue();
        await select.selectOption(option);
        await toasts.getByText(`「${label}」改为：${said}（原来是：`).waitFor();
        await card.getByText(`${label}：${said}（在本群设置）`).waitFor();
        await expect.poll(() => select.inputValue()).toBe(option);

        await select.selectOption("reset");
        await toasts.getByText(`（原来是：${said}）`).waitFor();
        await card.getByText(`${label}：${said}（在本群设置）`).waitFor({ state: "detached" });
        await expect.poll(() => select.inputValue()).toBe(before);
      }
    });
  });

  test("an admin who is demoted while the card is open is refused with words", async () => {
    await here.asPerson(world.admin, async (visited) => {
      await type(visited, "/settings");
      const card = await newestCard(visited, "本群设置");
      const demoted = { action: "set_role", chat_id: world.chatId, open_id: world.admin } as const;
      world.sandbox.control.act({ ...demoted, role: "member" });
      try {
        await card.getByRole("combobox", { name: "模式" }).selectOption("observe");
        await visited.page.getByTestId("toasts").getByText("普通成员").waitFor();
        expect(await card.textContent()).toContain("模式：执行（默认）");
      } finally {
        world.sandbox.control.act({ ...demoted, role: "admin" });
      }
    });
  });

  test("an admin turns to one command's rules and back", async () => {
    await here.asPerson(world.admin, async (visited) => {
      await type(visited, "/settings");
      const card = await newestCard(visited, "本群设置");
      await card.getByRole("combobox", { name: "谁可以用某个命令" }).selectOption("pin");
      await card.getByText("本群的 /pin").waitFor();

      await card.getByRole("combobox", { name: "谁可以用" }).selectOption("member");
      await visited.page.getByTestId("toasts").getByText("所有人").waitFor();
      await card.getByText("所有人（在本群设置）").waitFor();
      await card.getByRole("button", { name: "返回" }).click();
      await card.getByText("所有人（在本群设置）：/pin").waitFor();
    });
    const notice = world.say(world.owner, "Everybody may pin this");

    await here.asPerson(world.member, async (visited) => {
      await replyWith(visited, notice, "/pin");
      await visited.page.getByTestId(`pin-${notice}`).waitFor();
    });
  });

  test("an admin chooses English on the card: the card turns English, and so does the next answer", async () => {
    await here.asPerson(world.admin, async (visited) => {
      await type(visited, "/设置");
      const card = await newestCard(visited, "本群设置");
      await card.getByRole("combobox", { name: "语言" }).selectOption("en-US");

      await card.getByText("Settings of this group").waitFor();
      expect(await card.getByRole("combobox", { name: "Language" }).inputValue()).toBe("en-US");
      expect(await card.textContent()).toContain("Language: English (set here)");

      await type(visited, "/授权列表");
      await visited.page.getByRole("log").getByText("No rights have been given here").waitFor();
    });
    await here.asPerson(world.owner, async (visited) => {
      const card = await newestCard(visited, "Settings of this group");
      expect(await card.textContent()).toContain("Language: English (set here)");
    });
  });

  test("the settings fit a phone, and can be changed there", async () => {
    await here.asPerson(
      world.owner,
      async (visited) => {
        const card = await newestCard(visited, "Settings of this group");
        expect(await widthBeyondScreen(visited)).toBeLessThanOrEqual(0);
        await card.getByRole("combobox", { name: "How success is shown" }).selectOption("full");
        await card.getByText("How success is shown: in words (set here)").waitFor();
      },
      phone,
    );
  });
});
