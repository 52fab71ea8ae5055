import fc from "fast-check";
import { expect, test } from "vitest";
import type { Rich, Words } from "../../../src/core/answers/rich.ts";
import { rich } from "../../../src/core/answers/rich.ts";
import type { UserId } from "../../../src/core/ids.ts";
import { renderCard, renderMessage } from "../../../src/platforms/feishu/render.ts";

interface CardElement {
  readonly tag: string;
  readonly content: string;
  readonly text_size?: string;
}

const elements = (words: Words): readonly CardElement[] =>
  (renderCard(words) as { body: { elements: CardElement[] } }).body.elements;
const markdown = (...lines: Rich[]): string => elements({ lines })[0]?.content ?? "";

/** What people see: the entities decoded once. */
const shown = (text: string): string =>
  text.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));

test("sends a single plain line as a text message", () => {
  expect(renderMessage({ lines: [["已 Pin，谢谢。"]] })).toEqual({
    msg_type: "text",
    content: '{"text":"已 Pin，谢谢。"}',
  });
});

test.each([
  [{ lines: [["one"], ["two"]] }],
  [{ lines: [["one"]], small: ["log 1"] }],
  [{ lines: [[{ bold: "one" }]] }],
  [{ lines: [['<at user_id="all"></at>']] }],
  [{ lines: [["[x](https://evil.example)"]] }],
  [{ lines: [["look at https://evil.example"]] }],
  [{ lines: [["@_all"]] }],
  [{ lines: [["   "]] }],
  [{ lines: [] }],
] satisfies [Words][])("sends %j as a card", (words) => {
  const { msg_type, content } = renderMessage(words);
  expect(msg_type).toBe("interactive");
  expect(JSON.parse(content)).toMatchObject({ schema: "2.0", config: { update_multi: true } });
});

const mia = { mention: "ou_mia" as UserId, name: "Mia" };

test("mentions people by the tag of texts, and by that of cards", () => {
  expect(renderMessage({ lines: [[mia, "，可以了。"]] })).toEqual({
    msg_type: "text",
    content: JSON.stringify({ text: '<at user_id="ou_mia"></at>，可以了。' }),
  });
  expect(markdown([mia, " may use ", { code: "/pin" }])).toBe("<at id=ou_mia></at> may use `/pin`");
});

test.each(["all", "_all", "ou_x></at><at id=all", 'ou_x"', "", "cli_1"])(
  "mentions nobody by %j, which is no person's id, and says the name",
  (id) => {
    const line = [{ mention: id as UserId, name: "<at id=all></at>" }, " may."];
    expect(renderMessage({ lines: [line] }).content).not.toContain("<at");
    expect(shown(markdown(line))).toBe("<at id=all></at> may.");
    const plainName = [{ mention: id as UserId, name: "Mia" }, " may."];
    expect(renderMessage({ lines: [plainName] })).toEqual({
      msg_type: "text",
      content: '{"text":"Mia may."}',
    });
  },
);

test("whatever is typed around a mention, nobody else is mentioned", () => {
  const typed = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.constantFrom("<at id=all></at>", '<at user_id="all"></at>', "<at id=", ">", "@_all"),
  );
  fc.assert(
    fc.property(typed, typed, fc.boolean(), (before, after, bold) => {
      const { content } = renderMessage({
        lines: [[before, mia, bold ? { bold: after } : after]],
        ...(bold ? { small: [after] } : {}),
      });
      expect(content.match(/<at/g)).toEqual(["<at"]);
      expect(content).toMatch(/<at (?:id=ou_mia|user_id=\\"ou_mia\\")><\/at>/);
    }),
  );
});

test("renders bold, code and links, and small print smaller", () => {
  const words: Words = {
    lines: [
      rich`**Pinned** by ${"A*B"}; undo with \`/unpin\``,
      [{ link: "https://applink.feishu.cn/x?a=1&b=2", text: "the [message]" }],
    ],
    small: ["log 42"],
  };
  expect(elements(words)).toEqual([
    {
      tag: "markdown",
      content:
        "**Pinned** by A&#42;B; undo with `/unpin`\n[the &#91;message&#93;](https://applink.feishu.cn/x?a=1&b=2)",
    },
    { tag: "markdown", content: "log 42", text_size: "notation" },
  ]);
});

test.each([
  ["<at id=all></at>"],
  ["<font color=red>x</font>"],
  ["&#60;at id=all&#62;"],
  ["**bold** __bold__ ~~gone~~"],
  ["[x](https://evil.example)"],
  ["# title"],
  ["- item"],
  ["1. item"],
  ["> quote"],
  ["```code```"],
  ["\\*escaped\\*"],
  ["$formula$"],
])("shows %s as it is written", (text) => {
  expect(shown(markdown([text]))).toBe(text);
  expect(markdown([text])).toMatch(/&#\d+;/);
});

test("lets no link lead anywhere but to the web", () => {
  for (const link of ["javascript:alert(1)", "data:text/html,x", "lark://x", "nonsense"]) {
    expect(markdown([{ link, text: "here" }])).toBe("here");
  }
  const sly = "https://h.example/a)[x](https://evil.example";
  expect(markdown([{ link: sly, text: "here" }])).toBe(
    "[here](https://h.example/a%29%5Bx%5D%28https://evil.example)",
  );
});

test("shows code that could end itself or be a tag without the markup of code", () => {
  expect(shown(markdown([{ code: "a`b" }]))).toBe("a`b");
  expect(markdown([{ code: "<at id=all>" }])).not.toContain("<");
  expect(markdown([{ code: "[x](y)" }])).not.toContain("](");
  expect(markdown([{ code: " " }])).toBe("");
});

test("drops what nobody sees but everybody would stumble over", () => {
  expect(markdown(["a\u202Eb\u0000c\u200Bd\ne"])).toBe("abcd e");
});

test("says the first line where chats are listed", () => {
  const card = renderCard({ lines: [[{ bold: "Pinned" }, " <b>"]] });
  expect(card).toMatchObject({ config: { summary: { content: "Pinned b" } } });
});

const hostile = fc.oneof(
  fc.string({ unit: "grapheme" }),
  fc
    .array(
      fc.constantFrom(
        ..."<>&[]()*_~`#!\\\n\r\u2028 :/\"'=-+1.a@",
        "<at id=all></at>",
        '<at user_id="all"></at>',
        "](https://evil.example)",
        "[x](https://evil.example)",
        "**",
        "__",
        "&#60;",
        "&lt;",
      ),
      { maxLength: 12 },
    )
    .map((parts) => parts.join("")),
);

test("no text of people becomes a mention, a link, bold or any tag", () => {
  fc.assert(
    fc.property(hostile, hostile, hostile, (one, two, three) => {
      const content = markdown([one, { bold: two }, " ", { code: three }, one], [two]);
      expect(content).not.toMatch(/[<>]|\]\(/);
      const withoutCode = content.replace(/`[^`\n]*`/g, "");
      expect(withoutCode).not.toMatch(/[[\]()~_`]|:\/\//);
      // What is left of asterisks is the one pair around the bold span.
      expect(withoutCode.split("**").length).toBeLessThanOrEqual(3);
      expect(withoutCode.replaceAll("**", "")).not.toContain("*");
      expect(content.split("\n")).toHaveLength(2);
    }),
  );
});

test("no text message holds anything that could be markup", () => {
  fc.assert(
    fc.property(hostile, (text) => {
      const { msg_type, content } = renderMessage({ lines: [[text]] });
      if (msg_type === "text")
        expect((JSON.parse(content) as { text: string }).text).not.toMatch(/[<>&[\]*_~`@#]/);
    }),
  );
});

test("stays below the platform's 30 KB whatever it is given", () => {
  const long = Array.from({ length: 3000 }, (_, n) => [`${n} <b>*long*</b> 很长的一行`]);
  const { content } = renderMessage({ lines: long, small: ["x".repeat(50_000)] });
  expect(Buffer.byteLength(content)).toBeLessThan(30_000);
  expect(elements({ lines: long })[0]?.content.endsWith("\n…")).toBe(true);
  const single = renderMessage({ lines: [["*".repeat(100_000)]] });
  expect(Buffer.byteLength(single.content)).toBeLessThan(30_000);
});
