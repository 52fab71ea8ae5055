import { expect, test } from "vitest";
import type { IssuedToken } from "../../../src/core/held-token.ts";
import { problem } from "../../../src/core/problem.ts";
import { fail, ok, type Result } from "../../../src/core/result.ts";
import { createTenantToken } from "../../../src/platforms/feishu/tenant-token.ts";
import { createManualClock } from "./manual-clock.ts";

const { signal } = new AbortController();

const setUp = (lifetimeMs = 7_200_000) => {
  const clock = createManualClock();
  const asked: ((result: Result<IssuedToken>) => void)[] = [];
  const token = createTenantToken({
    clock,
    fetch: () => new Promise((resolve) => asked.push(resolve)),
  });
  const issue = async (): Promise<void> => {
    asked.at(-1)?.(ok({ token: `t-${asked.length}`, lifetimeMs }));
    await clock.advance(0);
  };
  return { clock, asked, token, issue };
};

test("fetches one token for all who ask at once", async () => {
  const { asked, token, issue } = setUp();
  const waiting = Promise.all(Array.from({ length: 50 }, () => token.current(signal)));
  await issue();
  expect(new Set((await waiting).map((got) => got.ok && got.value))).toEqual(new Set(["t-1"]));
  expect(asked).toHaveLength(1);
});

test("renews three minutes before the end while the old token serves", async () => {
  const { clock, asked, token, issue } = setUp();
  const warmed = token.warm(signal);
  await issue();
  expect(await warmed).toEqual(ok(undefined));
  await clock.advance(7_200_000 - 180_001);
  expect(await token.current(signal)).toEqual(ok("t-1"));
  expect(asked).toHaveLength(1);
  await clock.advance(1);
  expect(await token.current(signal)).toEqual(ok("t-1"));
  expect(asked).toHaveLength(2);
  await issue();
  expect(await token.current(signal)).toEqual(ok("t-2"));
});

test("renews a short-lived token halfway", async () => {
  const { clock, asked, token, issue } = setUp(10_000);
  void token.current(signal);
  await issue();
  await clock.advance(4999);
  await token.current(signal);
  expect(asked).toHaveLength(1);
  await clock.advance(1);
  await token.current(signal);
  expect(asked).toHaveLength(2);
});

test("waits for a new token once the old one has ended", async () => {
  const { clock, token, issue } = setUp(10_000);
  void token.current(signal);
  await issue();
  await clock.advance(10_000);
  const waiting = token.current(signal);
  await issue();
  expect(await waiting).toEqual(ok("t-2"));
});

test("fetches one new token when 50 calls report the same refused one", async () => {
  const { asked, token, issue } = setUp();
  void token.current(signal);
  await issue();
  for (let n = 0; n < 25; n += 1) token.drop("t-1");
  const waiting = Promise.all(Array.from({ length: 50 }, () => token.current(signal)));
  await issue();
  await waiting;
  for (let n = 0; n < 25; n += 1) token.drop("t-1");
  expect(await token.current(signal)).toEqual(ok("t-2"));
  expect(asked).toHaveLength(2);
});

test("tells everybody of a failure and tries again for the next", async () => {
  const { clock, asked, token, issue } = setUp();
  const waiting = Promise.all([token.current(signal), token.current(signal)]);
  asked[0]?.(fail(problem("app-secret-wrong")));
  for (const result of await waiting) {
    expect(result).toMatchObject({ problem: { reason: "app-secret-wrong" } });
  }
  await clock.advance(0);
  const next = token.current(signal);
  await issue();
  expect(await next).toEqual(ok("t-2"));
});

test("lets one who gives up go without spoiling it for the others", async () => {
  const { token, issue } = setUp();
  const leaver = new AbortController();
  const leaving = token.current(leaver.signal);
  const staying = token.current(signal);
  leaver.abort();
  expect(await leaving).toMatchObject({ problem: { reason: "cancelled" } });
  await issue();
  expect(await staying).toEqual(ok("t-1"));
  expect(await token.current(leaver.signal)).toMatchObject({ problem: { reason: "cancelled" } });
});
