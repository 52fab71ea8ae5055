import { expect, onTestFinished, test } from "vitest";
import { systemClock } from "../../../src/core/clock.ts";
import { silentObserver } from "../../../src/core/observer.ts";
import type { Platform } from "../../../src/core/platform.ts";
import { createImkitPlatform } from "../../../src/platforms/imkit/platform.ts";
import { createMemoryLog } from "../feishu/memory-log.ts";
import { benchWithRoom, sayIn } from "./bench-with-room.ts";
import type { ImkitBench } from "./rig.ts";

const words = { lines: [["Pinned until ", { bold: "Friday" }, "."]] };
const sending = (more: { readonly again?: boolean } = {}) => ({
  signal: AbortSignal.timeout(20_000),
  key: "k1",
  ...more,
});
const mayHaveBeen = { again: true };

/** The bot after a crash: it remembers nothing of what it sent. */
const reborn = ({ standIn }: ImkitBench): Platform => {
  const platform = createImkitPlatform({
    url: standIn.url,
    clientKey: standIn.clientKey,
    apiKey: standIn.apiKey,
    botId: standIn.botId,
    webhookSecret: "another-secret-path-1",
    clock: systemClock,
    log: createMemoryLog(),
    observer: silentObserver,
    random: () => 0,
    timeoutMs: 1_500,
  });
  onTestFinished(() => platform.close());
  return platform;
};

const aCommand = async () => {
  const here = await benchWithRoom();
  const message = await sayIn(here, here.chat, "/pin");
  const said = () =>
    here.standIn.control
      .messages(here.chat)
      .filter(({ author, messageType }) => author === here.standIn.botId && messageType === "text")
      .map(({ reply }) => reply);
  const chatter = async (count: number): Promise<void> => {
    for (let index = 0; index < count; index += 1) await sayIn(here, here.chat, `talk ${index}`);
  };
  const after = reborn(here).ports;
  return { ...here, ref: { chat: here.chat, message }, said, chatter, after };
};

test("an answer that stands in the room is not given again after a crash", async () => {
  const { platform, after, ref, said, chatter } = await aCommand();
  const first = await platform.ports.reply(ref, words, sending());
  await chatter(60);

  expect(await after.reply(ref, words, sending(mayHaveBeen))).toEqual(first);
  expect(said()).toEqual([ref.message]);
});

test("an answer that does not stand in the room is given, however much was written since", async () => {
  const { after, ref, said, chatter } = await aCommand();
  await chatter(60);

  expect(await after.reply(ref, words, sending(mayHaveBeen))).toMatchObject({ ok: true });
  expect(said()).toEqual([ref.message]);
});

test("another answer to the same command, or the same words to another, are not taken for it", async () => {
  const { platform, after, ref, said, ...here } = await aCommand();
  const other = await sayIn({ ...here, platform }, here.chat, "/pin");
  await platform.ports.reply(ref, { lines: [["Please wait."]] }, sending());
  await platform.ports.reply({ ...ref, message: other }, words, { ...sending(), key: "k2" });

  await after.reply(ref, words, sending(mayHaveBeen));

  expect(said()).toEqual([ref.message, other, ref.message]);
});

test("somebody else who says the same words does not keep the bot from its answer", async () => {
  const { after, ref, said, standIn } = await aCommand();
  const text = "Pinned until Friday.";
  await standIn.control.say({ room: ref.chat, user: "mia", text, reply: ref.message });

  await after.reply(ref, words, sending(mayHaveBeen));

  expect(said()).toEqual([ref.message]);
});

test("where too much was written since to tell, it is not said again", async () => {
  const { after, ref, said, chatter } = await aCommand();
  await chatter(120);

  const result = await after.reply(ref, words, sending(mayHaveBeen));

  expect(result).toMatchObject({ problem: { effect: "maybe", code: "answer-in-doubt" } });
  expect(said()).toEqual([]);
});

test("a room that cannot be read is no proof that nothing was said", async () => {
  const { platform, after, ref, said, standIn } = await aCommand();
  await platform.ports.reply(ref, words, sending());
  standIn.control.fault({
    method: "GET",
    trouble: { kind: "junk", status: 502, afterEffect: false },
  });

  expect(await after.reply(ref, words, sending(mayHaveBeen))).toMatchObject({
    problem: { reason: "platform-down" },
  });
  expect(said()).toHaveLength(1);
});

test("an answer whose command was recalled after it was given is still found", async () => {
  const { platform, after, ref, said } = await aCommand();
  const first = await platform.ports.reply(ref, words, sending());
  await platform.ports.recall(ref, { signal: AbortSignal.timeout(5_000) });

  expect(await after.reply(ref, words, sending(mayHaveBeen))).toEqual(first);
  expect(said()).toHaveLength(1);
});

test("a message that replies to nothing is found among the newest", async () => {
  const { platform, after, ref, said, chatter } = await aCommand();
  const first = await platform.ports.post(ref.chat, words, sending());
  await chatter(20);

  expect(await after.post(ref.chat, words, sending(mayHaveBeen))).toEqual(first);
  expect(said()).toHaveLength(1);
});

test("in one life, an answer that was lost on the way is looked for before it is sent again", async () => {
  const { platform, ref, said, standIn } = await aCommand();
  const lose = (afterEffect: boolean) =>
    standIn.control.fault({
      method: "POST",
      path: "/message",
      count: 1,
      trouble: { kind: "reset", afterEffect },
    });
  lose(true);
  const first = await platform.ports.reply(ref, words, sending());
  expect(first).toMatchObject({ problem: { effect: "maybe" } });
  const found = await platform.ports.reply(ref, words, sending(mayHaveBeen));
  expect(found).toMatchObject({ ok: true });
  expect(said()).toHaveLength(1);

  lose(false);
  const second = { ...sending(), key: "k2" };
  const done = { lines: [["Done."]] };
  expect((await platform.ports.reply(ref, done, second)).ok).toBe(false);
  const again = await platform.ports.reply(ref, done, { ...second, ...mayHaveBeen });
  expect(again.ok).toBe(true);
  expect(said()).toHaveLength(2);
});
