import { execFile } from "node:child_process";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const script = fileURLToPath(new URL("../../src/ops/healthcheck.ts", import.meta.url));

const exitOf = (env: Readonly<Record<string, string>>): Promise<number> =>
  new Promise((resolve) => {
    execFile(process.execPath, [script], { env }, (error) => {
      resolve(typeof error?.code === "number" ? error.code : 0);
    });
  });

test.each([
  [200, 0],
  [503, 1],
])("a %i from /healthz exits with %i", async (status, expected) => {
  const paths: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    paths.push(request.url);
    response.writeHead(status).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;

  const exit = await exitOf({ HOST: "0.0.0.0", PORT: String(port) });
  server.close();

  expect(exit).toBe(expected);
  expect(paths).toEqual(["/healthz"]);
});

test("no answer exits with 1", async () => {
  expect(await exitOf({ HOST: "127.0.0.1", PORT: "1" })).toBe(1);
});
