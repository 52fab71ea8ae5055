import { expect, test } from "vitest";
import { type Problem, problem } from "../../../src/core/problem.ts";
import { nextStep } from "../../../src/platforms/feishu/next-step.ts";

const after = (failed: Problem, changes: Partial<Parameters<typeof nextStep>[0]> = {}) =>
  nextStep({
    problem: failed,
    tries: 1,
    repeatable: true,
    perMessage: false,
    tokenRenewed: false,
    random: 0.5,
    ...changes,
  });
const giveUp = { kind: "give-up" };

test.each(["99991661", "99991663", "99991664", "99991665", "99991671"])(
  "renews the token once after %s, even for what must not be repeated",
  (code) => {
    const failed = problem("token-rejected", { code });
    const step = after(failed, { repeatable: false });
    expect(step).toEqual({ kind: "again", waitMs: 0, renewToken: true });
    expect(after(failed, { tokenRenewed: true })).toEqual(giveUp);
  },
);

test.each([
  ["99991400", false, "api", 7250],
  ["http-429", false, "api", 7250],
  ["230048", false, "api", 7250],
  ["230020", false, "chat", 7250],
  ["230020", true, "message", 7250],
  ["230047", true, "message", 7250],
])("after %s lets everybody wait who shares the limit", (code, perMessage, gate, ms) => {
  const failed = problem("too-fast", { code, retryAfterMs: 7000 });
  const step = after(failed, { perMessage, repeatable: false });
  expect(step).toEqual({ kind: "again", waitMs: 0, pause: { gate, ms } });
});

test("waits about a second where the platform does not say how long", () => {
  expect(after(problem("too-fast", { code: "232019" }))).toEqual({ kind: "again", waitMs: 1250 });
});

test("gives up being refused for pace after three tries", () => {
  const failed = problem("too-fast", { code: "99991400" });
  expect(after(failed, { tries: 2 }).kind).toBe("again");
  expect(after(failed, { tries: 3 })).toEqual(giveUp);
});

test("waits longer after each failure of the platform, with full jitter", () => {
  const failed = problem("platform-down", { code: "2200" });
  expect(after(failed, { random: 0 })).toEqual({ kind: "again", waitMs: 0 });
  expect(after(failed, { random: 1 })).toEqual({ kind: "again", waitMs: 1000 });
  expect(after(failed, { random: 1, tries: 2 })).toEqual({ kind: "again", waitMs: 2000 });
});

test.each([
  problem("platform-down", { code: "network" }),
  problem("platform-down", { code: "http-502" }),
  problem("platform-down", { code: "junk" }),
  problem("timeout", { code: "timeout" }),
  problem("in-progress", { code: "230049" }),
])("repeats after $code only what is safe to repeat", (failed) => {
  expect(after(failed).kind).toBe("again");
  expect(after(failed, { repeatable: false })).toEqual(giveUp);
});

test.each([
  problem("pin-for-admins-only", { code: "230046" }),
  problem("unknown", { code: "1" }),
  problem("platform-down", { code: "http-404" }),
  problem("cancelled"),
])("does not repeat what will fail again: $reason", (failed) => {
  expect(after(failed)).toEqual(giveUp);
});
