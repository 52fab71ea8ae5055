import { expect, test } from "vitest";
import type { Segment } from "../../src/core/events.ts";
import type { ChatId } from "../../src/core/ids.ts";
import { aGroup, idOf } from "../conversation.ts";

const people = { owner: "Li", admins: ["Mei"], members: ["Bo"] };
const hour = 3_600_000;
const day = 24 * hour;

/** A pin on day one, a denied recall on day two, an unpin on day three, each with its answer heard. */
const withRecord = async () => {
  const group = await aGroup(people);
  const notice = group.message("Li", "Release on Friday");
  await group.says("Mei", "/pin until Friday", { replyTo: notice });
  await group.clock.advance(day);
  await group.says("Bo", "/recall", { replyTo: notice });
  await group.clock.advance(day);
  await group.says("Li", "/unpin", { replyTo: notice });
  await group.answers();
  return { group, notice };
};

const mention = (name: string): Segment => ({
  kind: "mention",
  user: idOf(name),
  name,
  isBot: false,
});

test("/audit lists what was done and refused, by whom, when and why, newest first", async () => {
  const { group } = await withRecord();

  await group.says("Mei", "/audit");

  expect(await group.answer()).toBe(
    [
      "#3 March 7 at 02:00 · Li · unpin · done",
      "#2 March 6 at 02:00 · Bo · recall · denied",
      "#1 March 5 at 02:00 · Mei · pin · done: until Friday",
      "/case with a number shows one in full.",
    ].join("\n"),
  );
});

test("/audit can be narrowed by number, time and member, in any order", async () => {
  const { group } = await withRecord();
  const lines = async (content: readonly Segment[]): Promise<readonly string[]> => {
    await group.deliver("Mei", content);
    return (await group.answer()).match(/^#\d+/gm) ?? [];
  };
  const text = (words: string): Segment => ({ kind: "text", text: words });

  expect(await lines([text("/audit 2")])).toEqual(["#3", "#2"]);
  expect(await lines([text("/audit 25h")])).toEqual(["#3", "#2"]);
  expect(await lines([text("/audit "), mention("Bo")])).toEqual(["#2"]);
  expect(await lines([text("/audit "), mention("Mei"), text(" 1 7d")])).toEqual(["#1"]);
  expect(await lines([text("/audit "), mention("Mei"), text(" 1h")])).toEqual([]);
});

test.each(["/audit weather", "/audit 0", "/audit 5x", "/audit 99999"])(
  "%s is refused with an example",
  async (text) => {
    const { group } = await withRecord();

    await group.says("Mei", text);

    expect(await group.answer()).toContain("/audit 20 7d");
  },
);

test("/case shows one case in full", async () => {
  const { group } = await withRecord();

  await group.says("Mei", "/case 2");

  expect(await group.answer()).toBe(
    ["#2 March 6 at 02:00 · Bo · recall · denied", "Written by Li", "Open in the group"].join("\n"),
  );
});

test("/case tells when a timed pin ends", async () => {
  const group = await aGroup(people);
  await group.says("Li", "/pin 2d", { replyTo: group.message("Li", "Hello") });
  await group.answers();

  await group.says("Li", "/case #1");

  expect(await group.answer()).toContain("Ends March 7 at 02:00");
});

test("/case adds a reason, keeps every earlier one, and changes nothing else", async () => {
  const { group } = await withRecord();
  const before = await group.cases();

  await group.says("Mei", "/case 2 reason looked like spam");
  expect(await group.answers()).toMatchObject([{ how: "react", text: "done" }]);
  await group.clock.advance(hour);
  await group.deliver("Li", [{ kind: "text", text: "/case 2 sorry " }, mention("Bo")]);
  await group.answers();

  await group.says("Mei", "/case 2");
  const text = await group.answer();
  expect(text).toContain("March 7 at 02:00, Mei added: looked like spam");
  expect(text).toContain("March 7 at 03:00, Li added: sorry @Bo");
  expect(await group.cases()).toEqual(before);
});

test("a reason that is delivered twice is added once", async () => {
  const { group } = await withRecord();
  const message = await group.says("Mei", "/case 2 spam");
  await group.crash();
  await group.says("Mei", "/case 2 spam", { message });

  const found = await group.store.cases.get(group.memory.platform, group.chat, 2);
  expect(found?.notes).toHaveLength(1);
});

test.each(["/case", "/case x", "/case -1", "/case 1.5"])("%s asks for the number", async (text) => {
  const { group } = await withRecord();

  await group.says("Mei", text);

  expect(await group.answer()).toContain("/case 12");
});

test("a case that does not exist, or is of another group, is not shown", async () => {
  const { group } = await withRecord();
  const other: ChatId = group.another("oc_other");

  await group.says("Mei", "/case 9");
  expect(await group.answer()).toContain("no case 9");
  await group.says("Mei", "/case 1", { chat: other });
  expect(await group.answer()).toContain("no case 1");
  await group.says("Mei", "/case 1 mine now", { chat: other });
  expect(await group.answer()).toContain("no case 1");
  await group.says("Mei", "/audit", { chat: other });
  expect(await group.answer()).toBe("There are no such cases.");
});

test("members see no record, and their own attempts to are none", async () => {
  const { group } = await withRecord();
  const before = await group.cases();

  await group.says("Bo", "/audit");
  await group.says("Bo", "/case 1");

  for (const { how, text } of await group.answers()) {
    expect(how).toBe("whisper");
    expect(text).toContain("may see the record here");
  }
  expect(await group.cases()).toEqual(before);
});

test("cases are numbered per group, without gaps", async () => {
  const group = await aGroup(people);
  const other = group.another("oc_other");
  for (const chat of [group.chat, other, group.chat, other]) {
    await group.says("Li", "/pin", { chat, replyTo: group.message("Li", "Hello", chat) });
  }

  expect((await group.cases()).map(({ number }) => number)).toEqual([1, 2]);
});

test("the text of a message is not in the record", async () => {
  const group = await aGroup(people);
  const secret = group.message("Bo", "the password is swordfish");
  await group.says("Li", "/pin", { replyTo: secret });
  await group.says("Bo", "/recall", { replyTo: secret });

  expect(JSON.stringify(await group.cases())).not.toContain("swordfish");
});
