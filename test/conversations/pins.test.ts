import { expect, test } from "vitest";
import { problem } from "../../src/core/problem.ts";
import { aGroup } from "../conversation.ts";

const people = { owner: "Li", admins: ["Mei"], members: ["Bo"] };
const minute = 60_000;

test("lists who pinned what, when, why and until when, newest first, with pins by hand marked", async () => {
  const group = await aGroup(people);
  const first = group.message("Bo", "House rules");
  const second = group.message("Li", "Release on Friday");
  const third = group.message("Mei", "Lunch list");
  await group.says("Mei", "/pin", { replyTo: first });
  await group.clock.advance(minute);
  await group.says("Li", "/pin 2d do read this", { replyTo: second });
  await group.clock.advance(minute);
  group.pinsByHand("Li", third);
  await group.answers();

  await group.says("Bo", "/pins");

  expect(await group.answer()).toBe(
    [
      "3 messages are pinned here, newest first:",
      "1. Lunch list — by Li, March 5 at 02:02 (by hand)",
      "2. Release on Friday — by Li, March 5 at 02:01, until March 7 at 02:01: do read this",
      "3. House rules — by Mei, March 5 at 02:00",
    ].join("\n"),
  );
});

test("shows until when a pin by hand stands, if the bot was told, and why", async () => {
  const group = await aGroup(people);
  const notice = group.message("Li", "Release");
  group.pinsByHand("Mei", notice);
  await group.clock.advance(minute);
  await group.says("Li", "/pin 1d soon over", { replyTo: notice });
  await group.answers();

  await group.says("Bo", "/pins");

  expect(await group.answer()).toContain(
    "1. Release — by Mei, March 5 at 02:00 (by hand), until March 6 at 02:01: soon over",
  );
});

test("does not tell an old reason for a newer pin by hand", async () => {
  const group = await aGroup(people);
  const notice = group.message("Li", "Release");
  await group.says("Li", "/pin old reason", { replyTo: notice });
  group.memory.groups.get(group.chat)?.pins.clear();
  await group.clock.advance(minute);
  group.pinsByHand("Mei", notice);
  await group.answers();

  await group.says("Bo", "/pins");

  expect(await group.answer()).not.toContain("old reason");
});

test("says what to do when nothing is pinned", async () => {
  const group = await aGroup(people);

  await group.says("Bo", "/pins");

  expect(await group.answer()).toBe(
    "Nothing is pinned here yet. Reply to a message with /pin to pin it.",
  );
});

test("shows the newest ten and tells how many there are", async () => {
  const group = await aGroup(people);
  for (let count = 1; count <= 12; count += 1) {
    group.pinsByHand("Li", group.message("Li", `Notice ${count}`));
    await group.clock.advance(minute);
  }

  await group.says("Bo", "/pins");

  const lines = (await group.answer()).split("\n");
  expect(lines).toHaveLength(12);
  expect(lines[0]).toContain("12 messages");
  expect(lines[1]).toContain("Notice 12");
  expect(lines[10]).toContain("Notice 3");
  expect(lines[11]).toBe("Only the newest 10 are shown.");
});

test("a message that cannot be read is still listed", async () => {
  const group = await aGroup(people);
  group.pinsByHand("Li", group.message("Li", "Secret"));
  group.memory.failNext("message", problem("message-invisible"));

  await group.says("Bo", "/pins");

  expect(await group.answer()).toContain("1. a message — by Li");
});

test("names stay known of those who asked the bot and left", async () => {
  const group = await aGroup(people);
  await group.says("Mei", "/pin", { replyTo: group.message("Li", "Hello") });
  group.memory.groups.get(group.chat)?.members.clear();
  await group.answers();

  await group.says("Bo", "/pins");

  expect(await group.answer()).toContain("1. Hello — by Mei");
});

test("links to each message", async () => {
  const group = await aGroup(people);
  const notice = group.message("Li", "Hello");
  group.pinsByHand("Li", notice);
  const spans: unknown[] = [];
  const { reply } = group.memory.platform.ports;
  group.memory.platform.ports.reply = (to, words, options) => {
    spans.push(...words.lines.flat());
    return reply(to, words, options);
  };

  await group.says("Bo", "/pins");

  expect(spans).toContainEqual({ link: `https://chat.example/${notice}`, text: "Hello" });
});

test("a failed look-up is explained", async () => {
  const group = await aGroup(people);
  group.memory.failNext("pins", problem("platform-down"));

  await group.says("Bo", "/pins");

  expect(await group.answer()).toBe(
    "I could not list the pins: the platform is not answering properly. Please try again a little later.",
  );
});
