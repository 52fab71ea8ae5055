import { expect, test } from "vitest";
import type { IssuedToken } from "../../../src/core/held-token.ts";
import { ok, type Result } from "../../../src/core/result.ts";
import { issuedToken } from "../../../src/platforms/imkit/issued-token.ts";
import { createLinkState } from "../../../src/platforms/imkit/link-state.ts";
import { createUserToken } from "../../../src/platforms/imkit/user-token.ts";
import { createManualClock } from "../feishu/manual-clock.ts";

const signal = new AbortController().signal;
const hourMs = 3_600_000;

const issuing = (lifetimeMs: number) => {
  let count = 0;
  const issue = (): Promise<Result<IssuedToken>> => {
    count += 1;
    return Promise.resolve(ok({ token: `token-${count}`, lifetimeMs }));
  };
  return { issue, count: () => count };
};

test("a token is renewed before its end while the old one still serves", async () => {
  const clock = createManualClock();
  const { issue, count } = issuing(7 * 24 * hourMs);
  const token = createUserToken({ clock, issue });
  expect(await token.current(signal)).toEqual(ok("token-1"));
  await clock.advance(7 * 24 * hourMs - hourMs - 1);
  expect(await token.current(signal)).toEqual(ok("token-1"));
  expect(count()).toBe(1);
  await clock.advance(1);
  expect(await token.current(signal)).toEqual(ok("token-1"));
  await clock.advance(0);
  expect(count()).toBe(2);
  expect(await token.current(signal)).toEqual(ok("token-2"));
});

test("many who ask at once share one request, and one who gives up does not end it", async () => {
  const clock = createManualClock();
  const { promise, resolve } = Promise.withResolvers<Result<IssuedToken>>();
  let count = 0;
  const issue = (): Promise<Result<IssuedToken>> => {
    count += 1;
    return promise;
  };
  const token = createUserToken({ clock, issue });
  const giving = new AbortController();
  const asked = [token.current(signal), token.current(giving.signal), token.current(signal)];
  giving.abort();
  resolve(ok({ token: "t", lifetimeMs: hourMs }));
  expect((await Promise.all(asked)).map((result) => result.ok)).toEqual([true, false, true]);
  expect(count).toBe(1);
});

test("a given token serves until it is refused, then one is issued", async () => {
  const { issue, count } = issuing(hourMs);
  const token = createUserToken({ clock: createManualClock(), given: "given", issue });
  expect(await token.current(signal)).toEqual(ok("given"));
  token.drop("another");
  expect(await token.current(signal)).toEqual(ok("given"));
  token.drop("given");
  expect(await token.current(signal)).toEqual(ok("token-1"));
  token.drop("given");
  expect(await token.current(signal)).toEqual(ok("token-1"));
  expect(count()).toBe(1);
});

test("reads an issued token in both forms, as the vendor's page shows it", () => {
  const sample = {
    _id: "user001",
    nickname: "Amy",
    avatarUrl: "https://example.com/avatar.jpg",
    issueAccessToken: true,
    token: "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9...",
    expirationDate: "2025-06-30T12:00:00Z",
  };
  const nowMs = Date.UTC(2025, 5, 29, 12);
  const expected = ok({ token: sample.token, lifetimeMs: 24 * hourMs });
  expect(issuedToken(sample, nowMs)).toEqual(expected);
  expect(issuedToken({ RC: 0, RM: "OK", result: sample }, nowMs)).toEqual(expected);
});

test("an end that is past or unreadable is not believed, and a token that is none is refused", () => {
  const nowMs = Date.UTC(2026, 0, 1);
  for (const expirationDate of [undefined, "soon", "2020-01-01T00:00:00Z", 5])
    expect(issuedToken({ token: "t", expirationDate }, nowMs)).toEqual(
      ok({ token: "t", lifetimeMs: hourMs }),
    );
  for (const token of [undefined, "", "a b", "a\r\nIM-API-KEY: x", 5])
    expect(issuedToken({ token }, nowMs)).toMatchObject({ problem: { reason: "platform-down" } });
});

test("a link that is down is probed until it is up, and not after its end", async () => {
  const clock = createManualClock();
  const down = { reason: "platform-down", effect: "none" } as const;
  let alive = false;
  let probes = 0;
  let again = 0;
  const state = createLinkState({
    clock,
    probe: () => {
      probes += 1;
      state.heard(alive ? undefined : down);
      return Promise.resolve();
    },
    onUpAgain: () => {
      again += 1;
    },
  });
  expect(state.link().state).toBe("starting");
  state.heard({ reason: "message-unknown", effect: "none" });
  expect(state.link().state).toBe("up");
  state.heard(down);
  await clock.advance(60_000);
  expect([probes, state.link().state]).toEqual([2, "down"]);
  alive = true;
  await clock.advance(30_000);
  expect(state.link()).toMatchObject({ state: "up", reconnects: 1 });
  expect(again).toBe(1);
  state.heard(down);
  state.end();
  await clock.advance(300_000);
  expect([probes, state.link().state]).toEqual([3, "down"]);
});
