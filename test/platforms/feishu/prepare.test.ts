import { afterEach, expect, test } from "vitest";
import { systemClock } from "../../../src/core/clock.ts";
import type { ChatEvent } from "../../../src/core/events.ts";
import { silentObserver } from "../../../src/core/observer.ts";
import { createFeishuPlatform } from "../../../src/platforms/feishu/platform.ts";
import { startFeishuSandbox } from "../../../src/sandbox/feishu/sandbox.ts";
import { groupId, oneGroup, people } from "../../one-group.ts";
import { eventually } from "./eventually.ts";
import { createManualClock } from "./manual-clock.ts";
import { createMemoryLog } from "./memory-log.ts";

const cleanups: (() => Promise<void> | void)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

const prepared = async () => {
  const sandbox = await startFeishuSandbox({
    seed: oneGroup,
    redeliveryMs: Array.from({ length: 60 }, () => 300),
  });
  cleanups.push(() => sandbox.close());
  const platform = createFeishuPlatform({
    appId: sandbox.appId,
    appSecret: sandbox.appSecret,
    domain: sandbox.url,
    transport: { kind: "websocket" },
    clock: systemClock,
    log: createMemoryLog(),
    observer: silentObserver,
  });
  cleanups.push(async () => {
    await platform.stop();
    await platform.close();
  });
  void platform.prepare?.();
  const connections = () => sandbox.control.state().app.connections;
  await eventually(() => expect(connections()).toBe(1));
  const say = () =>
    sandbox.control.say({ chat_id: groupId, open_id: people.owner, text: "/pin" }).message_id;
  const taken: ChatEvent[] = [];
  const start = () =>
    platform.start(
      (event) => {
        taken.push(event);
        return Promise.resolve();
      },
      () => Promise.resolve({}),
    );
  return { platform, connections, say, start, taken };
};

test("what is said before the start waits for it, over the same connection", async () => {
  const { connections, say, start, taken } = await prepared();
  const early = say();
  await start();
  await eventually(() => expect(taken).toMatchObject([{ type: "message", message: early }]));
  const late = say();
  await eventually(() => expect(taken).toMatchObject([{ message: early }, { message: late }]));
  expect(connections()).toBe(1);
});

test("what is said before a stop is left to be delivered again, and nothing stays connected", async () => {
  const { platform, connections, say, start, taken } = await prepared();
  const early = say();
  await platform.stop();
  await eventually(() => expect(connections()).toBe(0));
  expect(taken).toEqual([]);
  await start();
  await eventually(() => expect(taken).toMatchObject([{ message: early }]));
});

test("who the bot is is not asked any more once it is closed", async () => {
  const log = createMemoryLog();
  const clock = createManualClock();
  const platform = createFeishuPlatform({
    appId: "cli_0123456789abcdef",
    appSecret: "secret",
    // Nobody listens there.
    domain: "http://127.0.0.1:1",
    transport: { kind: "webhook", path: "/webhook/feishu", encryptKey: "key" },
    clock,
    log,
    observer: silentObserver,
  });
  void platform.prepare?.();
  await platform.stop();
  await platform.close();
  await clock.advance(120_000);
  expect(log.lines.filter(({ level }) => level === "error")).toEqual([]);
});
