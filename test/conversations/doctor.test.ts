import { expect, onTestFinished, test } from "vitest";
import { type BotInSandbox, botInSandbox, patient } from "../faults/bot-in-sandbox.ts";

const aBot = (options: Parameters<typeof botInSandbox>[1] = {}) =>
  botInSandbox({ onTestFinished }, options);

type Roles = keyof BotInSandbox["people"];

/** The newest card that the bot sent into the group. */
const newestCard = (bot: BotInSandbox) =>
  bot.control
    .state()
    .messages.findLast(
      (message) =>
        message.chat_id === bot.chat &&
        message.msg_type === "interactive" &&
        message.sender.id_type === "app_id" &&
        !message.deleted,
    );

const press = (bot: BotInSandbox, who: Roles, control: string) => {
  const card = newestCard(bot);
  const token = new RegExp(`[0-9a-f]{32}\\.${control}`).exec(card?.content ?? "")?.[0];
  return bot.control.click({
    message_id: card?.message_id ?? "",
    open_id: bot.people[who],
    value: { token },
  });
};

const joined = async (options: Parameters<typeof aBot>[0] = {}) => {
  const bot = await aBot(options);
  bot.control.act({ action: "remove_bot", chat_id: bot.chat });
  bot.control.act({ action: "add_bot", chat_id: bot.chat });
  await expect.poll(() => newestCard(bot)?.content, patient).toContain("群管家");
  return bot;
};

test("/doctor tells an admin what is in order, after trying itself out", async () => {
  const bot = await aBot();
  const typed = bot.say("admin", "/doctor");
  await bot.answered(typed);

  const words = bot.words(typed);
  expect(words).toContain("要紧的都正常");
  expect(words).toContain("需要的权限都已开通");
  expect(words).toContain("自检通过");
  expect(words).toContain("能收到事件");
  expect(words).toContain("还没有收到过卡片上的点击");
  expect(bot.pinned()).toEqual([]);
});

test("the self-test is one case, and not a recall by hand", async () => {
  const bot = await aBot();
  await bot.answered(bot.say("admin", "/doctor"));
  await bot.quiet();
  const account = { platform: "feishu", account: bot.sandbox.appId };
  const cases = await bot.store().cases.list({ ...account, chat: bot.chat as never, limit: 10 });

  expect(cases.map(({ action }) => action)).toEqual(["self-test"]);
});

test("a press on its button proves that clicks arrive, and keeps what the self-test found", async () => {
  const bot = await aBot();
  await bot.answered(bot.say("owner", "/doctor"));
  const pressed = await press(bot, "owner", "again");

  expect(pressed).toMatchObject({ toast: { type: "success" }, card_updated: true });
  const after = newestCard(bot)?.content;
  expect(after).toContain("能收到卡片上的点击");
  expect(after).toContain("自检通过");
});

test("members may neither ask for a check-up nor press its button", async () => {
  const bot = await aBot();
  const typed = bot.say("member", "/doctor");
  await bot.answered(typed);
  expect(bot.words(typed)).not.toContain("体检");

  await bot.answered(bot.say("admin", "/doctor"));
  const before = newestCard(bot)?.content;
  expect(await press(bot, "member", "again")).toMatchObject({ toast: { type: "warning" } });
  expect(newestCard(bot)?.content).toBe(before);
});

test("/doctor names what is missing, what it costs and where to add it", async () => {
  const bot = await aBot({
    prepare: ({ control }) => control.setScope("im:chat.members:read", false),
  });
  const typed = bot.say("admin", "/doctor");
  await bot.answered(typed);

  expect(bot.words(typed)).toContain("im:chat.members:read");
  expect(bot.words(typed)).toContain("列表里写不出名字");
  expect(bot.words(typed)).toContain(`/app/${bot.sandbox.appId}/auth?q=im:chat.members:read`);
});

test("a bot that is added greets the group and says what is missing", async () => {
  const bot = await joined();

  const content = newestCard(bot)?.content;
  expect(content).toContain("我在本群是普通成员");
  expect(content).toContain("请群主把我设为管理员");
});

test("once it was made an admin, the owner checks again and the greeting tells the news", async () => {
  const bot = await joined();
  bot.control.setBotRole(bot.chat, "admin");
  expect(await press(bot, "member", "again")).toMatchObject({ toast: { type: "warning" } });
  expect(await press(bot, "owner", "again")).toMatchObject({ card_updated: true });

  expect(newestCard(bot)?.content).toContain("可以撤回别人的消息");
});

test("the greeting opens the settings, for admins only", async () => {
  const bot = await joined();
  expect(await press(bot, "member", "main")).toMatchObject({ card_updated: false });
  expect(await press(bot, "admin", "main")).toMatchObject({ card_updated: true });

  expect(newestCard(bot)?.content).toMatch(/[0-9a-f]{32}\.language/);
});

const panel = (bot: BotInSandbox) => bot.control.state().app.slash_commands;
const writes = (bot: BotInSandbox): number =>
  bot.control
    .calls()
    .filter(({ path, method }) => path.includes("app_slash_commands") && method !== "GET").length;

test("its commands are on the client's panel, in both languages", async () => {
  const bot = await aBot();
  await expect.poll(() => panel(bot).map(({ command }) => command), patient).toContain("doctor");

  expect(panel(bot).find(({ command }) => command === "pin")).toMatchObject({
    description: {
      default_value: expect.stringContaining("Pin") as string,
      i18n: {
        zh_cn: expect.stringContaining("回复一条消息") as string,
        en_us: expect.stringContaining("reply to a message") as string,
      },
    },
  });
  expect(panel(bot).map(({ command }) => command)).not.toContain("unknown");
});

test("a panel that is right is left alone, what is wrong is mended, and what is not ours stays", async () => {
  const bot = await aBot();
  await expect.poll(() => panel(bot).map(({ command }) => command), patient).toContain("help");
  const complete = panel(bot).length;
  await bot.app().stop();
  const before = writes(bot);
  const pin = [...bot.world.slashCommands.values()].find(({ command }) => command === "pin");
  if (pin) pin.description = { default_value: "old" };
  bot.world.slashCommands.set("foreign", {
    commandId: "foreign",
    command: "lunch",
    description: { default_value: "order" },
  });
  await bot.start();
  onTestFinished(() => bot.app().stop());
  await expect.poll(() => writes(bot), patient).toBe(before + 1);

  expect(panel(bot)).toHaveLength(complete + 1);
  expect(panel(bot).find(({ command }) => command === "pin")?.description).not.toMatchObject({
    default_value: "old",
  });
});

test("works all the same where the panel is refused", async () => {
  const bot = await aBot({
    prepare: ({ control }) => {
      control.setScope("application:app_slash_command:write", false);
      control.setScope("application:app_slash_command:read", false);
    },
  });
  const typed = bot.say("member", "/help");
  await bot.answered(typed);

  expect(panel(bot)).toEqual([]);
  expect(bot.words(typed)).toContain("/help");
});
