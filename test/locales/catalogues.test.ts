import { expect, test } from "vitest";
import { wordsFor } from "../../src/core/answers/replies.ts";
import { plain, type Rich, type Words } from "../../src/core/answers/rich.ts";
import type { Doing, Sentence, SentenceKey } from "../../src/core/answers/sentences.ts";
import type { Language } from "../../src/core/invocation.ts";
import { problemReasons } from "../../src/core/problem.ts";
import { catalogues } from "../../src/locales/index.ts";
import { sampleFacts } from "./sample-facts.ts";

const nowMs = Date.UTC(2026, 2, 5, 10, 0);
const languages = Object.keys(catalogues) as Language[];
const doings = Object.keys({
  pin: true,
  unpin: true,
  recall: true,
  "list-pins": true,
  "look-up-chat": true,
  "look-up-message": true,
  "look-up-members": true,
  top: true,
  untop: true,
  answer: true,
} satisfies Readonly<Record<Doing, true>>) as Doing[];

const samples: readonly Sentence[] = [
  ...(Object.keys(sampleFacts) as SentenceKey[]).flatMap((key) =>
    sampleFacts[key].map((facts) => ({ key, facts }) as Sentence),
  ),
  ...problemReasons.flatMap((reason) =>
    doings.flatMap((doing): readonly Sentence[] => [
      { key: "problem", facts: { doing, reason } },
      { key: "problem", facts: { doing, reason, logId: "log-x", retryAfterMs: 1_000 } },
    ]),
  ),
];

const wordsOf = (sentence: Sentence, language: Language): Words =>
  wordsFor(catalogues, sentence, { language, timeZone: "UTC", nowMs });

const linesOf = ({ lines, small, title, controls = [] }: Words): readonly string[] => [
  ...(title === undefined ? [] : [title]),
  // A mark in front of a line is no part of the sentence.
  ...lines.map((line) => plain(line).replace(/^(?:[?✓✗✅❌❔→–·-]|⚠️) /u, "")),
  ...controls.flatMap((control) => [
    control.label,
    ...(control.kind === "button" ? [control.confirm ?? ""] : control.options.map((o) => o.label)),
  ]),
  ...(small === undefined ? [] : [plain(small)]),
];

const codesIn = (lines: readonly Rich[]): readonly string[] =>
  lines.flatMap((line) =>
    // People in examples have names of their language.
    line.flatMap((span) =>
      typeof span !== "string" && "code" in span ? [span.code.replace(/@\S+/, "@")] : [],
    ),
  );

/** What breaks a rule, with the sentence it is in; none is expected. */
const offences = (broken: (text: string, language: Language) => boolean): readonly string[] => [
  ...new Set(
    samples.flatMap((sentence) =>
      languages.flatMap((language) =>
        linesOf(wordsOf(sentence, language))
          .filter((text) => broken(text, language))
          .map((text) => `${language} ${sentence.key}: ${text}`),
      ),
    ),
  ),
];

test("both languages say the same things, and nothing is left unsaid", () => {
  const keys = Object.keys(sampleFacts).sort();

  for (const language of languages) expect(Object.keys(catalogues[language]).sort()).toEqual(keys);
});

test("every fact has found its words", () => {
  expect(
    offences((text) => /undefined|null|NaN|\[object|Invalid|function|=>|\$\{/.test(text)),
  ).toEqual([]);
  expect(offences((text) => text.trim() === "" && text !== "")).toEqual([]);
});

test("no key and no reason is shown raw", () => {
  const raw = [...Object.keys(sampleFacts), ...problemReasons].filter((name) => /[.-]/.test(name));
  const isRaw = (text: string): boolean =>
    raw.some((name) => new RegExp(`(?<![\\w-])${name.replace(".", "\\.")}(?![\\w-])`).test(text));

  expect(isRaw("x pin.done y")).toBe(true);
  // Names of settings are written `command.key`, as they are typed.
  expect(offences((text) => isRaw(text) && !/\b(pin|settings)\.(role|allow)\b/.test(text))).toEqual(
    [],
  );
});

test("no platform code is shown", () => {
  expect(offences((text) => /\b\d{5,}\b/.test(text))).toEqual([]);
});

test("nothing shouts, blames or shrugs", () => {
  expect(offences((text) => /[!！]/.test(text))).toEqual([]);
  expect(
    offences((text) =>
      /operation failed|操作失败|unexpected error|invalid|illegal|非法/i.test(text),
    ),
  ).toEqual([]);
});

/** Lists, labels and lines of help are no sentences. */
const listings: ReadonlySet<SentenceKey> = new Set<SentenceKey>([
  "pins.list",
  "case.shown",
  "audit.list",
  "commands.list",
  "commands.direct",
  "commands.one",
  "grants.list",
  "explanation",
  "settings.shown",
  "doctor.report",
  "doctor.finding",
  "welcome",
  "preview",
  "button.why",
]);

test("sentences end like sentences", () => {
  const open = samples.flatMap((sentence) =>
    listings.has(sentence.key) || sentence.key.startsWith("help.")
      ? []
      : languages.flatMap((language) =>
          wordsOf(sentence, language)
            .lines.map(plain)
            .filter((text) => !(language === "zh-CN" ? /[。？]$/ : /[.?]$/).test(text))
            .map((text) => `${sentence.key}: ${text}`),
        ),
  );

  expect([...new Set(open)]).toEqual([]);
});

test("lines of help are short and end open", () => {
  const help = samples.filter(({ key }) => key.startsWith("help."));
  for (const sentence of help) {
    for (const language of languages) {
      const lines = linesOf(wordsOf(sentence, language));
      expect(lines).toHaveLength(1);
      expect(lines[0]).not.toMatch(/[.。]$/);
      expect(lines[0]?.length).toBeLessThanOrEqual(80);
    }
  }
});

test("Chinese is set with Chinese punctuation, English with English", () => {
  const between = /\p{Script=Han}\s*[,.;:?()]|[,;:?()]\s*\p{Script=Han}/u;
  expect(offences((text, language) => language === "zh-CN" && between.test(text))).toEqual([]);
  // A Chinese name of a command, and the name of the language, stay as they are.
  const chinese = /[，。；：？（）「」]|\p{Script=Han}/u;
  expect(
    offences(
      (text, language) => language === "en-US" && chinese.test(text.replace(/钉住|中文/g, "")),
    ),
  ).toEqual([]);
});

test("Chinese words stand apart from Latin ones, from numbers and from commands", () => {
  const glued = /\p{Script=Han}[A-Za-z0-9/]|[A-Za-z0-9]\p{Script=Han}/u;

  expect(
    offences((text, language) => language === "zh-CN" && glued.test(text.replace("/钉住", ""))),
  ).toEqual([]);
});

test("punctuation is not doubled and blanks are single", () => {
  expect(offences((text) => /[.,;:?]{2}|[，。；：？]{2}| {2}|^ | $| [.,;:?]/.test(text))).toEqual(
    [],
  );
});

test("both languages mention the same commands and names", () => {
  // Forms and examples of commands have words of their language.
  for (const sentence of samples.filter(({ key }) => !key.startsWith("commands."))) {
    const [one = [], other = []] = languages.map((language) =>
      codesIn(wordsOf(sentence, language).lines).toSorted(),
    );
    expect({ sentence, codes: one }).toEqual({ sentence, codes: other });
  }
});

test("what is wrong comes with what to do", () => {
  const action = {
    "en-US": /\b(ask|please|try|reply|send|add|use|have a look|tell|give|choose|pass|mention)\b/i,
    "zh-CN": /请|可以|试|发送|用 |恢复/,
  };
  const final: ReadonlySet<string> = new Set([
    "message-gone",
    "message-type-unsupported",
    "message-self-destructs",
    "chat-gone",
    "chat-unknown",
    "chat-other-tenant",
    "chat-kind-unsupported",
    "chat-encrypted",
    "topic-unknown",
    "user-unknown",
    "content-too-long",
    "attachment-invalid",
    "reaction-refused",
    "reaction-not-mine",
    "answer-not-editable",
    "quota-used-up",
    "message-too-old-to-recall",
    "user-unavailable",
  ]);
  const helpless = problemReasons
    .filter((reason) => !final.has(reason))
    .flatMap((reason) =>
      languages
        .filter((language) => {
          const sentence: Sentence = { key: "problem", facts: { doing: "pin", reason } };
          return !action[language].test(linesOf(wordsOf(sentence, language)).join("\n"));
        })
        .map((language) => `${language} ${reason}`),
    );

  expect(helpless).toEqual([]);
});

test("where only the owner may, it is the owner who is to be asked", () => {
  const facts = { required: "owner", own: "admin" } as const;
  const denials = languages.map((language) =>
    linesOf(wordsOf({ key: "denied.not-author", facts } as Sentence, language)).join("\n"),
  );

  expect(denials.join("\n")).not.toMatch(/Ask an admin|请管理员/);
});

test("a number to pass on is promised only where there is one", () => {
  const promising = samples.filter((sentence) =>
    languages.some((language) => {
      const { lines, small } = wordsOf(sentence, language);
      return small === undefined && /number below|下面的编号/.test(lines.map(plain).join("\n"));
    }),
  );

  expect(promising).toEqual([]);
});

test("moments are told in the chat's own time, with the year when it is far", () => {
  const until = (dueAtMs: number, timeZone: string, language: Language): string =>
    linesOf(
      wordsFor(
        catalogues,
        { key: "pin.until", facts: { dueAtMs, topicStart: false } },
        { language, timeZone, nowMs },
      ),
    ).join("\n");

  expect(until(nowMs, "Asia/Shanghai", "zh-CN")).toBe("已 Pin，3 月 5 日 18:00 自动取消。");
  expect(until(nowMs, "America/New_York", "en-US")).toBe("Pinned until March 5 at 05:00.");
  // Clocks change on 8 March in New York.
  expect(until(nowMs + 7 * 86_400_000, "America/New_York", "en-US")).toBe(
    "Pinned until March 12 at 06:00.",
  );
  expect(until(nowMs + 365 * 86_400_000, "UTC", "zh-CN")).toBe(
    "已 Pin，2027 年 3 月 5 日 10:00 自动取消。",
  );
  expect(until(Date.UTC(2026, 2, 6), "UTC", "en-US")).toBe("Pinned until March 6 at 00:00.");
});
