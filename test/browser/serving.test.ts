import { afterAll, beforeAll, expect, test } from "vitest";
import { type SmallWorld, startSmallWorld } from "./small-world.ts";

let world: SmallWorld;

beforeAll(async () => {
  world = await startSmallWorld();
});

afterAll(async () => {
  await world.sandbox.close();
});

test("forbids the page every script, style and connection but its own", async () => {
  const response = await fetch(`${world.sandbox.url}/`);
  const policy = response.headers.get("content-security-policy") ?? "";
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toContain("unsafe");
  expect(policy).not.toContain("http");
  expect(await response.text()).not.toMatch(/(?:src|href)="https?:/);
});

test("serves TypeScript as JavaScript without its types", async () => {
  const response = await fetch(`${world.sandbox.url}/sandbox/web/model/timeline.ts`);
  expect(response.headers.get("content-type")).toContain("text/javascript");
  expect(await response.text()).not.toContain("export type");
});

test.each([
  "/sandbox/web/../page.ts",
  "/sandbox/web/%2e%2e/page.ts",
  "/sandbox/web/..%2fpage.ts",
  "/sandbox/web/tsconfig.json",
  "/sandbox/web/",
  "/sandbox/lib/..%2f..%2fpackage.json",
  "/sandbox/lib/fastify.js",
])("does not serve %s", async (path) => {
  const response = await fetch(`${world.sandbox.url}${path}`);
  expect(response.status).toBe(404);
});
