import fc from "fast-check";
import { expect, test } from "vitest";
import { markedUp } from "../../../src/sandbox/whatsapp/marked-up.ts";

test.each([
  "plain words",
  "2 * 3 * 4",
  "snake_case_name",
  "a * b*",
  "@_user_1 hello @_user_2",
  "*not\nacross lines*",
])("%j has no markup", (text) => {
  expect(markedUp(text)).toBeUndefined();
});

test("bold, italics, struck words and code are told apart, line by line", () => {
  expect(markedUp("*Saturday* at _nine_,\n~ten~ `/pin` @_user_1")).toEqual({
    content: [
      [
        { tag: "text", text: "Saturday", style: ["bold"] },
        { tag: "text", text: " at " },
        { tag: "text", text: "nine", style: ["italic"] },
        { tag: "text", text: "," },
      ],
      [
        { tag: "text", text: "ten", style: ["lineThrough"] },
        { tag: "text", text: " " },
        { tag: "text", text: "/pin", style: ["inlineCode"] },
        { tag: "text", text: " " },
        { tag: "at", user_id: "@_user_1" },
      ],
    ],
  });
});

test("no word is lost, whatever the text", () => {
  const text = fc.string({ unit: fc.constantFrom("a", " ", "*", "_", "~", "`", "\n", "@") });
  fc.assert(
    fc.property(text, (any) => {
      const rich = markedUp(any);
      const words = (rich?.content ?? []) as readonly (readonly { text?: string }[])[];
      const letters = (from: string) => from.replace(/[^a@]/g, "");
      if (rich !== undefined)
        expect(
          letters(
            words
              .flat()
              .map((piece) => piece.text ?? "")
              .join(""),
          ),
        ).toBe(letters(any));
    }),
  );
});
