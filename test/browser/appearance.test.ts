import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { chromiumPath, launchChromium } from "./chromium.ts";
import { type SmallWorld, startSmallWorld } from "./small-world.ts";
import { visit } from "./watched-page.ts";

/** How light the page's main surface is, from 0 to 255. */
async function surfaceLightness(page: Page): Promise<number> {
  const color = await page.evaluate<string>(
    `getComputedStyle(document.querySelector(".chat")).backgroundColor`,
  );
  const [red = 0, green = 0, blue = 0] = (color.match(/\d+/g) ?? []).map(Number);
  return (red + green + blue) / 3;
}

async function overflowPx(page: Page): Promise<number> {
  return await page.evaluate<number>("document.scrollingElement.scrollWidth - innerWidth");
}

describe.skipIf(chromiumPath === null)("the look of the sandbox page", () => {
  let browser: Browser;
  let world: SmallWorld;
  let as: string;

  beforeAll(async () => {
    browser = await launchChromium();
    world = await startSmallWorld();
    as = `${world.chatId}/${world.owner}`;
    world.say(world.member, `A word without end: ${"https://example.com/".padEnd(600, "x")}`);
  });

  afterAll(async () => {
    await browser.close();
    await world.sandbox.close();
  });

  test("follows the system's dark mode, and the toggle overrides it for good", async () => {
    const { page, complaints, close } = await visit(browser, world.sandbox.url, {
      as,
      colorScheme: "dark",
    });
    expect(await surfaceLightness(page)).toBeLessThan(64);
    await page.getByTestId("theme-toggle").click();
    expect(await surfaceLightness(page)).toBeGreaterThan(192);
    await page.reload();
    await page.getByRole("log").waitFor();
    expect(await surfaceLightness(page)).toBeGreaterThan(192);
    expect(complaints).toEqual([]);
    await close();
  });

  test("speaks the browser's language, and the other one at a press", async () => {
    const { page, complaints, close } = await visit(browser, world.sandbox.url, {
      as,
      locale: "zh-CN",
    });
    expect(await page.getByTestId("identity").textContent()).toContain("群主");
    await page.getByTestId("language-toggle").click();
    expect(await page.getByTestId("identity").textContent()).toContain("Owner");
    expect(await page.locator("html").getAttribute("lang")).toBe("en");
    expect(complaints).toEqual([]);
    await close();
  });

  test("fits a phone: nothing is wider than the screen, whatever is open", async () => {
    const { page, complaints, close } = await visit(browser, world.sandbox.url, {
      as,
      viewport: { width: 390, height: 844 },
      hasTouch: true,
    });
    await page.getByRole("log").locator("article").first().waitFor();
    expect(await overflowPx(page)).toBeLessThanOrEqual(0);
    await page.getByTestId("side-panel-toggle").click();
    await page.getByTestId("pinned-panel").waitFor();
    expect(await overflowPx(page)).toBeLessThanOrEqual(0);
    await page.getByTestId("side-panel-close").click();
    await page.getByTestId("drawer-toggle").click();
    await page.getByTestId("drawer").waitFor();
    expect(await overflowPx(page)).toBeLessThanOrEqual(0);
    await page.getByTestId("drawer-close").click();
    await page.getByTestId("back").click();
    await page.getByTestId(`chat-${world.chatId}`).waitFor();
    expect(await page.getByTestId("composer").isVisible()).toBe(false);
    expect(await overflowPx(page)).toBeLessThanOrEqual(0);
    await page.getByTestId(`chat-${world.chatId}`).click();
    expect(await page.getByTestId("composer").isVisible()).toBe(true);
    expect(complaints).toEqual([]);
    await close();
  });

  test("moves from message to message with the arrow keys", async () => {
    const first = world.say(world.member, "above");
    const second = world.say(world.member, "below");
    const { page, close } = await visit(browser, world.sandbox.url, { as });
    await page.getByTestId(`message-${second}`).focus();
    await page.keyboard.press("ArrowUp");
    const focused = await page.evaluate<string>("document.activeElement.dataset.testid");
    expect(focused).toBe(`message-${first}`);
    await close();
  });
});
