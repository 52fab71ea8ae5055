import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { systemClock } from "../../../src/core/clock.ts";
import type { ChatEvent } from "../../../src/core/events.ts";
import { silentObserver } from "../../../src/core/observer.ts";
import { createFeishuWebhook, type FeishuWebhook } from "../../../src/platforms/feishu/webhook.ts";
import { startFeishuSandbox } from "../../../src/sandbox/feishu/sandbox.ts";
import { eventually } from "./eventually.ts";
import { createMemoryLog } from "./memory-log.ts";

const cleanups: (() => Promise<void> | void)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

const encrypt_key = "the encrypt key";
const verification_token = "the token";

const bodyOf = async (request: IncomingMessage): Promise<Uint8Array> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
};

const headersOf = ({ headers }: IncomingMessage): Record<string, string | undefined> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));

/** Serves the webhook over HTTP and returns its address. */
async function serve(webhook: FeishuWebhook): Promise<string> {
  const server = createServer((request, response) => {
    const answer = async (): Promise<void> => {
      const { status, body } = await webhook.handle({
        headers: headersOf(request),
        body: await bodyOf(request),
      });
      response.writeHead(status, { "content-type": "application/json" });
      response.end(JSON.stringify(body));
    };
    void answer();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  cleanups.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

test("the sandbox's pushes pass the address check, are taken, and come again after a failure", async () => {
  const sandbox = await startFeishuSandbox({ redeliveryMs: Array<number>(50).fill(100) });
  cleanups.push(() => sandbox.close());
  const taken: ChatEvent[] = [];
  let isFull = true;
  const url = await serve(
    createFeishuWebhook({
      encryptKey: encrypt_key,
      verificationToken: verification_token,
      clock: systemClock,
      observer: silentObserver,
      log: createMemoryLog(),
      self: () => ({ appId: sandbox.appId, openId: undefined }),
      intake: async (event) => {
        if (isFull) throw new Error("disk full");
        taken.push(event);
      },
    }),
  );
  const subscribe = { action: "set_subscription", mode: "webhook", url, encrypt_key } as const;
  await expect(
    sandbox.control.actAsync({ ...subscribe, verification_token: "another" }),
  ).rejects.toThrow(/challenge/);
  await sandbox.control.actAsync({ ...subscribe, verification_token });

  const chat = sandbox.control.state().chats[0];
  const open_id = chat?.members[0]?.open_id ?? "";
  const { message_id } = sandbox.control.say({
    chat_id: chat?.chat_id ?? "",
    open_id,
    text: "/pin",
  });
  await eventually(() => expect(sandbox.control.waiting()).toBe(1));
  isFull = false;
  await eventually(() =>
    expect(taken).toMatchObject([{ type: "message", message: message_id, sender: open_id }]),
  );
  expect(sandbox.control.waiting()).toBe(0);
});
