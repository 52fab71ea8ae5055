import fc from "fast-check";
import { expect, test } from "vitest";
import { plain, rich } from "../../../src/core/answers/rich.ts";

test("marks up what the sentence itself marks up", () => {
  expect(rich`Send \`/pin\` in **this** group.`).toEqual([
    "Send ",
    { code: "/pin" },
    " in ",
    { bold: "this" },
    " group.",
  ]);
});

test("puts spans, lines and numbers in their places", () => {
  const line = [{ bold: "Bo" }, "!"];

  expect(rich`${1} of ${{ link: "https://x.example", text: "it" }}, by ${line}`).toEqual([
    "1",
    " of ",
    { link: "https://x.example", text: "it" },
    ", by ",
    { bold: "Bo" },
    "!",
  ]);
});

test("whatever people type stays plain text", () => {
  const typed = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.constantFrom("`x`", "**x**", "[a](https://b.example)", "<at id=all></at>", "\\`"),
  );
  fc.assert(
    fc.property(typed, typed, (one, other) => {
      expect(rich`a ${one} b ${other} c`).toEqual(["a ", one, " b ", other, " c"]);
    }),
  );
});

test("plain text is the words without their structure", () => {
  expect(
    plain(["a ", { code: "b" }, { bold: " c " }, { link: "https://x.example", text: "d" }]),
  ).toBe("a b c d");
});
