import { plain } from "../core/answers/rich.ts";
import { type Finding, type FindingWords, tellFinding } from "../core/doctor/findings.ts";
import type { Language } from "../core/invocation.ts";
import { reportLines } from "../locales/doctor-lines.ts";
import { enUSFindings } from "../locales/en-US-findings.ts";
import { zhCNFindings } from "../locales/zh-CN-findings.ts";
import { type Examination, isWell } from "./doctor.ts";
import { terminalWords } from "./words.ts";

const words: Readonly<Record<Language, FindingWords>> = {
  "zh-CN": zhCNFindings,
  "en-US": enUSFindings,
};

/** The examinations as lines for people, the worst of each account first. */
export const examinationLines = (
  examinations: readonly Examination[],
  language: Language,
): readonly string[] => [
  ...examinations.flatMap(({ platform, account, findings }) => [
    `${platform} ${account}`,
    ...reportLines(words[language], findings).map((line) => `  ${plain(line)}`),
    "",
  ]),
  terminalWords[language][isWell(examinations) ? "healthy" : "unhealthy"],
];

const told = (finding: Finding, language: Language) => {
  const { what, why, fix } = tellFinding(words[language], finding);
  return {
    what: plain(what),
    ...(why === undefined ? {} : { why: plain(why) }),
    ...(fix === undefined ? {} : { fix: fix.map(plain) }),
  };
};

/** The examinations as JSON for programs: facts, and words in both languages. */
export const examinationJson = (examinations: readonly Examination[]): string =>
  JSON.stringify(
    {
      ok: isWell(examinations),
      accounts: examinations.map(({ findings, ...names }) => ({
        ...names,
        findings: findings.map((finding) => ({
          ...finding,
          "zh-CN": told(finding, "zh-CN"),
          "en-US": told(finding, "en-US"),
        })),
      })),
    },
    null,
    2,
  );
