import { once } from "node:events";
import { createConnection } from "node:net";
import { expect, test } from "vitest";
import { WebSocket } from "ws";
import { decodeFrame, encodeFrame } from "../../src/sandbox/feishu/frame.ts";
import { type Bench, groups, startBench } from "./harness.ts";
import { connect } from "./link.ts";

const ENDPOINT = "/callback/ws/endpoint";

const bootstrap = (bench: Bench, secret = bench.appSecret) =>
  bench.raw("POST", ENDPOINT, { body: { AppID: bench.appId, AppSecret: secret } });

function handshake(url: string, headers: Record<string, string> = {}) {
  return new Promise<{ status: number; headers: Record<string, unknown> }>((resolve) => {
    const socket = new WebSocket(url, { headers });
    socket.on("open", () => {
      socket.terminate();
      resolve({ status: 101, headers: {} });
    });
    socket.on("unexpected-response", (_request, response) => {
      resolve({ status: response.statusCode ?? 0, headers: response.headers });
    });
    socket.on("error", () => resolve({ status: 0, headers: {} }));
  });
}

test("tells where to connect, with service_id not first", async () => {
  const bench = await startBench({ clientConfig: { PingInterval: 7 } });
  const reply = await bootstrap(bench);
  expect(reply.body).toMatchObject({
    code: 0,
    data: {
      ClientConfig: {
        ReconnectCount: -1,
        ReconnectInterval: 120,
        ReconnectNonce: 30,
        PingInterval: 7,
      },
    },
  });
  const url = new URL(String(reply.at("data.URL")));
  expect(url.searchParams.get("service_id")).toBe("33");
  expect([...url.searchParams.keys()][0]).not.toBe("service_id");
});

test("refuses strangers, and too many connections of friends", async () => {
  const bench = await startBench();
  expect((await bootstrap(bench, "wrong")).body).toMatchObject({ code: 514, data: {} });
  const sockets: WebSocket[] = [];
  for (let count = 0; count < 50; count += 1) {
    sockets.push(new WebSocket(String((await bootstrap(bench)).at("data.URL"))));
  }
  await expect.poll(() => bench.control.state().app.connections).toBe(50);
  expect((await bootstrap(bench)).code).toBe(1000040350);
  for (const socket of sockets) socket.terminate();
  await expect.poll(() => bench.control.state().app.connections).toBe(0);
});

test("takes each ticket once and says why it refuses", async () => {
  const bench = await startBench();
  const url = String((await bootstrap(bench)).at("data.URL"));
  expect((await handshake(url)).status).toBe(101);
  const second = await handshake(url);
  expect(second.status).toBe(403);
  expect(second.headers).toMatchObject({
    "handshake-status": "514",
    "handshake-msg": "auth failed",
  });
});

test("lets tickets grow stale", async () => {
  const bench = await startBench();
  const url = String((await bootstrap(bench)).at("data.URL"));
  bench.advance(60_001);
  expect((await handshake(url)).status).toBe(403);
});

test("keeps other hosts and origins out of the upgrade", async () => {
  const bench = await startBench();
  const url = String((await bootstrap(bench)).at("data.URL"));
  expect((await handshake(url, { host: "evil.example" })).status).toBe(0);
  expect((await handshake(url, { origin: "http://evil.example" })).status).toBe(0);
});

test("is busy or refuses the link on demand, so many times", async () => {
  const bench = await startBench();
  bench.control.fault({ kind: "system_busy", count: 1 });
  expect((await bootstrap(bench)).code).toBe(1000040345);
  bench.control.fault({ kind: "refuse_link", count: 1 });
  expect((await handshake(String((await bootstrap(bench)).at("data.URL")))).status).toBe(403);
  expect((await handshake(String((await bootstrap(bench)).at("data.URL")))).status).toBe(101);
});

test("answers a ping with the client's configuration", async () => {
  const bench = await startBench();
  const socket = new WebSocket(String((await bootstrap(bench)).at("data.URL")));
  const pong = new Promise<Uint8Array>((resolve) => {
    socket.on("message", (data) => resolve(data as Buffer));
  });
  socket.on("open", () => {
    const headers = { type: "ping" };
    const payload = new Uint8Array(0);
    socket.send(encodeFrame({ seqId: 0, logId: 0, service: 33, method: 0, headers, payload }));
  });
  const frame = decodeFrame(await pong);
  expect(frame).toMatchObject({ method: 0, service: 33, headers: { type: "pong" } });
  expect(JSON.parse(Buffer.from(frame?.payload ?? []).toString())).toMatchObject({
    PingInterval: 120,
    ReconnectCount: -1,
  });
  socket.terminate();
});

test("carries a message to the official SDK, with an empty token", async () => {
  const bench = await startBench();
  const link = await connect(bench);
  const id = bench.say(groups.launch, "/pin");
  await expect.poll(() => link.heard.length).toBe(1);
  expect(link.heard[0]).toMatchObject({
    event_type: "im.message.receive_v1",
    token: "",
    app_id: bench.appId,
    message: {
      message_id: id,
      chat_type: "group",
      message_type: "text",
      content: JSON.stringify({ text: "/pin" }),
    },
  });
});

test.each([false, true])("splits big payloads, out of order: %s", async (outOfOrder) => {
  const bench = await startBench();
  const link = await connect(bench);
  bench.control.fault({ kind: "split_frames", part_bytes: 64, out_of_order: outOfOrder });
  bench.say(groups.launch, "拆分 ".repeat(200));
  await expect.poll(() => link.heard.length).toBe(1);
  expect(link.heard[0]?.message?.content).toContain("拆分 拆分");
  bench.control.fault({ kind: "clear" });
});

test("sends each event to one client of the app", async () => {
  const bench = await startBench();
  const links = [await connect(bench), await connect(bench), await connect(bench)];
  for (let index = 0; index < 30; index += 1) bench.say(groups.launch, `line ${index}`);
  const total = () => links.reduce((sum, link) => sum + link.heard.length, 0);
  await expect.poll(total).toBe(30);
  expect(links.filter((link) => link.heard.length > 0).length).toBeGreaterThan(1);
});

test("cuts the link on demand, and the SDK comes back", async () => {
  const bench = await startBench();
  const link = await connect(bench);
  bench.control.fault({ kind: "drop_link" });
  const bootstraps = () => bench.control.calls().filter(({ path }) => path === ENDPOINT).length;
  await expect.poll(bootstraps).toBe(2);
  await expect.poll(() => bench.control.state().app.connections).toBe(1);
  bench.say(groups.launch, "still there");
  await expect.poll(() => link.heard.length).toBe(1);
});

test("goes silent on demand without closing", async () => {
  const bench = await startBench({ ackTimeoutMs: 50, redeliveryMs: [50] });
  const link = await connect(bench);
  bench.control.fault({ kind: "freeze_link" });
  bench.say(groups.launch, "lost for now");
  await expect.poll(() => bench.control.waiting()).toBe(1);
  expect(link.heard).toHaveLength(0);
  bench.control.fault({ kind: "clear" });
  await expect.poll(() => link.heard.length).toBe(1);
});

test("the official SDK notices that its pings stay unanswered, and comes back", async () => {
  const bench = await startBench({ clientConfig: { PingInterval: 0.6, ReconnectNonce: 0 } });
  const bootstraps = () => bench.control.calls().filter(({ path }) => path === ENDPOINT).length;
  const link = await connect(bench, () => undefined, { pingTimeout: 0.5 });
  expect(link.client.getConnectionStatus().state).toBe("connected");
  bench.control.fault({ kind: "freeze_link" });
  await expect.poll(bootstraps, { timeout: 5000 }).toBeGreaterThan(1);
});

test("survives a handshake whose target is no URL", async () => {
  const bench = await startBench();
  const { hostname, port } = new URL(bench.url);
  const socket = createConnection({ host: hostname, port: Number(port) });
  socket.write("GET // HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
  await once(socket, "close");
  expect((await bootstrap(bench)).code).toBe(0);
});
