import { expect, test } from "vitest";
import { type Problem, problem } from "../../../src/core/problem.ts";
import { nextStep } from "../../../src/platforms/feishu/next-step.ts";

const after = (failed: Problem, changes: Partial<Parameters<typeof nextStep>[0]> = {}) =>
  nextStep({
    problem: failed,
    tries: 1,
    repeatable: true,
    countedBy: undefined,
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
  ["99991400", undefined, "api"],
  ["http-429", undefined, "api"],
  ["230048", undefined, "api"],
  ["230020", "chat", "chat"],
  ["230020", "message", "message"],
  ["230047", "message", "message"],
] as const)("after %s lets everybody wait who shares the limit", (code, countedBy, gate) => {
  const failed = problem("too-fast", { code, retryAfterMs: 7000 });
  const pause = { gate, ms: 7250 };
  const how = { countedBy, repeatable: false };
  expect(after(failed, how)).toEqual({ kind: "again", waitMs: 0, pause });
  expect(after(failed, { ...how, tries: 3 })).toEqual({ kind: "give-up", pause });
});

test("waits alone where nobody is known to share the limit", () => {
  const failed = problem("too-fast", { code: "230020" });
  expect(after(failed)).toEqual({ kind: "again", waitMs: 1250 });
});

test("waits about a second where the platform does not say how long", () => {
  expect(after(problem("too-fast", { code: "232019" }))).toEqual({ kind: "again", waitMs: 1250 });
});

test("gives up being refused for pace after three tries", () => {
  const failed = problem("too-fast", { code: "232019" });
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
