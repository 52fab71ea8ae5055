import fc from "fast-check";
import { expect, test } from "vitest";
import type { UserId } from "../../../src/core/ids.ts";
import { escapeText, renderText } from "../../../src/platforms/whatsapp/render.ts";

const textOf = (words: Parameters<typeof renderText>[0]): string => renderText(words).text;

test("title, lines and small print are one text", () => {
  expect(
    textOf({
      title: "Pins",
      lines: [["1. ", { code: "3EB0AA" }], [{ link: "https://a.example/x", text: "more" }]],
      small: ["id 7"],
    }),
  ).toBe("*Pins*\n1. `3EB0AA`\nmore (https://a.example/x)\n\nid 7");
});

test("controls are left out", () => {
  const text = textOf({
    lines: [["Sure?"]],
    controls: [{ kind: "button", label: "Yes", style: "danger", token: "t" }],
  });

  expect(text).toBe("Sure?");
});

test.each(["javascript:alert(1)", "ftp://x.example", "https://a b"])("%s is no link", (link) => {
  expect(textOf({ lines: [[{ link, text: "press" }]] })).toBe("press");
});

test("nothing that people typed becomes markup, a mention, a link or another line", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: "grapheme" }),
      fc.constantFrom("*", "_", "~", "`", "@1", "://", "\n", "a.b"),
      (text, sign) => {
        const escaped = escapeText(text + sign + text);

        expect(escaped).not.toMatch(/[*_~`\r\n]|@\d|:\/\/|[\p{L}\p{N}]\.\p{L}/u);
      },
    ),
  );
});

test("code that could end itself is no code", () => {
  expect(textOf({ lines: [[{ code: "a`b" }]] })).toBe("aˋb");
});

test("a line never begins as a quotation", () => {
  expect(textOf({ lines: [["> so they said"]] })).toBe("› so they said");
});

test("a long list ends with a sign that there is more", () => {
  const text = textOf({ lines: Array.from({ length: 500 }, (_, index) => [`line ${index}`]) });

  expect(text.length).toBeLessThan(4_100);
  expect(text.endsWith("\n…")).toBe(true);
});

test("mentions by the digits of the id, and lists the id with what kind it is", () => {
  const phone = { mention: "5511999887766@s.whatsapp.net" as UserId, name: "Mia" };
  const lid = { mention: "201234567890123@lid" as UserId, name: "Bo" };

  expect(renderText({ lines: [[phone, " and ", lid, "."]] })).toEqual({
    text: "@5511999887766 and @201234567890123.",
    mentioned: ["5511999887766@s.whatsapp.net", "201234567890123@lid"],
  });
});

test.each(["all", "5511999887766", "5511999887766:3@s.whatsapp.net", "120363000000000001@g.us"])(
  "mentions nobody by %s, which is no person's id",
  (id) => {
    expect(renderText({ lines: [[{ mention: id as UserId, name: "@5511 *Mia*" }]] })).toEqual({
      text: "@\u20605511 ∗Mia∗",
      mentioned: [],
    });
  },
);
