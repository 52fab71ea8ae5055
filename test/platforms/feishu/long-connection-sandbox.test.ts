import { afterEach, describe, expect, test } from "vitest";
import { systemClock } from "../../../src/core/clock.ts";
import type { ChatEvent, MessageEvent } from "../../../src/core/events.ts";
import { silentObserver } from "../../../src/core/observer.ts";
import { createHttpInstance } from "../../../src/platforms/feishu/http-instance.ts";
import {
  createLongConnection,
  type LongConnectionOptions,
} from "../../../src/platforms/feishu/long-connection.ts";
import {
  type FeishuSandbox,
  type SandboxOptions,
  startFeishuSandbox,
} from "../../../src/sandbox/feishu/sandbox.ts";
import { eventually } from "./eventually.ts";
import { createMemoryLog } from "./memory-log.ts";

const cleanups: (() => Promise<void> | void)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

const quickly = { ReconnectInterval: 0.05, ReconnectNonce: 0.01 };

async function inSandbox(
  options: Partial<LongConnectionOptions> = {},
  sandboxOptions: SandboxOptions = { clientConfig: quickly },
) {
  const sandbox = await startFeishuSandbox(sandboxOptions);
  cleanups.push(() => sandbox.close());
  const http = createHttpInstance();
  cleanups.push(() => http.close());
  const events: ChatEvent[] = [];
  const connection = createLongConnection({
    appId: sandbox.appId,
    appSecret: sandbox.appSecret,
    domain: sandbox.url,
    http: http.sdk,
    clock: systemClock,
    random: () => 0,
    observer: silentObserver,
    log: createMemoryLog(),
    self: () => ({ appId: sandbox.appId, openId: undefined }),
    intake: async (event) => {
      events.push(event);
    },
    pace: { pollMs: 20, firstDelayMs: 20, longestDelayMs: 100 },
    ...options,
  });
  cleanups.push(() => connection.stop());
  await connection.start();
  const messages = () => events.filter((event): event is MessageEvent => event.type === "message");
  return { sandbox, connection, events, messages };
}

/** The first group, with its owner. */
function place(sandbox: FeishuSandbox): { chat_id: string; open_id: string } {
  const chat = sandbox.control.state().chats[0];
  const member = chat?.members[0];
  if (chat === undefined || member === undefined) throw new Error("the sandbox has no group");
  return { chat_id: chat.chat_id, open_id: member.open_id };
}

describe("in the sandbox", () => {
  test("what a person says arrives, with whom they mention and what they reply to", async () => {
    const { sandbox, messages } = await inSandbox();
    const { chat_id, open_id } = place(sandbox);
    const first = sandbox.control.say({ chat_id, open_id, text: "置顶 me" });
    const text = `<at user_id="${open_id}"></at> /pin`;
    sandbox.control.say({ chat_id, open_id, text, parent_id: first.message_id });
    await eventually(() => expect(messages()).toHaveLength(2));
    expect(messages()[0]).toMatchObject({
      chat: chat_id,
      sender: open_id,
      message: first.message_id,
      content: [{ kind: "text", text: "置顶 me" }],
      inThread: false,
    });
    expect(messages()[1]).toMatchObject({
      replyTo: first.message_id,
      content: [
        { kind: "mention", user: open_id, isBot: false },
        { kind: "text", text: " /pin" },
      ],
    });
  });

  test("a recall and a dissolution arrive", async () => {
    const { sandbox, events } = await inSandbox();
    const { chat_id, open_id } = place(sandbox);
    const { message_id } = sandbox.control.say({ chat_id, open_id, text: "oops" });
    sandbox.control.act({ action: "recall", message_id, open_id });
    sandbox.control.act({ action: "dissolve", chat_id });
    await eventually(() => expect(events.map(({ type }) => type)).toContain("chat-gone"));
    expect(events).toContainEqual(
      expect.objectContaining({ type: "recalled", message: message_id, chat: chat_id }),
    );
  });

  test("an event that could not be taken comes again", async () => {
    let isFull = true;
    const taken: ChatEvent[] = [];
    const { sandbox } = await inSandbox(
      {
        intake: async (event) => {
          if (isFull) throw new Error("disk full");
          taken.push(event);
        },
      },
      { clientConfig: quickly, redeliveryMs: Array<number>(50).fill(100) },
    );
    const { message_id } = sandbox.control.say({ ...place(sandbox), text: "/pin" });
    await eventually(() => expect(sandbox.control.waiting()).toBe(1));
    isFull = false;
    await eventually(() => expect(taken).toMatchObject([{ message: message_id }]));
    expect(sandbox.control.waiting()).toBe(0);
  });

  test("payloads in pieces out of order arrive whole", async () => {
    const { sandbox, messages } = await inSandbox();
    sandbox.control.fault({ kind: "split_frames", part_bytes: 50, out_of_order: true });
    sandbox.control.say({ ...place(sandbox), text: "群管家".repeat(100) });
    await eventually(() =>
      expect(messages()).toMatchObject([
        { content: [{ kind: "text", text: "群管家".repeat(100) }] },
      ]),
    );
  });

  test("the link survives a drop, a busy endpoint and refused handshakes", async () => {
    const { sandbox, connection, messages } = await inSandbox();
    sandbox.control.fault({ kind: "system_busy", count: 2 });
    sandbox.control.fault({ kind: "refuse_link", count: 1 });
    sandbox.control.fault({ kind: "drop_link" });
    await eventually(() => expect(connection.link()).toMatchObject({ state: "up", reconnects: 1 }));
    sandbox.control.say({ ...place(sandbox), text: "still there" });
    await eventually(() => expect(messages()).toHaveLength(1));
  });

  test("a dead path is noticed by silence after a ping", async () => {
    const { sandbox, connection, messages } = await inSandbox(
      { pingTimeoutMs: 100 },
      { clientConfig: { ...quickly, PingInterval: 0.2 } },
    );
    sandbox.control.fault({ kind: "freeze_link" });
    await eventually(() => expect(connection.link().state).toBe("down"));
    sandbox.control.fault({ kind: "clear" });
    await eventually(() => expect(connection.link().state).toBe("up"));
    sandbox.control.say({ ...place(sandbox), text: "awake" });
    await eventually(() => expect(messages()).toHaveLength(1));
  });

  test("a wrong secret leaves the link down without giving up", async () => {
    const { sandbox, connection } = await inSandbox({ appSecret: "wrong" });
    expect(connection.link()).toMatchObject({ state: "down", reconnects: 0 });
    const asked = () =>
      sandbox.control.calls().filter(({ path }) => path.includes("/callback/ws/endpoint")).length;
    await eventually(() => expect(asked()).toBeGreaterThan(2));
  });
});
