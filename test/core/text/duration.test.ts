import fc from "fast-check";
import { expect, test } from "vitest";
import { readDuration } from "../../../src/core/text/duration.ts";

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;
const year = 365 * day;

test.each<[string, number]>([
  ["1s", second],
  ["30s", 30 * second],
  ["30m", 30 * minute],
  ["2h", 2 * hour],
  ["24h", day],
  ["7d", 7 * day],
  ["2w", 14 * day],
  ["1d12h", 36 * hour],
  ["1w2d3h4m5s", 9 * day + 3 * hour + 4 * minute + 5 * second],
  ["7D", 7 * day],
  ["７ｄ", 7 * day],
  ["007d", 7 * day],
  ["365d", year],
  ["30秒", 30 * second],
  ["5分", 5 * minute],
  ["5分钟", 5 * minute],
  ["1小时30分钟", 90 * minute],
  ["1个小时", hour],
  ["2个星期", 14 * day],
  ["7天", 7 * day],
  ["3日", 3 * day],
  ["1周", 7 * day],
])("reads %s", (word, ms) => {
  expect(readDuration(word)).toEqual({ kind: "duration", ms });
});

test.each([
  ["7", "unit"],
  ["2026", "unit"],
  ["9".repeat(100_000), "unit"],
  ["0s", "zero"],
  ["0d0h", "zero"],
  ["366d", "too-long"],
  ["53w", "too-long"],
  ["99999999999999999999d", "too-long"],
  ["5x", "nonsense"],
  ["7days", "nonsense"],
  ["-5m", "nonsense"],
  ["+5m", "nonsense"],
  ["0.5h", "nonsense"],
  ["1.5小时", "nonsense"],
  ["-7天", "nonsense"],
  ["7天半", "nonsense"],
  ["3个月", "nonsense"],
  ["1年", "nonsense"],
  ["7d5", "nonsense"],
  ["1e9d", "nonsense"],
  ["0x10d", "nonsense"],
  ["2026-03-05", "nonsense"],
])("refuses %.20s, which looks like a duration", (word, why) => {
  expect(readDuration(word)).toEqual({ kind: "bad", why });
});

test.each([
  "",
  "s",
  "d7",
  "for",
  "release",
  "明天",
  "周五",
  "3号楼",
  "10点",
  "12:30",
  "2026年",
  "3月5日",
  "7/8",
])("takes %j for a word like any other", (word) => {
  expect(readDuration(word)).toEqual({ kind: "none" });
});

const units = { s: second, m: minute, h: hour, d: day, w: 7 * day, 天: day, 小时: hour } as const;
const anyPart = fc.tuple(
  fc.nat({ max: 400 }),
  fc.constantFrom(...(Object.keys(units) as (keyof typeof units)[])),
);

test("any combination of parts is their sum, within one second and one year", () => {
  fc.assert(
    fc.property(fc.array(anyPart, { minLength: 1, maxLength: 5 }), (parts) => {
      const ms = parts.reduce((sum, [count, unit]) => sum + count * units[unit], 0);
      const word = parts.map(([count, unit]) => `${count}${unit}`).join("");

      expect(readDuration(word)).toEqual(
        ms === 0
          ? { kind: "bad", why: "zero" }
          : ms > year
            ? { kind: "bad", why: "too-long" }
            : { kind: "duration", ms },
      );
    }),
  );
});

test("whatever is typed, a duration is at least a second and at most a year", () => {
  const typed = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.stringMatching(/^[-+]?[0-9]{1,30}[smhdw.天]{0,3}[0-9smhdw]{0,6}$/),
  );
  fc.assert(
    fc.property(typed, (word) => {
      const read = readDuration(word);
      if (read.kind !== "duration") return;
      expect(read.ms).toBeGreaterThanOrEqual(second);
      expect(read.ms).toBeLessThanOrEqual(year);
      expect(Number.isInteger(read.ms)).toBe(true);
    }),
    { numRuns: 1_000 },
  );
});

test("a word that is not made of numbers and units is never a duration", () => {
  const other = fc
    .string({ unit: "grapheme" })
    .filter(
      (word) =>
        !/^(\d+个?(s|m|h|d|w|秒|分钟?|小?时|天|日|周|星期))+$/iu.test(word.normalize("NFKC")),
    );
  fc.assert(
    fc.property(other, (word) => {
      expect(readDuration(word).kind).not.toBe("duration");
    }),
    { numRuns: 1_000 },
  );
});
