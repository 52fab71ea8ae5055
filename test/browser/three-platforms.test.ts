import type { Browser, Locator } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runSandbox } from "../../src/sandbox/run.ts";
import type {
  ChatState,
  SandboxPlatform,
  SandboxRole,
  SandboxState,
} from "../../src/sandbox/state.ts";
import { chromiumPath, launchChromium } from "./chromium.ts";
import { type VisitOptions, visit, type WatchedPage } from "./watched-page.ts";

const platforms = ["feishu", "imkit", "whatsapp"] as const;

/** What `npm run sandbox` shows: a group of each platform, and one bot in all of them. */
describe.skipIf(chromiumPath === null)("three platforms on one page", () => {
  let browser: Browser;
  let sandbox: Awaited<ReturnType<typeof runSandbox>>;

  beforeAll(async () => {
    browser = await launchChromium();
    sandbox = await runSandbox({ port: 0, bot: true, open: false, print: () => {} });
  });

  afterAll(async () => {
    await browser.close();
    await sandbox.stop();
  });

  const state = async (): Promise<SandboxState> =>
    (await (await fetch(`${sandbox.url}/sandbox/state`)).json()) as SandboxState;

  const groupOf = async (platform: SandboxPlatform): Promise<ChatState> => {
    const group = (await state()).chats.find((chat) => chat.platform === platform);
    if (group === undefined) throw new Error(`no group on ${platform}`);
    return group;
  };

  const memberOf = (group: ChatState, role: SandboxRole): string => {
    const member = group.members.find((one) => one.role === role);
    if (member === undefined) throw new Error(`no ${role} in ${group.name}`);
    return member.open_id;
  };

  /** Somebody says something in a group; the message id. */
  const say = async (group: ChatState, openId: string, text: string): Promise<string> => {
    const response = await fetch(`${sandbox.url}/sandbox/messages`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ chat_id: group.chat_id, open_id: openId, text }),
    });
    return ((await response.json()) as { message_id: string }).message_id;
  };

  const visiting = async (
    as: string,
    run: (visited: WatchedPage) => Promise<void>,
    options: VisitOptions = {},
  ): Promise<void> => {
    const visited = await visit(browser, sandbox.url, { as, ...options });
    await run(visited);
    expect(visited.complaints).toEqual([]);
    await visited.close();
  };

  const replyWith = async (place: Locator, message: string, text: string): Promise<void> => {
    await place.getByTestId(`message-${message}`).hover();
    await place.getByTestId(`reply-${message}`).click();
    await place.getByTestId("composer").fill(text);
    await place.getByTestId("composer").press("Enter");
  };

  test.each(platforms)("an admin on %s replies /pin and sees the message pinned", async (name) => {
    const group = await groupOf(name);
    const admin = memberOf(group, "admin");
    const notice = await say(group, memberOf(group, "owner"), "The gate code changes on Monday");

    await visiting(`${group.chat_id}/${admin}`, async ({ page }) => {
      await replyWith(page.locator(".page"), notice, "/pin");

      await page.getByTestId("side-panel").getByTestId(`pin-${notice}`).waitFor();
    });
  });

  test("a member on Feishu is refused in private", async () => {
    const group = await groupOf("feishu");
    const notice = await say(group, memberOf(group, "owner"), "Coffee at ten");

    await visiting(`${group.chat_id}/${memberOf(group, "member")}`, async ({ page }) => {
      await replyWith(page.locator(".page"), notice, "/pin");

      const denial = page.locator('[data-testid^="ephemeral-"]').last();
      await denial.waitFor();
      expect(await denial.textContent()).toContain("普通成员");
      expect(await page.getByTestId(`pin-${notice}`).count()).toBe(0);
    });
  });

  test.each([
    ["imkit", "普通成员"],
    ["whatsapp", "you are a member"],
  ] as const)("a member on %s is refused in a reply", async (name, words) => {
    const group = await groupOf(name);
    const notice = await say(group, memberOf(group, "owner"), "Coffee at ten");

    await visiting(`${group.chat_id}/${memberOf(group, "member")}`, async ({ page }) => {
      await replyWith(page.locator(".page"), notice, "/pin");

      await page.getByRole("log").getByText(words).last().waitFor();
      expect(await page.getByTestId(`pin-${notice}`).count()).toBe(0);
      expect(await page.getByTestId(`react-${notice}`).count()).toBe(0);
    });
  });

  test("a mention of the bot that was picked reaches it on each platform", async () => {
    for (const name of platforms) {
      const group = await groupOf(name);
      await visiting(`${group.chat_id}/${memberOf(group, "admin")}`, async ({ page }) => {
        await page.getByTestId("composer").pressSequentially(`@${group.bot.name.slice(0, 3)}`);
        await page.getByTestId(`offer-${group.bot.mention_id}`).click();
        await page.getByTestId("composer").pressSequentially("/help");
        await page.getByTestId("composer").press("Escape");
        await page.getByTestId("composer").press("Enter");

        await page.getByRole("log").getByText("/unpin").first().waitFor();
      });
    }
  });

  test.each(platforms)("who was given a right on %s is shown as mentioned", async (name) => {
    const group = await groupOf(name);
    const member = memberOf(group, "member");
    await say(group, member, "Hello");
    const owner = memberOf(group, "owner");
    await say(group, owner, `/grant <at user_id="${member}"></at> unpin 2d`);

    const told = async () =>
      (await state()).messages.findLast(
        ({ chat_id, sender, mentions }) =>
          chat_id === group.chat_id &&
          sender.id_type === "app_id" &&
          mentions.some(({ id }) => id === member),
      )?.message_id;
    await expect.poll(told, { timeout: 10_000 }).toBeDefined();

    await visiting(`${group.chat_id}/${member}`, async ({ page }) => {
      const answer = page.getByTestId(`message-${(await told()) ?? ""}`);
      await answer.locator('.mention[data-tone="mine"]').waitFor();
    });
  });

  test("side by side, each group has its own identity, reply and pins", async () => {
    const groups = await Promise.all(platforms.map(groupOf));
    const notices = await Promise.all(
      groups.map((group) => say(group, memberOf(group, "owner"), "Meet at the gate")),
    );
    const [first] = groups;

    await visiting(`${first?.chat_id ?? ""}/`, async ({ page }) => {
      await page.getByTestId("columns-toggle").click();
      for (const [index, group] of groups.entries()) {
        const column = page.getByTestId(`column-${group.platform}`);
        await column.getByTestId("identity").click();
        await column.getByTestId(`identity-option-${memberOf(group, "admin")}`).click();
        await replyWith(column, notices[index] ?? "", "/pin");
      }

      for (const [index, group] of groups.entries()) {
        const column = page.getByTestId(`column-${group.platform}`);
        await column.getByTestId(`pin-${notices[index] ?? ""}`).waitFor();
      }
      await page.reload();
      await page.getByTestId("side-by-side").waitFor();
      await page.getByTestId("columns-toggle").click();
      await page.getByTestId("chat-list").waitFor();
    });
  });

  test("the calls of all platforms are told, and those of one when asked", async () => {
    const group = await groupOf("whatsapp");
    const notice = await say(group, memberOf(group, "owner"), "Hoses go back into the shed");

    await visiting(`${group.chat_id}/${memberOf(group, "admin")}`, async ({ page }) => {
      await replyWith(page.locator(".page"), notice, "/pin");
      await page.getByTestId(`pin-${notice}`).waitFor();
      await page.getByTestId("drawer-toggle").click();
      const drawer = page.getByTestId("drawer");
      await drawer.getByText("/api/chat/pinMessage/steward").first().waitFor();
      await drawer.getByText("/im/v1/pins").first().waitFor();

      await page.getByTestId("calls-of-imkit").click();

      await drawer
        .getByText(/^\/messages\/[0-9a-f]{24}\/pin$/)
        .first()
        .waitFor();
      expect(await drawer.getByText("/api/chat/pinMessage/steward").count()).toBe(0);
    });
    const { calls } = await state();
    const [token] = calls.filter(({ path }) => path === "/admin/clients");
    expect(token?.response).toMatchObject({ token: "***" });
  });

  test("by hand, people can do on each platform what it lets them, and are told of the rest", async () => {
    const room = await groupOf("imkit");
    const notice = await say(room, memberOf(room, "member"), "Typo");

    const visited = await visit(browser, sandbox.url, {
      as: `${room.chat_id}/${memberOf(room, "member")}`,
    });
    const { page } = visited;
    await page.getByTestId(`message-${notice}`).hover();
    await page.getByTestId(`pin-toggle-${notice}`).click();
    await page.getByTestId("toasts").getByText("only the owner and managers may pin").waitFor();

    await page.getByTestId(`recall-${notice}`).click();
    await page.getByTestId(`message-${notice}`).getByText("You recalled a message").waitFor();
    // The browser itself tells of the refusal.
    expect(visited.complaints).toEqual([expect.stringContaining("400")]);
    await visited.close();
  });

  test("a phone shows the groups of all platforms without overflow, and no columns", async () => {
    const group = await groupOf("whatsapp");
    await visiting(
      `${group.chat_id}/${memberOf(group, "owner")}`,
      async ({ page }) => {
        expect(await page.getByTestId("columns-toggle").count()).toBe(0);
        for (const name of platforms) {
          const { chat_id } = await groupOf(name);
          await page.getByTestId("back").click();
          await page.getByTestId(`chat-${chat_id}`).click();
          const overflow = await page.evaluate(
            "document.documentElement.scrollWidth - window.innerWidth",
          );
          expect(overflow).toBeLessThanOrEqual(0);
        }
      },
      { viewport: { width: 390, height: 844 } },
    );
  });
});
