import { connect } from "node:net";
import { afterEach, expect, test, vi } from "vitest";
import type { WebhookRequest } from "../../src/core/platform.ts";
import { type HttpServer, type HttpServerOptions, startHttpServer } from "../../src/ops/http.ts";
import { createLog } from "../../src/ops/log.ts";

let server: HttpServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

const ok = { ok: true, reasons: [] };

const start = async (options: Partial<HttpServerOptions> = {}) => {
  const lines: string[] = [];
  server = await startHttpServer({
    host: "127.0.0.1",
    port: 0,
    log: createLog({ level: "debug", stream: { write: (line) => void lines.push(line) } }),
    health: () => ok,
    readiness: () => ok,
    metrics: { contentType: "text/plain; version=0.0.4", text: () => Promise.resolve("up 1\n") },
    webhooks: [],
    ...options,
  });
  return { url: server.url, lines };
};

const echo = () => {
  const seen: WebhookRequest[] = [];
  const handle = (request: WebhookRequest) => {
    seen.push(request);
    return Promise.resolve({ status: 201, body: { taken: true } });
  };
  return { seen, webhooks: [{ path: "/webhook/feishu", handle }] };
};

test.each([
  ["/healthz", "health"],
  ["/readyz", "readiness"],
] as const)("%s is 200 or 503 with the reasons", async (path, name) => {
  const verdict = vi.fn(() => ok as { ok: boolean; reasons: readonly string[] });
  const { url } = await start({ [name]: verdict });

  const good = await fetch(url + path);
  verdict.mockReturnValue({ ok: false, reasons: ["the link is dead"] });
  const bad = await fetch(url + path);

  expect([good.status, await good.json()]).toEqual([200, { ok: true, reasons: [] }]);
  expect([bad.status, await bad.json()]).toEqual([
    503,
    { ok: false, reasons: ["the link is dead"] },
  ]);
});

test("serves metrics in their own content type", async () => {
  const { url } = await start();

  const answer = await fetch(`${url}/metrics`);

  expect(answer.headers.get("content-type")).toBe("text/plain; version=0.0.4");
  expect(await answer.text()).toBe("up 1\n");
});

test.each([
  ["application/json", "{broken"],
  ["application/json; charset=utf-8", '{"a": 1}  \n'],
  ["text/plain", "\u0000\u00ff"],
  ["application/octet-stream", ""],
])("a webhook gets the exact bytes of %s, and lower-case headers", async (type, text) => {
  const { seen, webhooks } = echo();
  const { url } = await start({ webhooks });
  const body = Buffer.from(text, "latin1");

  const answer = await fetch(`${url}/webhook/feishu`, {
    method: "POST",
    headers: { "Content-Type": type, "X-Lark-Signature": "abc" },
    body,
  });

  expect([answer.status, await answer.json()]).toEqual([201, { taken: true }]);
  expect(Buffer.from(seen[0]?.body ?? []).equals(body)).toBe(true);
  expect(seen[0]?.headers["x-lark-signature"]).toBe("abc");
});

test("a webhook without content type still gets its bytes", async () => {
  const { seen, webhooks } = echo();
  const { url } = await start({ webhooks });

  await fetch(`${url}/webhook/feishu`, { method: "POST", body: new Uint8Array([1, 2, 3]) });

  expect([...(seen[0]?.body ?? [])]).toEqual([1, 2, 3]);
});

test("a body over 1 MiB is refused with 413 before the webhook sees it", async () => {
  const { seen, webhooks } = echo();
  const { url } = await start({ webhooks });
  const post = (bytes: number) =>
    fetch(`${url}/webhook/feishu`, { method: "POST", body: new Uint8Array(bytes) });

  expect((await post(1_048_576)).status).toBe(201);
  expect((await post(1_048_577)).status).toBe(413);
  expect(seen).toHaveLength(1);
});

test.each([
  ["GET", "/nothing/here"],
  ["GET", "/webhook/feishu"],
  ["POST", "/healthz"],
  ["GET", "/healthz/../.env"],
])("%s %s is 404 in short JSON", async (method, path) => {
  const { url } = await start({ webhooks: echo().webhooks });

  const answer = await fetch(url + path, { method });

  expect([answer.status, await answer.json()]).toEqual([404, { error: "not found" }]);
  expect(answer.headers.has("x-powered-by")).toBe(false);
  expect(answer.headers.has("server")).toBe(false);
});

test("a failing webhook answers 500 with an id that the log knows, and without details", async () => {
  const handle = () => Promise.reject(new Error("disk on fire"));
  const { url, lines } = await start({ webhooks: [{ path: "/webhook/x-s3cret", handle }] });

  const answer = await fetch(`${url}/webhook/x-s3cret`, { method: "POST", body: "{}" });
  const text = await answer.text();

  expect(answer.status).toBe(500);
  expect(text).not.toMatch(/disk|Error|\.ts/);
  const { id } = JSON.parse(text) as { id: string };
  expect(lines.join("")).toContain(id);
  expect(lines.join("")).toContain("disk on fire");
  expect(lines.join("")).not.toContain("s3cret");
});

test("a webhook that never answers is given up", async () => {
  const { url } = await start({
    webhooks: [{ path: "/webhook/slow", handle: () => new Promise(() => {}) }],
    handlerTimeoutMs: 50,
  });

  const answer = await fetch(`${url}/webhook/slow`, { method: "POST", body: "{}" });

  expect([answer.status, await answer.json()]).toEqual([503, { error: "unavailable" }]);
});

test("a readiness probe that never answers is red", async () => {
  const { url } = await start({ readiness: () => new Promise(() => {}), handlerTimeoutMs: 50 });

  expect((await fetch(`${url}/readyz`)).status).toBe(503);
});

test("junk on the socket is answered and the server lives on", async () => {
  const { url } = await start();
  const { hostname, port } = new URL(url);

  const answer = await new Promise<string>((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => socket.write("\u0016\u0003 junk\r\n\r\n"));
    let text = "";
    socket.on("data", (data) => {
      text += data.toString();
    });
    socket.on("close", () => resolve(text));
    socket.on("error", reject);
  });

  expect(answer).toMatch(/^HTTP\/1\.1 400/);
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
});

test("a port that is taken is an error at start", async () => {
  const { url } = await start();

  await expect(
    startHttpServer({
      host: "127.0.0.1",
      port: Number(new URL(url).port),
      log: createLog({ level: "silent" }),
      health: () => ok,
      readiness: () => ok,
      metrics: { contentType: "text/plain", text: () => Promise.resolve("") },
      webhooks: [],
    }),
  ).rejects.toThrow("EADDRINUSE");
});

test("closing answers what is at hand first", async () => {
  let release = (): void => {};
  const begun = Promise.withResolvers<void>();
  const handle = () =>
    new Promise<{ status: number; body: unknown }>((resolve) => {
      release = () => resolve({ status: 200, body: {} });
      begun.resolve();
    });
  const { url } = await start({ webhooks: [{ path: "/webhook/slow", handle }] });
  const answer = fetch(`${url}/webhook/slow`, { method: "POST", body: "{}" });
  await begun.promise;

  const closed = server?.close();
  release();

  expect((await answer).status).toBe(200);
  await closed;
  await expect(fetch(`${url}/healthz`)).rejects.toThrow();
});
