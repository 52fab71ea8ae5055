import { expect, test } from "vitest";
import { parseAudit } from "../../src/commands/audit.ts";
import { parseCase } from "../../src/commands/case.ts";
import type { UserId } from "../../src/core/ids.ts";
import type { Argument } from "../../src/core/invocation.ts";

const word = (text: string): Argument => ({ kind: "word", text });
const wordsOf = (text: string): readonly Argument[] => (text.match(/\S+/g) ?? []).map(word);
const bo: Argument = { kind: "member", user: "ou_bo" as UserId, name: "Bo", isBot: false };

test("/audit reads a number, a time span and a member in any order", () => {
  const all = { ok: true, args: { count: 20, sinceMs: 7 * 86_400_000, actor: "ou_bo" } };

  expect(parseAudit([word("20"), bo, word("7d")])).toEqual(all);
  expect(parseAudit([word("7d"), word("20"), bo])).toEqual(all);
  expect(parseAudit([])).toEqual({ ok: true, args: { count: 10 } });
});

test("/audit shows fifty at most", () => {
  expect(parseAudit([word("9999")])).toEqual({ ok: true, args: { count: 50 } });
});

test("/audit reads a full-width number", () => {
  expect(parseAudit([word("２０")])).toEqual({ ok: true, args: { count: 20 } });
});

test.each(["0", "-1", "10000", "5x", "weather", "0d"])("/audit refuses %s", (text) => {
  expect(parseAudit([word(text)])).toEqual({
    ok: false,
    sentence: { key: "audit.invalid", facts: { typed: text } },
  });
});

test("/audit refuses everyone, and cuts what it repeats", () => {
  expect(parseAudit([{ kind: "everyone" }])).toMatchObject({ ok: false });
  expect(parseAudit([word("😀".repeat(99))])).toMatchObject({
    sentence: { facts: { typed: "😀".repeat(32) } },
  });
});

test.each([
  ["12", 12, undefined],
  ["#12", 12, undefined],
  ["＃１２", 12, undefined],
  ["012", 12, undefined],
  ["12 spam", 12, "spam"],
  ["12 reason it was spam", 12, "it was spam"],
  ["12 Reason: spam", 12, "spam"],
  ["12 理由：广告", 12, "理由：广告"],
  ["12 原因 广告", 12, "广告"],
  ["12 reasons differ", 12, "reasons differ"],
])("/case reads %j", (text, number, note) => {
  expect(parseCase(wordsOf(text))).toEqual({
    ok: true,
    args: { number, ...(note === undefined ? {} : { note }) },
  });
});

test.each(["", "x", "#", "-1", "1.5", "12a", "1234567890"])("/case refuses %j", (text) => {
  expect(parseCase(wordsOf(text))).toMatchObject({
    ok: false,
    sentence: { key: "case.number-missing" },
  });
});
