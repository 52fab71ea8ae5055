import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { chromiumPath, launchChromium } from "./chromium.ts";
import { type SmallWorld, startSmallWorld } from "./small-world.ts";
import { type VisitOptions, visit, type WatchedPage } from "./watched-page.ts";

describe.skipIf(chromiumPath === null)("the sandbox page", () => {
  let browser: Browser;
  let world: SmallWorld;

  beforeAll(async () => {
    browser = await launchChromium();
    world = await startSmallWorld();
  });

  afterAll(async () => {
    await browser.close();
    await world.sandbox.close();
  });

  /** Opens the page as somebody, runs the test, and insists that the browser had nothing to complain about. */
  async function asPerson(
    openId: string,
    run: (visited: WatchedPage) => Promise<void>,
    options: VisitOptions = {},
  ): Promise<void> {
    const visited = await visit(browser, world.sandbox.url, {
      as: `${world.chatId}/${openId}`,
      ...options,
    });
    await run(visited);
    expect(visited.complaints).toEqual([]);
    await visited.close();
  }

  const lastMessage = () => world.sandbox.control.state().messages.at(-1);

  test("sends what is typed, with Enter, as the chosen member", async () => {
    await asPerson(world.member, async ({ page }) => {
      await page.getByTestId("composer").fill("Good morning");
      await page.getByTestId("composer").press("Enter");
      await page.getByRole("log").getByText("Good morning").waitFor();
      expect(lastMessage()?.sender.id).toBe(world.member);
      expect(await page.getByTestId("composer").inputValue()).toBe("");
    });
  });

  test("sends a complete command with Enter although its hints are shown", async () => {
    await asPerson(world.member, async ({ page }) => {
      await page.getByTestId("composer").pressSequentially("/pin");
      await page.getByTestId("offer-/pin").waitFor();
      await page.getByTestId("composer").press("Enter");
      await page.getByRole("log").getByText("/pin", { exact: true }).waitFor();
      expect(lastMessage()?.content).toBe(JSON.stringify({ text: "/pin" }));
    });
  });

  test("answers the message whose reply button was pressed and quotes it", async () => {
    const parent = world.say(world.owner, "Who takes notes?");
    await asPerson(world.admin, async ({ page }) => {
      await page.getByTestId(`reply-${parent}`).click();
      await page.getByTestId("composer").fill("I do");
      await page.getByTestId("send").click();
      await page.getByRole("log").getByText("I do", { exact: true }).waitFor();
      const sent = lastMessage();
      expect(sent?.parent_id).toBe(parent);
      const row = page.getByTestId(`message-${sent?.message_id}`);
      expect(await row.textContent()).toContain("Who takes notes?");
    });
  });

  test("turns a picked name into a real mention", async () => {
    await asPerson(world.owner, async ({ page }) => {
      await page.getByTestId("composer").pressSequentially("@Cleo");
      await page.getByTestId(`offer-${world.member}`).waitFor();
      await page.getByTestId("composer").press("Enter");
      await page.getByTestId("composer").pressSequentially("please review");
      await page.getByTestId("composer").press("Enter");
      await page.getByRole("log").getByText("please review").waitFor();
      expect(lastMessage()?.mentions.map((mention) => mention.id)).toEqual([world.member]);
    });
  });

  test("shows what others say without a reload", async () => {
    await asPerson(world.owner, async ({ page }) => {
      world.say(world.member, "Live from elsewhere");
      await page.getByRole("log").getByText("Live from elsewhere").waitFor();
    });
  });

  test("acts as whoever was chosen, and still does after a reload", async () => {
    await asPerson(world.owner, async ({ page }) => {
      await page.getByTestId("identity").click();
      await page.getByTestId(`identity-option-${world.member}`).click();
      await page.reload();
      await expect.poll(() => page.getByTestId("identity").textContent()).toContain("Cleo Member");
    });
  });

  test("lists a message pinned by hand, with who did it, and marks it", async () => {
    const messageId = world.say(world.member, "Meeting at four");
    await asPerson(world.owner, async ({ page }) => {
      await page.getByTestId(`pin-toggle-${messageId}`).click();
      const entry = page.getByTestId("pinned-panel").getByTestId(`pin-${messageId}`);
      await entry.waitFor();
      expect(await entry.textContent()).toContain("Ada Owner");
      expect(await page.getByTestId(`message-${messageId}`).textContent()).toContain("Pinned by");
    });
  });

  test("says that a recalled message is gone, without its text", async () => {
    const messageId = world.say(world.member, "Slip of the tongue");
    await asPerson(world.member, async ({ page }) => {
      await page.getByTestId(`recall-${messageId}`).click();
      const row = page.getByTestId(`message-${messageId}`);
      await expect.poll(() => row.textContent()).toContain("recalled");
      expect(await page.getByRole("log").textContent()).not.toContain("Slip of the tongue");
    });
  });

  test("adds a reaction and shows who reacted", async () => {
    const messageId = world.say(world.member, "We are live");
    await asPerson(world.admin, async ({ page }) => {
      await page.getByTestId(`react-${messageId}`).click();
      await page.getByTestId("choose-THUMBSUP").click();
      const chip = page.getByTestId(`message-${messageId}`).getByTestId("reaction-THUMBSUP");
      await chip.waitFor();
      expect(await chip.getAttribute("title")).toBe("Ben Admin");
      await chip.click();
      await chip.waitFor({ state: "detached" });
    });
  });

  test("tells the reader why something done by hand was refused", async () => {
    const messageId = world.say(world.owner, "Not yours to recall");
    const { page, complaints, close } = await visit(browser, world.sandbox.url, {
      as: `${world.chatId}/${world.member}`,
    });
    await page.getByTestId(`recall-${messageId}`).click();
    await expect.poll(() => page.getByTestId("toasts").textContent()).not.toBe("");
    await page.getByRole("log").getByText("Not yours to recall").waitFor();
    // The browser reports the refused request by itself; it may say nothing else.
    expect(complaints.filter((complaint) => !complaint.includes("400 (Bad Request)"))).toEqual([]);
    await close();
  });

  test("shows an ephemeral card to its addressee alone, marked as such", async () => {
    const answer = await world.call("POST", "/ephemeral/v1/send", {
      chat_id: world.chatId,
      open_id: world.member,
      msg_type: "interactive",
      card: {
        schema: "2.0",
        body: { elements: [{ tag: "markdown", content: "Only **admins** may do this" }] },
      },
    });
    expect(answer.code).toBe(0);
    const id = (answer.data as { message_id: string }).message_id;
    await asPerson(world.member, async ({ page }) => {
      const card = page.getByTestId(`ephemeral-${id}`);
      await card.waitFor();
      expect(await card.textContent()).toContain("Only visible to you");
      expect(await card.locator("strong").textContent()).toBe("admins");
    });
    await asPerson(world.owner, async ({ page }) => {
      await page.getByRole("log").locator("article").first().waitFor();
      expect(await page.getByTestId(`ephemeral-${id}`).count()).toBe(0);
    });
  });

  test("shows the bot's calls with request and answer, failures apart from successes", async () => {
    await world.call("GET", `/im/v1/chats/${world.chatId}`);
    await world.call("POST", "/im/v1/pins", { message_id: "om_doesnotexist0000" });
    await asPerson(world.owner, async ({ page }) => {
      await page.getByTestId("drawer-toggle").click();
      const drawer = page.getByTestId("drawer");
      await drawer.getByTestId("calls-failed").click();
      const failed = world.sandbox.control.state().calls.findLast((call) => call.code !== 0);
      await drawer.getByTestId(`call-${failed?.id}`).getByRole("button").click();
      expect(await drawer.textContent()).toContain("om_doesnotexist0000");
      expect(await drawer.getByText("Look up the group").count()).toBe(0);
    });
  });

  test("opens each chat from the list and counts what was not read there", async () => {
    await asPerson(world.owner, async ({ page }) => {
      const other = world.sandbox.control
        .state()
        .chats.find((chat) => chat.chat_id !== world.chatId && chat.chat_mode === "group");
      const entry = page.getByTestId("chat-list").getByTestId(`chat-${other?.chat_id}`);
      await entry.locator(".unread").waitFor();
      await entry.click();
      await page.getByRole("heading", { name: other?.name ?? "", exact: true }).waitFor();
      expect(await entry.locator(".unread").count()).toBe(0);
    });
  });

  test("keeps a long conversation to its newest part until more is asked for", async () => {
    const chatId = world.sandbox.control.addChat({
      name: "Long talk",
      members: [{ open_id: world.owner, role: "owner" }],
    });
    for (let index = 0; index < 450; index += 1) {
      world.sandbox.control.say({ chat_id: chatId, open_id: world.owner, text: `line ${index}` });
    }
    await asPerson(
      world.owner,
      async ({ page }) => {
        const rows = page.getByRole("log").locator("article");
        await expect.poll(() => rows.count()).toBe(200);
        expect(await rows.last().textContent()).toContain("line 449");
        await page.getByTestId("show-earlier").click();
        await expect.poll(() => rows.count()).toBe(400);
      },
      { as: `${chatId}/${world.owner}` },
    );
  });
});
