import { expect, test } from "vitest";
import { plain, type Words } from "../../src/core/answers/rich.ts";
import type { Segment } from "../../src/core/events.ts";
import type { MessageId, UserId } from "../../src/core/ids.ts";
import { problem } from "../../src/core/problem.ts";
import { chatOptionKeys, policyOptionKeys } from "../../src/core/settings/chat-options.ts";
import { aGroup, idOf } from "../conversation.ts";
import { createMemoryLog } from "../platforms/feishu/memory-log.ts";

const people = { owner: "Li", admins: ["Mei"], members: ["Bo", "Ann"] };
const says = "How success is shown";

const textOf = (card: Words | undefined): string => (card?.lines ?? []).map(plain).join("\n");

const at = (name: string): Segment => ({ kind: "mention", user: idOf(name), name, isBot: false });

test("an admin sees what holds and where each value comes from", async () => {
  const group = await aGroup({ ...people, settings: { feedback: "full" } });

  await group.says("Mei", "/settings");

  const text = await group.answer();
  expect(text).toContain("How success is shown: in words (from the configuration)");
  expect(text).toContain("Mode: act (default)");
  expect(text).toContain("For admins and above (default): /pin /unpin");
});

test("commands under one rule are shown together, and a rule of its own by itself", async () => {
  const group = await aGroup(people);
  await group.says("Mei", "/settings unpin.role member");
  await group.says("Mei", "/settings top.enabled off");
  await group.deliver("Mei", [{ kind: "text", text: "/settings recall.deny " }, at("Bo")]);

  await group.says("Mei", "/settings");

  const text = (await group.answers()).at(-1)?.text;
  expect(text).toContain("For everyone (set here): /unpin\n");
  expect(text).toContain("Switched off (set here): /top\n");
  expect(text).toContain("For moderators and above (default; people on a list apart): /recall\n");
});

test("a change in words holds at once, survives a restart, and is a case with before and after", async () => {
  const group = await aGroup(people);

  await group.says("Mei", "/settings feedback full");
  expect(await group.answer()).toBe(
    "“How success is shown” is now: in words (before: a reaction).",
  );
  await group.restart();
  await group.says("Mei", "/pin", { replyTo: group.message("Li", "Hello") });
  expect(await group.answer()).toBe("Pinned.");
  await group.says("Mei", "/settings feedback reset");
  expect(await group.answer()).toContain("a reaction (before: in words)");

  expect(await group.cases()).toMatchObject([
    { action: "settings", details: { option: "feedback", before: "quiet", after: "full" } },
    { action: "pin" },
    { action: "settings", details: { option: "feedback", before: "full", after: "quiet" } },
  ]);
  await group.says("Mei", "/case 1");
  expect(await group.answer()).toContain(`“${says}”: a reaction → in words`);
});

test("changing the language changes the very answer", async () => {
  const group = await aGroup(people);

  await group.says("Mei", "/settings language 中文");

  expect(await group.answer()).toBe("「语言」改为：中文（原来是：跟随命令）。");
});

test("who may use a command can be changed, switched off and given to single people", async () => {
  const group = await aGroup(people);
  const notice = group.message("Li", "Hello");
  await group.says("Mei", "/settings pin.role member");
  await group.says("Bo", "/pin", { replyTo: notice });
  expect(group.pinned()).toEqual([notice]);
  await group.answers();

  await group.deliver("Mei", [{ kind: "text", text: "/settings unpin.allow " }, at("Bo")]);
  await group.says("Bo", "/unpin", { replyTo: notice });
  expect(group.pinned()).toEqual([]);
  await group.deliver("Mei", [{ kind: "text", text: "/settings pin.deny " }, at("Bo")]);
  await group.says("Bo", "/pin", { replyTo: notice });
  expect((await group.answers()).at(-1)?.text).toContain("list of people who may not use /pin");
  await group.says("Mei", "/settings pin.enabled off");
  await group.says("Li", "/pin", { replyTo: notice });
  expect((await group.answers()).at(-1)?.text).toContain("switched off");
  await group.says("Mei", "/settings pin.enabled on");
  await group.says("Li", "/pin", { replyTo: notice });
  expect(group.pinned()).toEqual([notice]);
});

test("who was put on a list is told by name: in the answer, on the page of the command and in the case", async () => {
  const group = await aGroup(people);
  const deny = async (...names: readonly string[]) => {
    await group.deliver("Mei", [{ kind: "text", text: "/settings pin.deny " }, ...names.map(at)]);
    return group.answer();
  };

  expect(await deny("Bo")).toContain("is now: Bo (before: nobody).");
  expect(await deny("Ann")).toContain("is now: Ann (before: Bo).");
  expect(await deny("Ann")).toContain("already is: Ann.");
  await group.says("Mei", "/settings pin");
  expect(await group.answer()).toContain("People who may never use it: Ann (set here)");

  expect(await group.cases()).toMatchObject([
    { details: { option: "pin.deny", before: [], after: [idOf("Bo")] } },
    { details: { option: "pin.deny", before: [idOf("Bo")], after: [idOf("Ann")] } },
  ]);
  await group.says("Mei", "/case 2");
  expect(await group.answer()).toContain(": Bo → Ann");
});

test("the settings are listed with the words by which each can be typed", async () => {
  const group = await aGroup({ ...people, capabilities: { controls: false } });

  await group.says("Mei", "/settings");
  const all = await group.answer();
  await group.says("Mei", "/settings pin");

  const ofPin = await group.answer();

  for (const key of chatOptionKeys) expect(all).toMatch(new RegExp(` ${key}$`, "m"));
  for (const part of policyOptionKeys) expect(ofPin).toContain(`) pin.${part}\n`);
});

test("a pause between two uses is kept", async () => {
  const group = await aGroup(people);
  await group.says("Mei", "/settings pin.role member");
  await group.says("Mei", "/settings pin.cooldown 1m");
  const [one, two] = [group.message("Li", "one"), group.message("Li", "two")];
  await group.says("Bo", "/pin", { replyTo: one });
  await group.answers();

  await group.says("Bo", "/pin", { replyTo: two });
  expect(await group.answer()).toContain("try again after March 5 at 02:01");
  await group.clock.advance(60_000);
  await group.says("Bo", "/pin", { replyTo: two });
  expect(group.pinned()).toEqual([one, two]);
});

test("a pause between two uses outlasts the process, and a denied try does not prolong it", async () => {
  const group = await aGroup(people);
  await group.says("Mei", "/settings pin.role member");
  await group.says("Mei", "/settings pin.cooldown 1m");
  const [one, two] = [group.message("Li", "one"), group.message("Li", "two")];
  await group.says("Bo", "/pin", { replyTo: one });
  await group.clock.advance(30_000);
  await group.answers();
  await group.restart();

  await group.says("Bo", "/pin", { replyTo: two });
  expect(await group.answer()).toContain("try again after March 5 at 02:01");
  await group.says("Li", "/pin", { replyTo: two });
  expect(group.pinned()).toEqual([one, two]);
  await group.clock.advance(30_000);
  await group.says("Bo", "/unpin", { replyTo: two });
  await group.says("Bo", "/pin", { replyTo: two });
  expect(group.pinned()).toEqual([one, two]);
});

test("full-width letters and signs are understood, and so is a colon or an equals sign in between", async () => {
  const group = await aGroup(people);
  const answerTo = async (text: string) => {
    await group.says("Mei", text);
    return group.answer();
  };

  expect(await answerTo("／ｓｅｔｔｉｎｇｓ ｆｅｅｄｂａｃｋ ｆｕｌｌ")).toContain("in words");
  expect(await answerTo("/settings feedback：quiet")).toContain("a reaction");
  expect(await answerTo("/settings feedback ＝ full")).toContain("in words");
  expect(await answerTo("/settings timezone Asia／Tokyo")).toContain("Asia/Tokyo");
});

test.each(["constructor", "__proto__", "toString", "__proto__.role", "pin.constructor"])(
  "%s is no setting, and that is said",
  async (key) => {
    const group = await aGroup(people);

    await group.says("Mei", `/settings ${key} full`);

    expect(await group.answer()).toContain(`There is no setting ${key}.`);
  },
);

test("what does not fit is explained, with what would", async () => {
  const group = await aGroup(people);
  const answerTo = async (text: string) => {
    await group.says("Mei", text);
    return group.answer();
  };

  expect(await answerTo("/settings fedback full")).toContain("Did you mean feedback?");
  expect(await answerTo("/settings pin role member")).toContain("Did you mean pin.role?");
  expect(await answerTo("/settings feedback loud")).toContain("Give one of these: quiet, full.");
  expect(await answerTo("/settings timezone Mars")).toContain("name of a time zone");
  expect(await answerTo("/settings pin-duration soon")).toContain("Give a time");
  expect(await answerTo("/settings pin-duration 2y")).toContain("at most 365d");
  expect(await answerTo("/settings pin.cooldown 2d")).toContain("at most 1d");
  expect(await answerTo("/settings language auto")).toContain("reset leaves it");
  expect(await answerTo("/settings pin.deny Bo")).toContain("Mention the people");
  expect(await answerTo("/settings settings.enabled off")).toContain("stays on");
  expect(await answerTo("/settings feedback quiet")).toContain("a reaction");
  expect(await answerTo("/settings feedback quiet")).toContain("already is: a reaction");
});

test("nobody opens for themselves what the operator closed, nor closes it for those above", async () => {
  const group = await aGroup({ ...people, commands: { recall: { role: "owner" } } });
  const answerTo = async (...content: readonly Segment[]) => {
    await group.deliver("Mei", content);
    return group.answer();
  };

  expect(await answerTo({ kind: "text", text: "/settings recall.role admin" })).toContain(
    "only if you may always use it yourself",
  );
  expect(await answerTo({ kind: "text", text: "/settings pin.role owner" })).toContain(
    "a role above yours",
  );
  expect(await answerTo({ kind: "text", text: "/settings pin.deny " }, at("Li"))).toContain(
    "whose role is yours or above",
  );
  expect(
    await group.store.settings.list({ platform: "memory", account: "test" }, group.chat),
  ).toEqual([]);
});

test("a click changes the setting, updates the card and is a case", async () => {
  const group = await aGroup(people);
  await group.says("Mei", "/settings");
  await group.answers();

  const answered = await group.clicks("Li", says, { option: "full" });

  expect(answered.toast).toEqual({
    tone: "success",
    text: "“How success is shown” is now: in words (before: a reaction).",
  });
  expect(textOf(answered.card)).toContain("How success is shown: in words (set here)");
  expect(await group.cases()).toMatchObject([{ action: "settings", actor: idOf("Li") }]);
  const again = await group.clicks("Li", says, { option: "full" });
  expect(again.toast).toMatchObject({ tone: "info" });
  expect(await group.cases()).toHaveLength(1);
});

test("a command's own page is reached by a click, and its role changed there", async () => {
  const group = await aGroup(people);
  await group.says("Mei", "/settings");

  const page = await group.clicks("Mei", "Who may use a command", { option: "pin" });
  expect(page.card?.title).toBe("/pin in this group");
  const role = page.card?.controls?.find(({ label }) => label === "Who may use it");
  await group.clicks("Mei", says, { token: role?.token, option: "member" });
  const notice = group.message("Li", "Hello");
  await group.says("Bo", "/pin", { replyTo: notice });

  expect(group.pinned()).toEqual([notice]);
});

test("a click is refused with words: by a member, on a forged, foreign, moved or stale card", async () => {
  const group = await aGroup(people);
  await group.says("Mei", "/settings");
  const other = group.another("oc_other");
  const click = async (more: Parameters<typeof group.clicks>[2]) =>
    (await group.clicks("Mei", says, { option: "full", ...more })).toast;

  expect(await click({ operator: idOf("Bo") })).toMatchObject({
    tone: "warning",
    text: expect.stringContaining("Only the owner and admins may change the settings") as string,
  });
  const forged = expect.stringContaining("I do not know this button") as string;
  for (const token of [
    "f".repeat(32),
    `${"f".repeat(32)}.feedback`,
    { token: 1 },
    undefined,
    `${"0".repeat(31)}1.../../x`,
  ])
    expect(await click({ token })).toMatchObject({ tone: "warning", text: forged });
  const elsewhere = expect.stringContaining("belongs elsewhere") as string;
  expect(await click({ chat: other })).toMatchObject({ text: elsewhere });
  expect(await click({ message: "om_forwarded" as MessageId })).toMatchObject({ text: elsewhere });
  await group.clock.advance(3_600_000);
  expect(await click({})).toMatchObject({
    text: expect.stringContaining("has expired") as string,
  });
  expect(await group.cases()).toEqual([]);
});

test("an admin who was demoted a moment ago changes nothing by a click", async () => {
  const group = await aGroup(people);
  await group.says("Mei", "/settings");
  const memoryGroup = group.memory.groups.get(group.chat);
  if (memoryGroup) memoryGroup.admins = [];

  const { toast } = await group.clicks("Mei", says, { option: "full" });

  expect(toast).toMatchObject({ tone: "warning" });
  expect(await group.cases()).toEqual([]);
});

test("a click is answered before the platform gives up, however long the work takes", async () => {
  const group = await aGroup(people);
  await group.says("Mei", "/settings");
  await group.clock.advance(31_000);
  const release = group.memory.hold("chat");
  const clicking = group.clicks("Mei", says, { option: "full" });
  await group.clock.advance(2_500);

  expect((await clicking).toast).toMatchObject({
    tone: "info",
    text: expect.stringContaining("still working") as string,
  });
  release();
  await group.clock.advance(0);
  expect(await group.cases()).toHaveLength(1);
  expect(textOf(group.memory.spoken.at(-1)?.words)).toContain("in words (set here)");
});

test("a click that is refused late is told to the clicker alone, and the card stays", async () => {
  const group = await aGroup(people);
  await group.says("Mei", "/settings");
  await group.answers();
  const release = group.memory.hold("chat");
  const clicking = group.clicks("Bo", says, { option: "full" });
  await group.clock.advance(2_500);
  await clicking;
  release();
  await group.clock.advance(0);

  expect(await group.answers()).toMatchObject([
    {
      how: "whisper",
      to: idOf("Bo"),
      text: expect.stringContaining("Only the owner and admins") as string,
    },
  ]);
  expect(textOf(group.memory.spoken[0]?.words)).not.toContain("set here");
  expect(await group.cases()).toEqual([]);
});

test("a late refusal that cannot be told, for whatever reason, is in the log", async () => {
  const log = createMemoryLog();
  const group = await aGroup({ ...people, log });
  await group.says("Mei", "/settings");
  group.memory.failNext("whisper", problem("user-unavailable"), "throw");
  for (let clicks = 0; clicks < 2; clicks += 1) {
    await group.clock.advance(31_000);
    const release = group.memory.hold("chat");
    const clicking = group.clicks("Bo", says, { option: "full" });
    await group.clock.advance(2_500);
    await clicking;
    release();
    await group.clock.advance(0);
  }

  expect(log.lines.map(({ level, message }) => [level, message])).toEqual([
    ["warn", "a refused click could not be answered"],
    ["error", "a refused click could not be answered"],
  ]);
});

test("a click that is answered in time changes the card by its answer alone", async () => {
  const group = await aGroup(people);
  await group.says("Mei", "/settings");

  await group.clicks("Mei", says, { option: "full" });
  await group.clicks("Bo", says, { option: "full" });

  expect(group.memory.calls).not.toContain("rewrite");
  expect(group.memory.calls).not.toContain("whisper");
});

test("the button under a denial explains it, to the one who was denied", async () => {
  const group = await aGroup(people);
  await group.says("Bo", "/pin", { replyTo: group.message("Li", "Hello") });

  const other = await group.clicks("Ann", "Why?");
  expect(other.toast?.text).toContain("for somebody else");
  expect(other.card).toBeUndefined();
  const nobody = await group.clicks("Bo", "Why?", { operator: "" as UserId });
  expect(nobody.card).toBeUndefined();
  const own = await group.clicks("Bo", "Why?");
  expect(textOf(own.card)).toContain("✗ Role: a member");
});

test("where messages carry no controls, there are none, and words do", async () => {
  const group = await aGroup({ ...people, capabilities: { controls: false } });
  await group.says("Mei", "/settings");
  await group.says("Bo", "/pin", { replyTo: group.message("Li", "Hello") });
  await group.says("Bo", "/why");

  expect(group.memory.spoken.flatMap(({ words }) => words.controls ?? [])).toEqual([]);
  expect((await group.answers()).at(-1)?.text).toContain("✗ Role: a member");
});
