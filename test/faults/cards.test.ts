import { expect, test, vi } from "vitest";
import { shownCard } from "../../src/sandbox/feishu/world/apply-card.ts";
import { elementsOf } from "../../src/sandbox/feishu/world/card.ts";
import { botInSandbox, patient } from "./bot-in-sandbox.ts";

type Bot = Awaited<ReturnType<typeof botInSandbox>>;

/** The callback value of the component that has this text on it, or this placeholder. */
const callbackOf = (bot: Bot, message: string, text: string): unknown => {
  const card = shownCard(bot.world, message) ?? {};
  const found = elementsOf(card).find(
    (element) =>
      JSON.stringify(element.text ?? element.placeholder ?? {}).includes(`"${text}"`) &&
      Array.isArray(element.behaviors),
  );
  const [behavior] = (found?.behaviors ?? []) as readonly { readonly value?: unknown }[];
  return behavior?.value;
};

test("the button under a denial turns the private card into the explanation", async (context) => {
  const bot = await botInSandbox(context);
  bot.say("member", "/pin", bot.write("owner"));
  const whispered = await vi.waitFor(() => {
    const [card] = [...bot.world.ephemeral.keys()];
    if (card === undefined) throw new Error("nothing was whispered yet");
    return card;
  }, patient);

  const clicked = await bot.control.click({
    message_id: whispered,
    open_id: bot.people.member,
    value: callbackOf(bot, whispered, "为什么"),
  });

  expect(clicked).toEqual({ card_updated: true });
  expect(JSON.stringify(shownCard(bot.world, whispered))).toContain("✗ 身份：普通成员");
});

test("the settings card is one that the platform takes, and its selects change what holds", async (context) => {
  const bot = await botInSandbox(context);
  const { message } = bot.say("admin", "/settings");
  const card = await vi.waitFor(() => {
    const reply = [...bot.world.messages.values()].find(({ parentId }) => parentId === message);
    if (reply === undefined) throw new Error("no card yet");
    return reply.messageId;
  }, patient);
  const click = (who: "admin" | "member", text: string, option: string) =>
    bot.control.click({
      message_id: card,
      open_id: bot.people[who],
      value: callbackOf(bot, card, text),
      option,
    });

  expect(await click("member", "成功时的反馈", "full")).toMatchObject({
    toast: { type: "warning" },
    card_updated: false,
  });
  expect(await click("admin", "成功时的反馈", "full")).toEqual({
    toast: { type: "success", content: "「成功时的反馈」改为：文字（原来是：表情）。" },
    card_updated: true,
  });
  expect(await click("admin", "谁可以用某个命令", "pin")).toMatchObject({ card_updated: true });
  expect(await click("admin", "谁可以用", "member")).toMatchObject({ toast: { type: "success" } });
  const notice = bot.write("owner");
  bot.say("member", "/pin", notice);
  await vi.waitFor(() => expect(bot.pinned()).toEqual([notice]), patient);
});

test("a click that takes long is answered in time, and the card shows its outcome afterwards", async (context) => {
  const bot = await botInSandbox(context, { sandbox: { ackTimeoutMs: 3_000 } });
  const { message } = bot.say("admin", "/settings");
  const card = await vi.waitFor(() => {
    const reply = [...bot.world.messages.values()].find(({ parentId }) => parentId === message);
    if (reply === undefined) throw new Error("no card yet");
    return reply.messageId;
  }, patient);
  bot.control.fault({ kind: "delay", ms: 3_200, path: "/im/v1/chats/", count: 1 });

  const clicked = await bot.control.click({
    message_id: card,
    open_id: bot.people.admin,
    value: callbackOf(bot, card, "成功时的反馈"),
    option: "full",
  });

  expect(clicked).toMatchObject({ toast: { type: "info" }, card_updated: false });
  await vi.waitFor(
    () => expect(JSON.stringify(shownCard(bot.world, card))).toContain("文字（在本群设置）"),
    patient,
  );
});
