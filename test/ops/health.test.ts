import { expect, test } from "vitest";
import type { Link } from "../../src/core/platform.ts";
import { health, type LinkFacts, readiness } from "../../src/ops/health.ts";

const nowMs = 1_000_000;
const link = (account: string, state: Link["state"], sinceMs: number): LinkFacts => ({
  platform: "feishu",
  account,
  link: { state, sinceMs, reconnects: 0 },
});
const limits = { loopStalledMs: 0, linkDeadMs: 180_000, loopStallMs: 5000 };

test("a link that is up is healthy however old it is", () => {
  expect(health({ ...limits, links: [link("a", "up", 0)] }, nowMs)).toEqual({
    ok: true,
    reasons: [],
  });
});

test.each(["down", "starting"] as const)("a link that is %s fails only past the limit", (state) => {
  const since = (ageMs: number) =>
    health({ ...limits, links: [link("a", state, nowMs - ageMs)] }, nowMs);

  expect(since(180_000)).toEqual({ ok: true, reasons: [] });
  expect(since(200_000)).toEqual({
    ok: false,
    reasons: ["the link to feishu (a) has been down for 200 s"],
  });
});

test("one dead link among living ones is named but does not fail", () => {
  const verdict = health({ ...limits, links: [link("a", "down", 0), link("b", "up", 0)] }, nowMs);

  expect(verdict).toEqual({
    ok: true,
    reasons: ["the link to feishu (a) has been down for 1000 s"],
  });
});

test("a process that was stuck fails", () => {
  const verdict = health({ ...limits, loopStalledMs: 6000, links: [] }, nowMs);

  expect(verdict).toEqual({ ok: false, reasons: ["the process was stuck for 6 s"] });
});

const ready = { started: true, stopping: false, hasRoom: true, links: [link("a", "up", 0)] };

test("ready when events can be accepted", () => {
  expect(readiness(ready)).toEqual({ ok: true, reasons: [] });
});

test.each([
  [{ started: false }, "still starting"],
  [{ stopping: true }, "stopping"],
  [{ storeProblem: "disk full" }, "the store cannot be written: disk full"],
  [{ hasRoom: false }, "as many commands are waiting as is allowed"],
  [{ links: [link("a", "down", 0)] }, "no link to feishu (a) at the moment"],
] as const)("not ready with %j", (change, reason) => {
  expect(readiness({ ...ready, ...change })).toEqual({ ok: false, reasons: [reason] });
});

test("ready while one of two links is up, and names the other", () => {
  const links = [link("a", "up", 0), link("b", "down", 0)];

  expect(readiness({ ...ready, links })).toEqual({
    ok: true,
    reasons: ["no link to feishu (b) at the moment"],
  });
});
