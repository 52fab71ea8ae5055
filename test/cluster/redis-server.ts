import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { Redis } from "ioredis";

const freePort = async (): Promise<number> => {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
};

/** A Redis of a test's own, which it can empty, end and start again. */
export interface RedisServer {
  readonly url: string;
  start(): Promise<void>;
  kill(): Promise<void>;
  flush(): Promise<void>;
}

/** Whether `redis-server` is installed; in CI it has to be. */
export const hasRedis = async (): Promise<boolean> => {
  const child = spawn("redis-server", ["--version"], { stdio: "ignore" });
  const there = await Promise.race([
    once(child, "error").then(() => false),
    once(child, "close").then(() => true),
  ]);
  if (there) return true;
  if (process.env.CI === "true") throw new Error("redis-server is not installed");
  process.stderr.write("redis-server is not there: its tests are SKIPPED\n");
  return false;
};

export const startRedis = async (): Promise<RedisServer> => {
  const port = await freePort();
  const url = `redis://127.0.0.1:${port}`;
  let child: ChildProcess | undefined;
  const client = new Redis(url, { lazyConnect: true, retryStrategy: () => null });
  client.on("error", () => {});

  const answers = async (): Promise<boolean> => {
    try {
      if (client.status !== "ready") await client.connect();
      await client.ping();
      return true;
    } catch {
      return false;
    }
  };

  const start = async (): Promise<void> => {
    child = spawn(
      "redis-server",
      ["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"],
      { stdio: "ignore" },
    );
    while (!(await answers())) await new Promise((resolve) => setTimeout(resolve, 50));
  };
  await start();
  return {
    url,
    start,
    kill: async () => {
      const ending = child;
      child = undefined;
      client.disconnect();
      if (ending === undefined) return;
      ending.kill("SIGKILL");
      await once(ending, "close");
    },
    flush: async () => {
      await client.flushall();
    },
  };
};
