import { EventDispatcher, LoggerLevel, WSClient } from "@larksuiteoapi/node-sdk";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { chromiumPath, launchChromium } from "./chromium.ts";
import { type SmallWorld, startSmallWorld } from "./small-world.ts";
import { visit } from "./watched-page.ts";

interface CardAction {
  readonly action: { readonly value: unknown; readonly form_value?: unknown };
  readonly operator: { readonly open_id: string };
}

describe.skipIf(chromiumPath === null)("cards on the sandbox page", () => {
  let browser: Browser;
  let world: SmallWorld;
  let link: WSClient;
  const presses: CardAction[] = [];

  beforeAll(async () => {
    browser = await launchChromium();
    world = await startSmallWorld();
    link = new WSClient({
      appId: world.sandbox.appId,
      appSecret: world.sandbox.appSecret,
      domain: world.sandbox.url,
      loggerLevel: LoggerLevel.fatal,
    });
    const eventDispatcher = new EventDispatcher({ loggerLevel: LoggerLevel.fatal }).register({
      "card.action.trigger": (press: CardAction) => {
        presses.push(press);
        return {
          toast: { type: "success", content: "Heard you" },
          card: { type: "raw", data: cardOf([{ tag: "markdown", content: "All done" }]) },
        };
      },
    });
    await link.start({ eventDispatcher });
    await vi.waitFor(() => expect(world.sandbox.control.state().app.connections).toBe(1));
  });

  afterAll(async () => {
    link.close();
    await browser.close();
    await world.sandbox.close();
  });

  function cardOf(elements: readonly unknown[]): unknown {
    return {
      schema: "2.0",
      config: { update_multi: true },
      header: { title: { tag: "plain_text", content: "A card" }, template: "blue" },
      body: { elements },
    };
  }

  async function sendCard(elements: readonly unknown[]): Promise<string> {
    const answer = await world.call("POST", "/im/v1/messages?receive_id_type=chat_id", {
      receive_id: world.chatId,
      msg_type: "interactive",
      content: JSON.stringify(cardOf(elements)),
    });
    expect(answer.code).toBe(0);
    return (answer.data as { message_id: string }).message_id;
  }

  const button = (text: string, rest: object) => ({
    tag: "button",
    text: { tag: "plain_text", content: text },
    ...rest,
  });

  test("a button asks first, tells the app who pressed it, and shows its toast and new card", async () => {
    const id = await sendCard([
      button("Go", {
        confirm: {
          title: { tag: "plain_text", content: "Sure?" },
          text: { tag: "plain_text", content: "There is no way back." },
        },
        behaviors: [{ type: "callback", value: { step: 1 } }],
      }),
    ]);
    const { page, complaints, close } = await visit(browser, world.sandbox.url, {
      as: `${world.chatId}/${world.member}`,
    });
    const card = page.getByTestId(`message-${id}`);
    await card.getByRole("button", { name: "Go", exact: true }).click();
    expect(presses).toEqual([]);
    await page.getByTestId("confirm").click();
    await page.getByTestId("toasts").getByText("Heard you").waitFor();
    await card.getByText("All done").waitFor();
    expect(presses.at(-1)?.action.value).toEqual({ step: 1 });
    expect(presses.at(-1)?.operator.open_id).toBe(world.member);
    expect(complaints).toEqual([]);
    await close();
  });

  test("a form sends all of its fields, and only once what it requires is there", async () => {
    const id = await sendCard([
      {
        tag: "form",
        name: "why",
        elements: [
          {
            tag: "input",
            name: "reason",
            required: true,
            label: { tag: "plain_text", content: "Reason" },
          },
          {
            tag: "select_static",
            name: "length",
            placeholder: { tag: "plain_text", content: "How long" },
            options: [
              { text: { tag: "plain_text", content: "A day" }, value: "1d" },
              { text: { tag: "plain_text", content: "A week" }, value: "1w" },
            ],
          },
          button("Send it", { name: "submit", form_action_type: "submit" }),
        ],
      },
    ]);
    const { page, close } = await visit(browser, world.sandbox.url, {
      as: `${world.chatId}/${world.owner}`,
    });
    const card = page.getByTestId(`message-${id}`);
    const before = presses.length;
    await card.getByRole("button", { name: "Send it" }).click();
    await page.getByTestId("toasts").getByText("fill in").waitFor();
    expect(presses.length).toBe(before);
    await card.getByLabel("Reason").fill("spam");
    await card.getByLabel("How long").selectOption("1w");
    await card.getByRole("button", { name: "Send it" }).click();
    await page.getByTestId("toasts").getByText("Heard you").waitFor();
    expect(presses.at(-1)?.action.form_value).toEqual({ reason: "spam", length: "1w" });
    await close();
  });

  test("shows hostile text as text and makes no link of anything but http and https", async () => {
    const hostile = '<img src=x onerror="document.title=1"> javascript:alert(1)';
    const said = world.say(world.member, hostile);
    const id = await sendCard([
      {
        tag: "markdown",
        content: `${hostile} [press](javascript:alert(1)) [fine](https://example.com/a)`,
      },
      button("Leave", { behaviors: [{ type: "open_url", default_url: "javascript:alert(1)" }] }),
    ]);
    const { page, complaints, close } = await visit(browser, world.sandbox.url, {
      as: `${world.chatId}/${world.owner}`,
    });
    const card = page.getByTestId(`message-${id}`);
    await card.getByRole("button", { name: "Leave" }).click();
    expect(await page.getByTestId(`message-${said}`).textContent()).toContain(hostile);
    const links = page.getByRole("log").locator("a");
    expect(await links.count()).toBe(1);
    expect(await links.getAttribute("href")).toBe("https://example.com/a");
    expect(await links.getAttribute("rel")).toContain("noopener");
    expect(await page.getByRole("log").locator("img").count()).toBe(0);
    expect(await page.title()).not.toBe("1");
    expect(complaints).toEqual([]);
    await close();
  });
});
