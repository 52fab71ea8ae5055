import type { Rich } from "../core/answers/rich.ts";
import {
  type Finding,
  type FindingState,
  type FindingWords,
  tellFinding,
} from "../core/doctor/findings.ts";

/** The same in every language. */
export const marks: Readonly<Record<FindingState, string>> = {
  ok: "✅",
  warning: "⚠️",
  failed: "❌",
  unknown: "❔",
};

/** Worst first. */
const order: readonly FindingState[] = ["failed", "warning", "unknown", "ok"];

/** A finding as lines: what is so; unless it is in order, why it matters and each step that puts it right. */
export const findingLines = (words: FindingWords, finding: Finding): readonly Rich[] => {
  const { what, why, fix = [] } = tellFinding(words, finding);
  const first: Rich = [`${marks[finding.state]} `, ...what];
  return [first, ...(why === undefined ? [] : [why]), ...fix.map((step): Rich => ["→ ", ...step])];
};

/** All findings as lines, the worst first. */
export const reportLines = (words: FindingWords, findings: readonly Finding[]): readonly Rich[] =>
  findings
    .toSorted((one, other) => order.indexOf(one.state) - order.indexOf(other.state))
    .flatMap((finding) => findingLines(words, finding));

/** What a newcomer to a group tells of itself: its place there, and whatever keeps it from its work. */
export const welcomeFindings = (findings: readonly Finding[]): readonly Finding[] =>
  findings.filter(
    ({ check, state }) =>
      check === "role" || (["group", "scopes", "bot"].includes(check) && state !== "ok"),
  );
