import { expect, test } from "vitest";
import { aGroup } from "../conversation.ts";

const people = { owner: "Li", admins: ["Mei"], members: ["Bo"] };

test("a command that is switched off is off for everybody, and says so", async () => {
  const group = await aGroup({ ...people, commands: { pin: { enabled: false } } });
  const notice = group.message("Li", "Hello");

  await group.says("Li", "/pin", { replyTo: notice });

  expect(group.pinned()).toEqual([]);
  expect(await group.answer()).toContain("/pin is switched off in this group");
});

test("a command can be opened to members", async () => {
  const group = await aGroup({ ...people, commands: { pin: { role: "member" } } });
  const notice = group.message("Li", "Hello");

  await group.says("Bo", "/pin", { replyTo: notice });

  expect(group.pinned()).toEqual([notice]);
});

test("a command can be kept for the owner", async () => {
  const group = await aGroup({ ...people, commands: { pin: { role: "owner" } } });
  const notice = group.message("Li", "Hello");

  await group.says("Mei", "/pin", { replyTo: notice });
  expect(await group.answer()).toContain("Only the owner may pin here, and you are an admin.");

  await group.says("Li", "/pin", { replyTo: notice });
  expect(group.pinned()).toEqual([notice]);
});

test("authors may recall their own message whoever may recall others'", async () => {
  const group = await aGroup({ ...people, commands: { recall: { role: "owner" } } });
  const mine = group.message("Mei", "oops");
  const other = group.message("Bo", "hello");

  await group.says("Mei", "/recall", { replyTo: mine });
  await group.says("Mei", "/recall", { replyTo: other });

  expect(group.isGone(mine)).toBe(true);
  expect(group.isGone(other)).toBe(false);
});

const answerTo = async (text: string, settings: Parameters<typeof aGroup>[0]) => {
  const group = await aGroup({ ...people, ...settings });
  await group.says("Bo", text);
  return group.answer();
};

test("answers in the group's language, else in that of the command, else in the configured one", async () => {
  const chinese = "本群还没有 Pin 过消息。";
  const english = "Nothing is pinned here yet.";

  expect(await answerTo("/pins", { settings: { language: "zh-CN" } })).toContain(chinese);
  expect(await answerTo("/pin列表", { settings: { language: "en-US" } })).toContain(english);
  expect(await answerTo("/pin列表", {})).toContain(chinese);
  expect(await answerTo("/pins", {})).toContain(english);
  expect(await answerTo("/pins", { settings: { fallbackLanguage: "zh-CN" } })).toContain(chinese);
});

test("what people type is shown as they typed it, and as nothing else", async () => {
  const group = await aGroup(people);
  const lines: unknown[] = [];
  const { ports } = group.memory.platform;
  const { whisper } = ports;
  ports.whisper = (chat, user, words, options) => {
    lines.push(...words.lines.flat());
    return whisper(chat, user, words, options);
  };

  await group.says("Li", "/audit <at_id=all>`x`**y**[z](https://evil.example)");

  // The platform escapes plain strings; only what the sentences themselves mark up is markup.
  const typed = "<at_id=all>`x`**y**[z](https://ev";
  expect(lines).toContain(typed.slice(0, 32));
});
