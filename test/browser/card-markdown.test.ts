import fc from "fast-check";
import { expect, test } from "vitest";
import { parseCardMarkdown } from "../../src/sandbox/web/card/card-markdown.ts";
import { type Inline, parseInline } from "../../src/sandbox/web/card/parse-inline.ts";
import { cardTitle } from "../../src/sandbox/web/model/message-preview.ts";

/** Everything a reader sees of a line, markup gone. */
function textOf(pieces: readonly Inline[]): string {
  return pieces
    .map((piece) => {
      if ("content" in piece) return textOf(piece.content);
      return "text" in piece ? piece.text : "";
    })
    .join("");
}

function linksOf(pieces: readonly Inline[]): string[] {
  return pieces.flatMap((piece) => [
    ...(piece.kind === "link" ? [piece.href] : []),
    ...("content" in piece ? linksOf(piece.content) : []),
  ]);
}

test("reads bold, code, struck text, links and mentions in one line", () => {
  expect(
    parseInline("**a** `b*` ~~c~~ [d](https://x.test/) <at id=ou_1></at>").map(({ kind }) => kind),
  ).toEqual(["strong", "text", "code", "text", "struck", "text", "link", "text", "mention"]);
});

test("shows characters written as entities without their special meaning", () => {
  const pieces = parseInline("&#42;&#42;not bold&#42;&#42; &lt;at id=all&gt; 1 &amp; 2");
  expect(pieces).toEqual([{ kind: "text", text: "**not bold** <at id=all> 1 & 2" }]);
});

test("the list of chats shows them as characters too, and no markup", () => {
  const card = { body: { elements: [{ tag: "markdown", content: "**&#35;3** `x` &lt;b&gt;\n" }] } };

  expect(cardTitle(card).trim()).toBe("#3 x <b>");
});

test("leaves a link with another scheme as the text it was", () => {
  expect(parseInline("[x](javascript:alert(1))")).toEqual([
    { kind: "text", text: "[x](javascript:alert(1))" },
  ]);
});

test("keeps lists, quotes, headings, rules and code blocks apart", () => {
  const blocks = parseCardMarkdown(
    "# Title\ntext\n- one\n  - two\n1. first\n> said\n---\n```\na < b\n```",
  );
  expect(blocks.map(({ kind }) => kind)).toEqual([
    "heading",
    "paragraph",
    "list",
    "quote",
    "rule",
    "code",
  ]);
});

test("never makes a link that is not http or https, whatever the text", () => {
  const address = fc.constantFrom(
    "javascript:1",
    "data:text/html,x",
    "https://ok.test",
    "//x",
    "HTTP://y",
  );
  const line = fc
    .array(
      fc.oneof(
        fc.string(),
        address,
        fc.constantFrom("[", "](", ")", "**", "<a href=", ">", "</a>", "`"),
      ),
    )
    .map((parts) => parts.join(""));
  fc.assert(
    fc.property(line, (text) => {
      for (const href of linksOf(parseInline(text))) expect(href).toMatch(/^https?:\/\//);
    }),
  );
});

test("loses no letter of plain text", () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[\p{Script=Han}a-gA-Z0-9 ,.]*$/u), (text) => {
      expect(textOf(parseInline(text))).toBe(text);
    }),
  );
});

test("answers in time for text made to be slow to read", () => {
  const blocks = parseCardMarkdown(
    `${"**a ".repeat(4_000)}\n${"[".repeat(4_000)}\n${"> ".repeat(4_000)}`,
  );
  expect(blocks.length).toBeGreaterThan(0);
});
