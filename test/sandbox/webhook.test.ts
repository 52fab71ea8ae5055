import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { adaptDefault } from "@larksuiteoapi/node-sdk";
import { expect, onTestFinished, test } from "vitest";
import { encryptPayload, signBody } from "../../src/sandbox/feishu/webhook-push.ts";
import { groups, startBench } from "./harness.ts";
import { dispatcher, type Heard } from "./link.ts";

interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A webhook receiver that answers as told. */
async function listen(answer: (body: string) => { status: number; text: string }) {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const body = Buffer.concat(chunks).toString();
      received.push({ headers: request.headers, body });
      const { status, text } = answer(body);
      response.writeHead(status, { "content-type": "application/json" }).end(text);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/webhook`, received };
}

function echoChallenge(body: string): { status: number; text: string } {
  const { challenge } = JSON.parse(body) as { challenge?: string };
  return { status: 200, text: JSON.stringify(challenge === undefined ? {} : { challenge }) };
}

test("encrypts as the platform's example does", () => {
  const known = "P37w+VZImNgPEO1RBhJ6RtKl7n6zymIbEG1pReEzghk=";
  const iv = Buffer.from(known, "base64").subarray(0, 16);
  expect(encryptPayload("test key", "hello world", iv)).toBe(known);
});

test("asks the address to prove itself before using it", async () => {
  const bench = await startBench();
  const good = await listen(echoChallenge);
  const bad = await listen(() => ({ status: 200, text: '{"challenge":"guessed"}' }));
  const subscribe = (url: string) =>
    bench.control.tryAct({
      action: "set_subscription",
      mode: "webhook",
      url,
      verification_token: "vt",
    });
  expect((await subscribe(bad.url)).code).not.toBe(0);
  expect((await subscribe("http://192.0.2.1/webhook")).code).not.toBe(0);
  expect((await subscribe("file:///etc/passwd")).code).not.toBe(0);
  expect((await subscribe(good.url)).code).toBe(0);
  expect(JSON.parse(good.received[0]?.body ?? "")).toMatchObject({
    type: "url_verification",
    token: "vt",
  });
});

test("pushes plain events with the verification token, and tries again after a failure", async () => {
  const bench = await startBench({ redeliveryMs: [20, 20] });
  let failures = 1;
  const target = await listen((body) => {
    if (body.includes("url_verification")) return echoChallenge(body);
    failures -= 1;
    return { status: failures >= 0 ? 500 : 200, text: "{}" };
  });
  await bench.control.actAsync({
    action: "set_subscription",
    mode: "webhook",
    url: target.url,
    verification_token: "vt",
  });
  bench.say(groups.launch, "/pin");
  await expect.poll(() => target.received.length).toBe(3);
  const [first, second] = target.received.slice(1).map(({ body }) => JSON.parse(body) as unknown);
  expect(first).toMatchObject({ header: { token: "vt", event_type: "im.message.receive_v1" } });
  expect(second).toEqual(first);
  expect(target.received[1]?.headers["x-lark-signature"]).toBeUndefined();
});

test("signs and encrypts so that the official SDK accepts it", async () => {
  const bench = await startBench();
  const heard: Heard[] = [];
  const encryptKey = "a key";
  const receive = adaptDefault(
    "/webhook",
    dispatcher((event) => void heard.push(event), { encryptKey, verificationToken: "vt" }),
    { autoChallenge: true },
  );
  const signatures: boolean[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const header = (name: string) => String(request.headers[name]);
      signatures.push(
        header("x-lark-signature") ===
          signBody({
            timestamp: header("x-lark-request-timestamp"),
            nonce: header("x-lark-request-nonce"),
            encryptKey,
            body: Buffer.concat(chunks).toString(),
          }),
      );
    });
    void receive(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  await bench.control.actAsync({
    action: "set_subscription",
    mode: "webhook",
    url: `http://127.0.0.1:${port}/webhook`,
    encrypt_key: encryptKey,
    verification_token: "vt",
  });
  const id = bench.say(groups.launch, "/pin 中文");
  await expect.poll(() => heard.length).toBe(1);
  expect(heard[0]?.message?.message_id).toBe(id);
  expect(signatures).toEqual([true, true]);
  await bench.control.actAsync({ action: "set_subscription", mode: "websocket" });
  bench.say(groups.launch, "/unpin");
  await expect.poll(() => bench.control.waiting()).toBe(1);
  expect(heard).toHaveLength(1);
});

test("takes an answer that comes too late for none", async () => {
  const bench = await startBench({ ackTimeoutMs: 40, redeliveryMs: [10] });
  let pushes = 0;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const body = Buffer.concat(chunks).toString();
      if (body.includes("url_verification")) response.end(echoChallenge(body).text);
      else pushes += 1;
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => server.closeAllConnections());
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}/webhook`;
  await bench.control.actAsync({ action: "set_subscription", mode: "webhook", url });
  bench.say(groups.launch, "/pin");
  await expect.poll(() => pushes).toBe(2);
});
