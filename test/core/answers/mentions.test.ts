import fc from "fast-check";
import { expect, test } from "vitest";
import {
  despiteMentions,
  withoutMentions,
  writeMentions,
} from "../../../src/core/answers/mentions.ts";
import { plain, type Span, type Words } from "../../../src/core/answers/rich.ts";
import type { MessageId, UserId } from "../../../src/core/ids.ts";
import { problem } from "../../../src/core/problem.ts";
import { fail, ok } from "../../../src/core/result.ts";

const user = (id: string): UserId => id as UserId;
const write = (lines: Words["lines"]) =>
  writeMentions(
    { lines },
    {
      writtenOf: (id) => (/^\w+$/.test(id) ? `@${id}` : undefined),
      render: (words) => words.lines.map(plain).join("\n"),
    },
  );

test("a mention stands as a word of its own, and is listed once", () => {
  const mia = { mention: user("mia"), name: "Mia" };

  expect(
    write([
      [mia, " may use it."],
      ["Thanks to", mia, "and ", mia, "."],
    ]),
  ).toEqual({
    text: "@mia may use it.\nThanks to @mia and @mia.",
    mentioned: ["mia"],
  });
});

test("who cannot be mentioned is named", () => {
  expect(write([[{ mention: user("not one"), name: "Mia" }, " may."]])).toEqual({
    text: "Mia may.",
    mentioned: [],
  });
});

test("what is cut away is not listed", () => {
  const words: Words = { lines: [["hello ", { mention: user("mia"), name: "Mia" }]] };
  const cut = writeMentions(words, {
    writtenOf: (id) => `@${id}`,
    render: ({ lines }) => lines.map(plain).join("\n").slice(0, -1),
  });

  expect(cut).toEqual({ text: "hello ", mentioned: [] });
});

test("whatever people type, only those are mentioned whom we mention, and only there", () => {
  const ids = fc.constantFrom("mia", "mi", "m", "5511", "551", "5");
  const typed = fc
    .array(
      fc.oneof(
        fc.string({ unit: "binary", maxLength: 5 }),
        fc.constantFrom("@", "@mia", "@m", "mia", "@5511", "5511", "\uFDD0", "0", "\uFDD1", " "),
      ),
      { maxLength: 8 },
    )
    .map((parts) => parts.join(""));
  const span: fc.Arbitrary<Span> = fc.oneof(
    typed,
    typed.map((code) => ({ code })),
    typed.map((bold) => ({ bold })),
    typed.map((text) => ({ link: `https://x.example/${text}`, text })),
    ids.map((id) => ({ mention: user(id), name: "Mia" })),
  );
  fc.assert(
    fc.property(fc.array(fc.array(span, { maxLength: 6 }), { maxLength: 4 }), (lines) => {
      const meant = lines.flat().flatMap((one) => {
        return typeof one !== "string" && "mention" in one ? [one.mention] : [];
      });
      const { text, mentioned } = write(lines);

      expect(mentioned).toEqual([...new Set(meant)]);
      // Each `@` that a listed id follows is one that we wrote: of the longest id that fits.
      const found = [...text.matchAll(/@(mia|mi|m|5511|551|5)(?![\p{L}\p{N}])/gu)];
      const shown = found.map(([, id]) => id).filter((id) => mentioned.includes(user(id ?? "")));
      expect(shown).toEqual(meant);
    }),
    { numRuns: 2_000 },
  );
});

test("a message that is refused because of a mention is said without it", async () => {
  const words: Words = { lines: [[{ mention: user("mia"), name: "Mia" }, " may."]], small: ["x"] };
  const tries: Words[] = [];
  const sent = await despiteMentions(words, (one) => {
    tries.push(one);
    const isFirst = tries.length === 1;
    return Promise.resolve(isFirst ? fail(problem("user-unknown")) : ok("om_1" as MessageId));
  });

  expect(sent).toEqual(ok("om_1"));
  expect(tries).toEqual([words, withoutMentions(words)]);
});

test.each([
  ["it may have been sent", { reason: "user-unknown", effect: "maybe" }, true],
  ["it failed for another reason", problem("platform-down"), true],
  ["nobody is mentioned in it", problem("content-invalid"), false],
] as const)("a message is sent once where %s", async (_, why, mentions) => {
  const words: Words = { lines: [mentions ? [{ mention: user("mia"), name: "Mia" }] : ["Mia"]] };
  let tries = 0;
  await despiteMentions(words, () => {
    tries += 1;
    return Promise.resolve(fail(why));
  });

  expect(tries).toBe(1);
});
