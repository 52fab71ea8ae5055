import { createServer, type Server } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { afterEach, expect, test } from "vitest";
import {
  createHttpInstance,
  type HttpInstance,
} from "../../../src/platforms/feishu/http-instance.ts";

const started: { close(): unknown }[] = [];
afterEach(() => {
  for (const one of started.splice(0)) one.close();
});

const open = (): HttpInstance => {
  const http = createHttpInstance();
  started.push(http);
  return http;
};

const serve = async (handler: Parameters<typeof createServer>[1]) => {
  const sockets = new Set<Socket>();
  const server: Server = createServer(handler as never);
  server.on("connection", (socket: Socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  started.push({ close: () => server.closeAllConnections() }, server);
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, sockets };
};

test("unwraps answers to their body, or to body, headers and status on request", async () => {
  const { url } = await serve((_, response) => {
    response.setHeader("x-tt-logid", "L1").end('{"code":0}');
  });
  const { sdk } = open();
  expect(await sdk.get(url)).toEqual({ code: 0 });
  expect(await sdk.request({ url, method: "GET", $return_headers: true })).toMatchObject({
    data: { code: 0 },
    headers: { "x-tt-logid": "L1" },
    status: 200,
  });
});

test("reuses one connection for calls one after the other", async () => {
  const { url, sockets } = await serve((_, response) => void response.end("{}"));
  const { sdk } = open();
  for (let n = 0; n < 5; n += 1) await sdk.post(url, {});
  expect(sockets.size).toBe(1);
});

test("answers come however many calls hang", async () => {
  const { url } = await serve((request, response) => {
    if (request.url === "/quick") response.end('{"code":0}');
  });
  const { sdk } = open();
  const hanging = Array.from({ length: 100 }, () => sdk.get(`${url}/hanging`).catch(() => {}));
  expect(await sdk.get(`${url}/quick`, { timeout: 3000 })).toEqual({ code: 0 });
  for (const one of started.splice(0)) one.close();
  await Promise.all(hanging);
});

test("ignores proxy variables, whatever they say", async () => {
  const { url } = await serve((_, response) => void response.end('{"code":0}'));
  const { sdk } = open();
  process.env.http_proxy = "http://127.0.0.1:9";
  try {
    expect(await sdk.get(url)).toEqual({ code: 0 });
  } finally {
    delete process.env.http_proxy;
  }
});

test("does not follow a redirect", async () => {
  const followed: string[] = [];
  const { url } = await serve((request, response) => {
    followed.push(String(request.url));
    response.writeHead(302, { location: "/elsewhere" }).end();
  });
  await expect(open().sdk.get(url)).rejects.toThrow();
  expect(followed).toEqual(["/"]);
});

test("stops reading an answer that is far too long", async () => {
  const { url } = await serve((_, response) => {
    const chunk = "x".repeat(1024 * 1024);
    response.on("error", () => {});
    for (let n = 0; n < 20; n += 1) response.write(chunk);
    response.end();
  });
  await expect(open().sdk.get(url)).rejects.toThrow(/maxContentLength/);
});

test("ends calls in flight when it is closed", async () => {
  const { url } = await serve(() => {});
  const http = open();
  const hanging = http.sdk.get(url);
  setTimeout(() => http.close(), 50);
  await expect(hanging).rejects.toThrow();
});
