import { expect, test } from "vitest";
import type { ChatId, MessageId } from "../../src/core/ids.ts";
import { type Invocation, invocationKey } from "../../src/core/invocation.ts";
import type { Log } from "../../src/core/log.ts";
import { problem } from "../../src/core/problem.ts";
import { textKeyOf } from "../../src/core/records/kept-text.ts";
import { renderCard } from "../../src/platforms/feishu/render.ts";
import { aGroup, type GroupSetup } from "../conversation.ts";

const people = { owner: "Li", admins: ["Mei"], members: ["Bo"] };
const day = 86_400_000;
const secret = "the password is swordfish";

type AGroup = Awaited<ReturnType<typeof aGroup>>;

/** A group that keeps texts, in which a message was recalled; everything was heard. */
const afterRecall = async (text = secret, setup: GroupSetup = {}) => {
  const group = await aGroup({ ...people, settings: { keepText: true }, ...setup });
  const message = group.message("Bo", text);
  await group.says("Mei", "/recall spam", { replyTo: message });
  await group.answers();
  return { group, message };
};

/** The words that are kept with a case. */
const textOf = async (group: AGroup, number: number, chat: ChatId = group.chat) => {
  const { platform } = group.memory;
  const found = await group.store.cases.get(platform, chat, number);
  const key = found && textKeyOf(found);
  return key === undefined ? undefined : (await group.store.texts.find(platform, chat, key))?.text;
};

const keyOf = (group: AGroup, message: MessageId): string => {
  const { platform, account } = group.memory.platform;
  return invocationKey({ platform, account, message } as Invocation);
};

/** The words that are kept with a command, whatever became of it. */
const textWith = async (group: AGroup, message: MessageId) =>
  (await group.store.texts.find(group.memory.platform, group.chat, keyOf(group, message)))?.text;

test("no text is kept unless the group asked for it", async () => {
  const { group } = await afterRecall(secret, { settings: {} });

  expect(await textOf(group, 1)).toBeUndefined();
  await group.says("Mei", "/case 1");
  const [answer, ...more] = await group.answers();
  expect(more).toEqual([]);
  expect(answer?.how).toBe("reply");
  expect(answer?.text).not.toContain("swordfish");
  expect(answer?.text).not.toContain("text of the message");
});

test("what was recalled is shown with its case, to the one who asks and to nobody else", async () => {
  const { group } = await afterRecall();

  await group.says("Mei", "/case 1");

  const [answer, ...more] = await group.answers();
  expect(more).toEqual([]);
  expect(answer).toMatchObject({ how: "whisper", to: "ou_Mei" });
  expect(answer?.text).toContain("#1 March 5 at 02:00 · Mei · recall · done: spam");
  expect(answer?.text).toContain(`shown to you alone: “${secret}”`);
});

const doings: readonly (readonly [text: string, prepare: (g: AGroup, m: MessageId) => void])[] = [
  ["/pin", () => {}],
  ["/unpin", (group, message) => group.pinsByHand("Li", message)],
  ["/top", () => {}],
];

test.each(doings)("%s keeps the text of its message too", async (text, prepare) => {
  const group = await aGroup({
    ...people,
    settings: { keepText: true },
    capabilities: { topNotice: true },
  });
  const message = group.message("Bo", secret);
  prepare(group, message);

  await group.says("Mei", text, { replyTo: message });

  expect(await textOf(group, 1)).toBe(secret);
});

test("a pin is made all the same when its text cannot be read", async () => {
  const group = await aGroup({ ...people, settings: { keepText: true } });
  const message = group.message("Bo", secret);
  group.memory.failNext("message", problem("message-invisible"));

  await group.says("Mei", "/pin", { replyTo: message });

  expect(group.pinned()).toEqual([message]);
  expect(await textOf(group, 1)).toBeUndefined();
});

test("a recall of which nobody knows the end keeps the text as well", async () => {
  const group = await aGroup({ ...people, settings: { keepText: true } });
  group.memory.failNext("recall", "silent");
  await group.says("Mei", "/recall", { replyTo: group.message("Bo", secret) });
  await group.clock.advance(60_000);

  expect(await group.cases()).toMatchObject([{ action: "recall", outcome: "unknown" }]);
  expect(await textOf(group, 1)).toBe(secret);
});

test.each([
  ["refused", "Bo", "/recall", ["denied"]],
  ["failed", "Li", "/recall", ["failed"]],
  ["only tried out", "Li", "/recall --preview", []],
  ["only looked at", "Bo", "/pins", []],
])("nothing is kept of what was %s", async (_, from, text, outcomes) => {
  const group = await aGroup({ ...people, botRole: "member", settings: { keepText: true } });
  const replyTo = group.message("Mei", secret);

  const message = await group.says(from, text, { replyTo });

  expect((await group.cases()).map(({ outcome }) => outcome)).toEqual(outcomes);
  expect(await textWith(group, message)).toBeUndefined();
  expect(JSON.stringify(await group.cases())).not.toContain("textKept");
});

test("a recall keeps its text wherever the process dies", async () => {
  let lives = 0;
  for (let atStep = 1; ; atStep += 1) {
    for (const when of ["before", "after"] as const) {
      const group = await aGroup({ ...people, settings: { keepText: true } });
      const replyTo = group.message("Bo", secret);
      group.diesAt({ atStep, when });
      const message = await group.says("Mei", "/recall", { replyTo });
      if (!group.isDead()) {
        expect(lives).toBeGreaterThan(20);
        return;
      }
      lives += 1;
      await group.crash();
      await group.says("Mei", "/recall", { replyTo, message });

      expect({ atStep, when, cases: await group.cases() }).toMatchObject({
        cases: [{ action: "recall", outcome: "done" }],
      });
      expect({ atStep, when, text: await textOf(group, 1) }).toMatchObject({ text: secret });
    }
  }
});

test("what was kept by a run that was cut off goes when the next run is refused", async () => {
  const group = await aGroup({ ...people, settings: { keepText: true } });
  const replyTo = group.message("Bo", secret);
  group.memory.hold("recall");
  const message = await group.says("Mei", "/recall", { replyTo });
  expect(await textWith(group, message)).toBe(secret);
  const here = group.memory.groups.get(group.chat);
  if (here) here.admins = [];
  await group.crash();

  expect(await group.cases()).toMatchObject([{ action: "recall", outcome: "denied" }]);
  expect(await textWith(group, message)).toBeUndefined();
});

test("a recall that is given up after many deaths still has its text", async () => {
  const group = await aGroup({ ...people, settings: { keepText: true } });
  group.memory.hold("recall");
  await group.says("Mei", "/recall", { replyTo: group.message("Bo", secret) });
  for (let life = 1; life <= 5; life += 1) await group.crash();

  expect(await group.cases()).toMatchObject([{ action: "recall", outcome: "unknown" }]);
  expect(await textOf(group, 1)).toBe(secret);
});

test("a recall by hand has no text, because nobody can read it any more", async () => {
  const group = await aGroup({ ...people, settings: { keepText: true } });
  const message = group.message("Bo", secret);

  await group.recalled(message, "author");

  expect(await group.cases()).toMatchObject([{ action: "recall-by-hand" }]);
  expect(await textOf(group, 1)).toBeUndefined();
});

test("the text goes when its time is over, and the case stays and says so", async () => {
  const { group } = await afterRecall(secret, { limits: { keepTextMs: 2 * day } });
  await group.clock.advance(2 * day - 1);
  expect(await textOf(group, 1)).toBe(secret);

  await group.clock.advance(11 * 60_000);

  expect(await textOf(group, 1)).toBeUndefined();
  await group.says("Mei", "/case 1");
  expect(await group.answers()).toMatchObject([
    { how: "reply", text: expect.stringContaining("its time is over") as string },
  ]);
  expect(await group.cases()).toMatchObject([{ action: "recall", outcome: "done" }]);
});

test("a text whose time is over is not shown, even if it was not swept away yet", async () => {
  const { group } = await afterRecall(secret, { limits: { keepTextMs: 60_000 } });
  await group.clock.advance(60_001);
  expect(await textOf(group, 1)).toBe(secret);

  await group.says("Mei", "/case 1");

  const answer = await group.answer();
  expect(answer).toContain("its time is over");
  expect(answer).not.toContain("swordfish");
});

test("where nobody can be told alone, the text is not told at all", async () => {
  const { group } = await afterRecall(secret, { topics: true });

  await group.says("Mei", "/case 1");

  const [answer] = await group.answers();
  expect(answer?.how).toBe("reply");
  expect(answer?.text).toContain("I show it to the asker alone");
  expect(answer?.text).not.toContain("swordfish");
});

test("the text is in no list, in no other group and for no member", async () => {
  const { group } = await afterRecall();
  const other = group.another("oc_other");
  await group.says("Mei", "/pin", { chat: other, replyTo: group.message("Li", "Hello", other) });
  await group.answers();

  await group.says("Mei", "/audit");
  await group.says("Bo", "/case 1");
  await group.says("Mei", "/case 1", { chat: other });

  const answers = await group.answers();
  expect(answers).toHaveLength(3);
  expect(JSON.stringify(answers)).not.toContain("swordfish");
  expect(await textOf(group, 1, other)).toBe("Hello");
});

test("what somebody wrote stays plain words when it is shown", async () => {
  const hostile =
    "<at id=all></at> [free](https://evil.example) **b** `c`\n# big\r\n> quote <font color='red'>x</font>";
  const { group } = await afterRecall(hostile);

  await group.says("Mei", "/case 1");

  const spoken = group.memory.spoken.at(-1);
  if (spoken === undefined) throw new Error("nothing was said");
  const line = spoken.words.lines.at(-1) ?? [];
  expect(line.every((span) => typeof span === "string")).toBe(true);
  const card = JSON.stringify(renderCard(spoken.words));
  expect(card).not.toMatch(/<at|<font|\]\(https:\/\/evil|\*\*b\*\*|`c`|\\n#|\\n>/);
});

test("a very long text is cut, never in the middle of a character", async () => {
  const { group } = await afterRecall(`${"😀".repeat(1_999)}👍👍`);

  expect(await textOf(group, 1)).toBe(`${"😀".repeat(1_999)}👍`);
});

test("a text is nowhere but beside its case: not in the case, the journal or the log", async () => {
  const logged: unknown[] = [];
  const log: Log = {
    debug: (...entry) => logged.push(entry),
    info: (...entry) => logged.push(entry),
    warn: (...entry) => logged.push(entry),
    error: (...entry) => logged.push(entry),
    child: () => log,
  };
  const { group } = await afterRecall(secret, { log });
  group.memory.failNext("whisper", problem("unknown"));
  group.memory.failNext("reply", problem("unknown"));
  const message = await group.says("Mei", "/case 1");
  const entry = await group.store.journal.find(keyOf(group, message));

  expect(entry?.state).toBe("done");
  expect(logged).not.toEqual([]);
  expect(JSON.stringify([entry, await group.cases(), logged])).not.toContain("swordfish");
});

test("/settings turns it on and off, says aloud what that means, and each change is a case", async () => {
  const group = await aGroup(people);
  await group.says("Mei", "/settings");
  expect(await group.answer()).toContain(
    "Text of messages in the record: not kept (default). When on, the words of messages that are pinned, put on top or recalled through me stay beside the case",
  );

  await group.says("Mei", "/settings keep-text on");
  expect(await group.answers()).toMatchObject([
    { how: "reply", text: expect.stringContaining("nobody but the asker") as string },
  ]);
  await group.says("Mei", "/recall", { replyTo: group.message("Bo", "first") });
  await group.answers();
  await group.says("Mei", "/settings keep-text off");
  expect(await group.answer()).toContain("No words of messages are kept from now on");
  await group.says("Mei", "/recall", { replyTo: group.message("Bo", "second") });

  expect(await group.cases()).toMatchObject([
    { action: "settings", details: { option: "keep-text", before: "off", after: "on" } },
    { action: "recall" },
    { action: "settings", details: { option: "keep-text", before: "on", after: "off" } },
    { action: "recall" },
  ]);
  expect(await textOf(group, 2)).toBe("first");
  expect(await textOf(group, 4)).toBeUndefined();
});

test("a member cannot turn it on", async () => {
  const group = await aGroup(people);

  await group.says("Bo", "/settings keep-text on");
  await group.says("Mei", "/recall", { replyTo: group.message("Bo", secret) });

  expect((await group.cases()).map(({ number }) => number)).toEqual([1]);
  expect(await textOf(group, 1)).toBeUndefined();
});

test.each(["bot-removed", "chat-gone"] as const)("no text is left after %s", async (type) => {
  const { group } = await afterRecall();
  const other = group.another("oc_other");
  const elsewhere = group.message("Li", "elsewhere", other);
  await group.says("Mei", "/pin", { chat: other, replyTo: elsewhere });

  await group.happens({ type, chat: group.chat, atMs: group.clock.now() });

  expect(await textOf(group, 1)).toBeUndefined();
  expect(await textOf(group, 1, other)).toBe("elsewhere");
  expect(await group.cases()).toHaveLength(1);
});

test("a text is whispered at most once and never said aloud, wherever the process dies", async () => {
  let whispers = 0;
  for (let atStep = 1; ; atStep += 1) {
    const { group } = await afterRecall();
    group.diesAt({ atStep, when: "after" });
    const message = await group.says("Mei", "/case 1");
    if (!group.isDead()) break;
    await group.crash();
    await group.says("Mei", "/case 1", { message });

    const shown = (await group.answers()).filter(({ text }) => text.includes("swordfish"));
    expect(shown.length).toBeLessThanOrEqual(1);
    expect(shown.every(({ how }) => how === "whisper")).toBe(true);
    whispers += shown.length;
  }
  expect(whispers).toBeGreaterThan(5);
});
