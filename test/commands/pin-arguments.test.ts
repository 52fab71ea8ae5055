import fc from "fast-check";
import { expect, test } from "vitest";
import { parsePin } from "../../src/commands/pin-arguments.ts";
import type { UserId } from "../../src/core/ids.ts";
import type { Argument } from "../../src/core/invocation.ts";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const word = (text: string): Argument => ({ kind: "word", text });
const wordsOf = (text: string): readonly Argument[] => (text.match(/\S+/g) ?? []).map(word);

test.each<[string, number | undefined, string | undefined]>([
  ["", undefined, undefined],
  ["7d", 7 * day, undefined],
  ["7d release notes", 7 * day, "release notes"],
  ["for 7d release notes", 7 * day, "release notes"],
  ["FOR 24h", day, undefined],
  ["1d12h", 36 * hour, undefined],
  ["1d 12h release", 36 * hour, "release"],
  ["7 天 原因", 7 * day, "原因"],
  ["７ 天 原因", 7 * day, "原因"],
  ["7天 原因", 7 * day, "原因"],
  ["7 天 12 小时 原因", 7 * day + 12 * hour, "原因"],
  ["7天，原因", 7 * day, "原因"],
  ["7d: release", 7 * day, "release"],
  ["30 m soon", 30 * minute, "soon"],
  ["7d 30d plan", 7 * day, "30d plan"],
  ["7d 5x lens", 7 * day, "5x lens"],
  ["7d 2026 roadmap", 7 * day, "2026 roadmap"],
  ["release 7d", undefined, "release 7d"],
  ["for everyone", undefined, "for everyone"],
  ["for", undefined, "for"],
  ["2026年路线图", undefined, "2026年路线图"],
  ["12:30 lunch", undefined, "12:30 lunch"],
  ["明天开会", undefined, "明天开会"],
])("reads %j", (text, durationMs, reason) => {
  expect(parsePin(wordsOf(text))).toEqual({
    ok: true,
    args: {
      ...(durationMs === undefined ? {} : { durationMs }),
      ...(reason === undefined ? {} : { reason }),
    },
  });
});

test.each([
  ["7", "7", "unit"],
  ["2026 roadmap", "2026", "unit"],
  ["for 7 reasons", "7", "unit"],
  ["0d", "0d", "zero"],
  ["0 d", "0", "unit"],
  ["366d", "366d", "too-long"],
  ["365d 1h", "365d1h", "too-long"],
  ["-5m reason", "-5m", "nonsense"],
  ["1.5小时 原因", "1.5小时", "nonsense"],
  ["7days", "7days", "nonsense"],
])("refuses %j, naming what it could not read", (text, typed, why) => {
  expect(parsePin(wordsOf(text))).toEqual({
    ok: false,
    sentence: { key: "duration.invalid", facts: { typed, why } },
  });
});

test("mentions are part of the reason, by name", () => {
  const member: Argument = { kind: "member", user: "ou_bo" as UserId, name: "Bo", isBot: false };

  expect(parsePin([word("7d"), word("ask"), member, { kind: "everyone" }])).toEqual({
    ok: true,
    args: { durationMs: 7 * day, reason: "ask @Bo" },
  });
  expect(parsePin([member])).toEqual({ ok: true, args: { reason: "@Bo" } });
});

test("a long reason is cut, never within a character", () => {
  const parsed = parsePin([word("7d"), word("🎉".repeat(600))]);

  expect(parsed).toEqual({ ok: true, args: { durationMs: 7 * day, reason: "🎉".repeat(500) } });
});

test("whatever is typed: never a time below a second or above a year, never a throw", () => {
  const anything = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.constantFrom("for", "7d", "7", "天", "0", "h", "1年", "，", "7d，x", "-1d"),
  );
  fc.assert(
    fc.property(fc.array(anything, { maxLength: 6 }), (texts) => {
      const parsed = parsePin(texts.filter((text) => text !== "").map(word));
      if (!parsed.ok || parsed.args.durationMs === undefined) return;
      expect(parsed.args.durationMs).toBeGreaterThanOrEqual(1_000);
      expect(parsed.args.durationMs).toBeLessThanOrEqual(365 * day);
    }),
    { numRuns: 500 },
  );
});

test("a word that does not begin with a digit is never lost from the reason", () => {
  fc.assert(
    fc.property(fc.array(fc.stringMatching(/^[\p{L}]{1,9}$/u), { minLength: 1 }), (texts) => {
      expect(parsePin(texts.map(word))).toMatchObject({
        ok: true,
        args: { reason: texts.join(" ").slice(0, 500) },
      });
    }),
  );
});
