import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Segment } from "../../../src/core/events.ts";
import { decodeContent } from "../../../src/platforms/feishu/decode-content.ts";
import { mention, self, textContent } from "./deliveries.ts";

const text = (value: string, mentions: unknown = undefined) =>
  decodeContent(textContent(value), { type: "text", mentions, self });

const post = (value: unknown, mentions: unknown = undefined) =>
  decodeContent(JSON.stringify(value), { type: "post", mentions, self });

const plain = (value: string): Segment => ({ kind: "text", text: value });

describe("a text", () => {
  test("matches the longest key, since @_user_1 is a prefix of @_user_10", () => {
    const mentions = [mention("@_user_1", "ou_one"), mention("@_user_10", "ou_ten")];
    expect(text("@_user_10@_user_1@_user_100", mentions)).toMatchObject([
      { user: "ou_ten" },
      { user: "ou_one" },
      { user: "ou_ten" },
      { kind: "text", text: "0" },
    ]);
  });

  test("keeps a key that names nobody", () => {
    for (const id of [undefined, "", "x", "on_1", null, {}]) {
      expect(text("@_user_1 hi", [mention("@_user_1", id)])).toEqual([plain("@_user_1 hi")]);
    }
    expect(text("@_user_1 hi")).toEqual([plain("@_user_1 hi")]);
  });

  test("knows everyone with and without an entry, but not within a word", () => {
    const everyone = { kind: "mention-all" };
    expect(text("@_all 开会")).toEqual([everyone, plain(" 开会")]);
    expect(text("@_all开会")).toEqual([everyone, plain("开会")]);
    expect(text("@_all", [mention("@_all", "ou_x")])).toEqual([everyone]);
    expect(text("@_allies")).toEqual([plain("@_allies")]);
  });

  test("without anything in it has no segments", () => {
    expect(text("")).toEqual([]);
  });

  test("reads hundreds of mentions of hundreds of people", () => {
    const keys = Array.from({ length: 500 }, (_, index) => `@_user_${index + 1}`);
    const segments = text(
      keys.join(" "),
      keys.map((key) => mention(key, `ou_${key.slice(7)}`)),
    );
    expect(segments?.filter(({ kind }) => kind === "mention")).toHaveLength(500);
  });

  test("put together again with its keys is what it was", () => {
    const key = fc.oneof(
      fc.integer({ min: 1, max: 120 }).map((index) => `@_user_${index}`),
      fc.string({ minLength: 1, maxLength: 4 }).map((tail) => `@${tail}`),
    );
    const keys = fc.uniqueArray(
      key.filter((one) => one !== "@_all"),
      { maxLength: 12 },
    );
    const withText = keys.chain((known) =>
      fc.tuple(
        fc.constant(known),
        fc
          .array(fc.oneof(fc.string(), key, fc.constantFrom("@", "@_all", ...known)))
          .map((parts) => parts.join("")),
      ),
    );
    fc.assert(
      fc.property(withText, ([known, value]) => {
        const keyOf = new Map(known.map((one, index) => [`ou_${index}`, one]));
        const mentions = known.map((one, index) => mention(one, `ou_${index}`));
        const segments = text(value, mentions) ?? [];
        const again = segments.map((segment) => {
          if (segment.kind === "text") return segment.text;
          return segment.kind === "mention" ? keyOf.get(segment.user) : "@_all";
        });
        expect(again.join("")).toBe(value);
        for (const segment of segments) {
          if (segment.kind !== "text") continue;
          expect(segment.text).not.toBe("");
          for (const one of known) expect(segment.text).not.toContain(one);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe("a rich text", () => {
  test("is its title, then its lines, with formatted pieces joined", () => {
    const content = [
      [
        { tag: "text", text: "/p", style: ["bold"] },
        { tag: "text", text: "in " },
        { tag: "a", text: "the rules", href: "https://example.org/r" },
      ],
      [{ tag: "img", image_key: "img_1" }],
      [
        { tag: "text", text: "please" },
        { tag: "emotion", emoji_type: "SMILE" },
      ],
    ];
    expect(post({ title: "", content })).toEqual([
      plain("/pin [the rules](https://example.org/r)\n\nplease[SMILE]"),
    ]);
    expect(post({ title: "Notice", content: [[{ tag: "text", text: "x" }]] })).toEqual([
      plain("Notice\nx"),
    ]);
  });

  test("shows a bare link once", () => {
    const link = { tag: "a", text: "https://example.org", href: "https://example.org" };
    expect(post({ content: [[link]] })).toEqual([plain("https://example.org")]);
  });

  test("knows mentions by key, of everyone, and by id", () => {
    const at = (id: string, name = "") => ({ tag: "at", user_id: id, user_name: name });
    const mentions = [
      mention("@_user_1", "ou_steward", { name: "Steward" }),
      mention("@_user_10", "ou_ten"),
    ];
    const line = [
      at("@_user_1"),
      { tag: "text", text: " /why " },
      at("@_user_10"),
      at("@_all"),
      at("all"),
      at("ou_bob", "Bob"),
      at("ou_steward", "Steward"),
      at("@_user_7", "Nobody"),
    ];
    expect(post({ content: [line] }, mentions)).toEqual([
      { kind: "mention-self", name: "Steward" },
      plain(" /why "),
      { kind: "mention", user: "ou_ten", name: "user_10", isBot: false },
      { kind: "mention-all" },
      { kind: "mention-all" },
      { kind: "mention", user: "ou_bob", name: "Bob", isBot: false },
      { kind: "mention-self", name: "Steward" },
      plain("@Nobody"),
    ]);
  });

  test("does not take typed keys for mentions", () => {
    const line = [{ tag: "text", text: "@_user_1 @_all" }];
    expect(post({ content: [line] }, [mention("@_user_1", "ou_bob")])).toEqual([
      plain("@_user_1 @_all"),
    ]);
  });

  test("fences code, so that an example of a command is none", () => {
    const segments = post({ content: [[{ tag: "code_block", language: "", text: "/pin" }]] });
    expect(segments).toEqual([plain("```\n/pin\n```")]);
  });

  test("that is none cannot be read", () => {
    expect(post({})).toBeUndefined();
    expect(post({ zh_cn: { content: [] } })).toBeUndefined();
    expect(post([])).toBeUndefined();
  });

  test("with strange elements gives what can be read", () => {
    expect(
      post({ title: 1, content: [7, [null, "x", {}, { tag: "at" }, { text: "ok" }]] }),
    ).toEqual([plain("@ok")]);
  });
});
