import fc from "fast-check";
import { expect, test } from "vitest";
import { keepable, longestKeptText } from "../../../src/core/records/kept-text.ts";

test("words are kept on one line, without what a database or a screen would choke on", () => {
  expect(keepable(" a\r\n\tb\u0000c ")).toBe("a b c");
  expect(keepable("\ud800x")).toBe("\ufffdx");
  expect(keepable(" \n ")).toBeUndefined();
});

test("whatever people write is kept in bounds, whole character by whole character", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: "binary", maxLength: 5_000 }),
      fc.string({ unit: fc.constantFrom("\ud83d", "\ude00", " ", "\n", "x"), maxLength: 9_000 }),
      (one, other) => {
        const kept = keepable(one + other) ?? "x";
        expect([...kept].length).toBeLessThanOrEqual(longestKeptText);
        expect(kept.isWellFormed()).toBe(true);
        expect(kept).not.toMatch(/\p{Cc}|^ | $/u);
      },
    ),
  );
});
