import { wordsFor } from "../core/answers/replies.ts";
import { plain, type Words } from "../core/answers/rich.ts";
import type { Sentence, SentenceKey } from "../core/answers/sentences.ts";
import type { Language } from "../core/invocation.ts";
import { problemReasons } from "../core/problem.ts";
import { catalogues } from "./index.ts";
import { sampleFacts } from "./samples.ts";

const nowMs = Date.UTC(2026, 2, 5, 10, 0);

const linesOf = ({ title, lines, controls = [], small }: Words): readonly string[] => [
  ...(title === undefined ? [] : [`# ${title}`]),
  ...lines.map(plain),
  ...controls.map((control) =>
    control.kind === "button"
      ? `[${control.label}]`
      : `[${control.label}: ${control.options.map(({ label }) => label).join(" | ")}]`,
  ),
  ...(small === undefined ? [] : [`(${plain(small)})`]),
];

/** Every sentence with sample facts, in every language, one below the other, for reading. */
export const allSentences = (): readonly string[] => {
  const samples: readonly Sentence[] = [
    ...(Object.keys(sampleFacts) as SentenceKey[]).flatMap((key) =>
      sampleFacts[key].map((facts) => ({ key, facts }) as Sentence),
    ),
    ...problemReasons.map(
      (reason): Sentence => ({ key: "problem", facts: { doing: "answer", reason } }),
    ),
  ];
  return samples.flatMap((sentence) => [
    "",
    sentence.key === "problem" ? `problem ${sentence.facts.reason}` : sentence.key,
    ...(Object.keys(catalogues) as Language[]).flatMap((language) =>
      linesOf(wordsFor(catalogues, sentence, { language, timeZone: "Asia/Shanghai", nowMs })).map(
        (line) => `  ${language}  ${line}`,
      ),
    ),
  ]);
};
