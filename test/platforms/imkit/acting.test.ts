import { expect, onTestFinished, test } from "vitest";
import { systemClock } from "../../../src/core/clock.ts";
import type { ChatId, MessageId } from "../../../src/core/ids.ts";
import { silentObserver } from "../../../src/core/observer.ts";
import type { Platform } from "../../../src/core/platform.ts";
import { createImkitPlatform } from "../../../src/platforms/imkit/platform.ts";
import { createMemoryLog } from "../feishu/memory-log.ts";
import { benchWithRoom as bench, sayIn as say } from "./bench-with-room.ts";
import type { ImkitBench } from "./rig.ts";

const signal = AbortSignal.timeout(60_000);
const words = { lines: [["done"]] };

const writesOf = ({ standIn }: ImkitBench) =>
  standIn.control
    .calls()
    .filter(({ method, path }) => method !== "GET" && path !== "/admin/clients")
    .map(({ method, path, credential }) => `${method} ${path} ${credential}`);

test("recalls others' messages with the API key, and does everything else as the bot", async () => {
  const here = await bench();
  const { ports } = here.platform;
  const others = await say(here, here.chat);
  await ports.chat(here.chat, { signal });
  await ports.memberNames(here.chat, { signal });
  const sent = await ports.post(here.chat, words, { signal, key: "k" });
  const own = sent.ok ? sent.value : ("" as MessageId);
  await ports.pin({ chat: here.chat, message: own }, { signal });
  await ports.unpin({ chat: here.chat, message: own }, { signal });
  await ports.recall({ chat: here.chat, message: own }, { signal });
  await ports.recall({ chat: here.chat, message: others }, { signal });

  expect(writesOf(here)).toEqual([
    `POST /rooms/${here.chat}/message user`,
    `POST /messages/${own}/pin user`,
    `DELETE /messages/${own}/pin user`,
    `POST /rooms/${here.chat}/message user`,
    `POST /rooms/${here.chat}/message platform`,
  ]);
  const withKey = here.standIn.control.calls().filter(({ credential }) => credential !== "user");
  expect(withKey.map(({ path, body }) => [path, body])).toEqual([
    ["/admin/clients", { _id: here.standIn.botId, issueAccessToken: true }],
    [`/rooms/${here.chat}/message`, { _id: others, messageType: "recall" }],
  ]);
});

test("a recall never edits", async () => {
  const here = await bench();
  const message = await say(here, here.chat);
  await here.platform.ports.recall({ chat: here.chat, message }, { signal });
  expect(here.standIn.control.message(message)).toMatchObject({ messageType: "recall", edits: 0 });
});

test("an answer that shows something else than a recall is no success", async () => {
  const here = await bench();
  const message = await say(here, here.chat);
  here.standIn.control.fault({
    method: "POST",
    trouble: {
      kind: "answer",
      afterEffect: false,
      answer: {
        status: 200,
        body: { RC: 0, RM: "OK", result: { _id: message, messageType: "text" } },
      },
    },
  });
  const recalled = await here.platform.ports.recall({ chat: here.chat, message }, { signal });
  expect(recalled).toMatchObject({ ok: false, problem: { effect: "maybe" } });
});

/** Another platform on the same stand-in, with a token instead of an API key. */
const keylessPlatform = ({ standIn }: ImkitBench): Platform => {
  const platform = createImkitPlatform({
    url: standIn.url,
    clientKey: standIn.clientKey,
    botId: standIn.botId,
    botToken: standIn.control.tokenFor(standIn.botId),
    webhookSecret: "another-secret-path-1",
    clock: systemClock,
    log: createMemoryLog(),
    observer: silentObserver,
    random: () => 0,
  });
  onTestFinished(() => platform.close());
  return platform;
};

test("without an API key it recalls others' messages as the bot, and explains when it may not", async () => {
  const here = await bench();
  const { control, botId } = here.standIn;
  const message = await say(here, here.chat);
  const keyless = keylessPlatform(here);
  expect(keyless.capabilities.recall.others).toBe("unconfirmed");
  control.setManagers(here.chat, []);
  const refused = await keyless.ports.recall({ chat: here.chat, message }, { signal });
  expect(refused).toMatchObject({ problem: { reason: "not-bots-to-recall", effect: "none" } });
  control.setManagers(here.chat, [botId]);
  const recalled = await keyless.ports.recall({ chat: here.chat, message }, { signal });
  expect(recalled).toEqual({ ok: true, value: { state: "applied" } });
  expect(writesOf(here).every((call) => call.endsWith(" user"))).toBe(true);
});

test("a token that was given is not renewed without an API key, and that is explained", async () => {
  const plain = await bench();
  const platform = keylessPlatform(plain);
  expect((await platform.ports.chat(plain.chat, { signal })).ok).toBe(true);
  plain.standIn.control.expireTokens();
  const asked = await platform.ports.chat(plain.chat, { signal });
  expect(asked).toMatchObject({ problem: { reason: "token-rejected" } });
});

test("a refused token is renewed once for all who wait for it", async () => {
  const here = await bench();
  here.standIn.control.clearCalls();
  here.standIn.control.expireTokens();
  const asked = await Promise.all(
    Array.from({ length: 8 }, () => here.platform.ports.chat(here.chat, { signal })),
  );
  expect(asked.every(({ ok }) => ok)).toBe(true);
  const issued = here.standIn.control.calls().filter(({ path }) => path === "/admin/clients");
  expect(issued).toHaveLength(1);
});

test.each(["bare", "enveloped"] as const)(
  "understands a token that comes %s",
  async (issuedToken) => {
    const here = await bench({ standIn: { decisions: { issuedToken } } });
    expect((await here.platform.ports.chat(here.chat, { signal })).ok).toBe(true);
  },
);

test.each(["object", "id"] as const)("knows an owner told as an %s", async (owner) => {
  const here = await bench({ standIn: { decisions: { owner } } });
  const facts = await here.platform.ports.chat(here.chat, { signal });
  expect(facts).toMatchObject({ value: { owners: ["olga"] } });
});

test("a member who calls themselves admin in the room's properties is none", async () => {
  const here = await bench();
  here.standIn.control.setMemberRole(here.chat, "mia", "admin");
  const facts = await here.platform.ports.chat(here.chat, { signal });
  expect(facts).toMatchObject({ value: { owners: ["olga"], admins: [here.standIn.botId] } });
});

test("no message of another room is pinned, unpinned or recalled", async () => {
  const here = await bench();
  const other = here.standIn.control.addRoom({ owner: "olga", members: ["mia"] });
  const foreign = await say(here, other);
  here.standIn.control.pinByHand(foreign);
  const ref = { chat: here.chat, message: foreign };
  expect(await here.platform.ports.pin(ref, { signal })).toMatchObject({
    problem: { reason: "message-unknown" },
  });
  expect(await here.platform.ports.recall(ref, { signal })).toMatchObject({
    problem: { reason: "message-unknown" },
  });
  expect(await here.platform.ports.unpin(ref, { signal })).toMatchObject({
    problem: { reason: "message-unknown" },
  });
  expect(writesOf(here)).toEqual([]);
  expect(here.standIn.control.pins(other)).toEqual([foreign]);
});

test("finds an old message however long the room has been talking since", async () => {
  const here = await bench();
  const old = await say(here, here.chat, "long ago");
  for (let count = 0; count < 120; count += 1) await say(here, here.chat, `message ${count}`);
  const facts = await here.platform.ports.message({ chat: here.chat, message: old }, { signal });
  expect(facts).toMatchObject({
    value: { message: old, author: { kind: "user", user: "mia" }, excerpt: "long ago" },
  });
});

test("explains that the bot is not in the room, or that there is none", async () => {
  const here = await bench();
  const closed = here.standIn.control.addRoom({ owner: "olga", bot: null }) as ChatId;
  expect(await here.platform.ports.chat(closed, { signal })).toMatchObject({
    problem: { reason: "bot-not-in-chat" },
  });
  expect(await here.platform.ports.chat("nowhere" as ChatId, { signal })).toMatchObject({
    problem: { reason: "chat-unknown" },
  });
  expect(await here.platform.ports.post(closed, words, { signal, key: "c" })).toMatchObject({
    problem: { reason: "bot-not-in-chat", effect: "none" },
  });
});

test("a send that certainly failed may be told again", async () => {
  const here = await bench();
  here.standIn.control.fault({
    method: "POST",
    count: 1,
    trouble: {
      kind: "answer",
      afterEffect: false,
      answer: { status: 403, body: { RC: 403, RM: "Forbidden" } },
    },
  });
  expect((await here.platform.ports.post(here.chat, words, { signal, key: "again" })).ok).toBe(
    false,
  );
  expect((await here.platform.ports.post(here.chat, words, { signal, key: "again" })).ok).toBe(
    true,
  );
});

test("a send that timed out after its effect is not repeated", async () => {
  const here = await bench();
  here.standIn.control.fault({
    method: "POST",
    count: 1,
    trouble: { kind: "silence", afterEffect: true },
  });
  const sent = await here.platform.ports.post(here.chat, words, { signal, key: "slow" });
  expect(sent).toMatchObject({ problem: { reason: "timeout", effect: "maybe" } });
  expect(here.standIn.control.messages(here.chat)).toHaveLength(1);
});

test("no key, token or word of anybody's is in the log", async () => {
  const here = await bench();
  const message = await say(here, here.chat, "very private words");
  here.standIn.control.fault({
    trouble: { kind: "junk", status: 502, afterEffect: false },
    count: 2,
  });
  await here.platform.ports.message({ chat: here.chat, message }, { signal });
  here.standIn.control.fault({ trouble: { kind: "reset", afterEffect: false } });
  const failed = await here.platform.ports.recall({ chat: here.chat, message }, { signal });
  const told = JSON.stringify([here.lines, failed]);
  expect(here.lines.length).toBeGreaterThan(0);
  for (const secret of [
    here.standIn.apiKey,
    here.standIn.clientKey,
    "very private",
    "IM-Authorization",
  ])
    expect(told).not.toContain(secret);
});

test("the link goes down with the platform and comes up again with it", async () => {
  const here = await bench();
  expect(here.platform.link().state).toBe("up");
  here.standIn.control.fault({ trouble: { kind: "reset", afterEffect: false } });
  await here.platform.ports.chat(here.chat, { signal });
  expect(here.platform.link().state).toBe("down");
  here.standIn.control.clearFaults();
  await here.platform.ports.chat(here.chat, { signal });
  expect(here.platform.link()).toMatchObject({ state: "up", reconnects: 1 });
});

test("is never refused as too fast, and moderation passes when answers have used up their share", async () => {
  // Everything shares one process here, so new connections are slow to be accepted.
  const here = await bench({ config: { timeoutMs: 20_000 } });
  const { ports } = here.platform;
  const message = await say(here, here.chat);
  const sendMany = (from: number, count: number) =>
    Promise.all(
      Array.from({ length: count }, (_, n) =>
        ports.post(here.chat, words, { signal, key: `s${from + n}` }),
      ),
    );
  const sends = [...(await sendMany(0, 475)), ...(await sendMany(475, 475))];
  const refused = sends.filter((sent) => !sent.ok);
  expect(refused.length).toBeGreaterThan(0);
  for (const sent of refused)
    expect(sent).toMatchObject({ problem: { reason: "too-fast", effect: "none" } });
  expect((await ports.pin({ chat: here.chat, message }, { signal })).ok).toBe(true);
  expect(here.standIn.control.refusedAsTooFast()).toBe(0);
}, 60_000);

test("cannot be made of what cannot work", async () => {
  const good = {
    url: "https://your-app.imkit.io",
    clientKey: "c",
    apiKey: "a",
    botId: "bot",
    webhookSecret: "0123456789abcdef",
    clock: systemClock,
    log: createMemoryLog(),
    observer: silentObserver,
  };
  expect(createImkitPlatform(good)).toMatchObject({
    platform: "imkit",
    account: "bot@your-app.imkit.io",
  });
  expect(() => createImkitPlatform({ ...good, apiKey: undefined })).toThrow(TypeError);
  expect(() => createImkitPlatform({ ...good, botId: "_all" })).toThrow(TypeError);
  expect(() => createImkitPlatform({ ...good, webhookSecret: "short" })).toThrow(TypeError);
  expect(() => createImkitPlatform({ ...good, webhookSecret: "0123456789abcdef/x" })).toThrow(
    TypeError,
  );
  expect(() => createImkitPlatform({ ...good, allowedIps: ["10.0.0.0/33"] })).toThrow(TypeError);
});
