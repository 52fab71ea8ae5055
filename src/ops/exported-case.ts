import type { Case, CaseNote } from "../core/store.ts";

/** A case as an export has it. */
export type ExportedCase = Case & {
  readonly notes: readonly CaseNote[];
  /** The words of its message, where they are kept and were asked for. */
  readonly text?: string;
};

export const exportFormats = ["csv", "jsonl"] as const;
export type ExportFormat = (typeof exportFormats)[number];

const time = (atMs: number): string => new Date(atMs).toISOString();

const json = (value: unknown): string => (value === undefined ? "" : JSON.stringify(value));

const notesOf = (entry: ExportedCase) =>
  entry.notes.map(({ atMs, ...note }) => ({ at: time(atMs), ...note }));

const columns: readonly (readonly [name: string, read: (entry: ExportedCase) => string])[] = [
  ["platform", (entry) => entry.platform],
  ["account", (entry) => entry.account],
  ["chat", (entry) => entry.chat],
  ["number", (entry) => String(entry.number)],
  ["at", (entry) => time(entry.atMs)],
  ["action", (entry) => entry.action],
  ["outcome", (entry) => entry.outcome],
  ["actor", (entry) => entry.actor ?? ""],
  ["actor_name", (entry) => entry.actorName ?? ""],
  ["target", (entry) => entry.target ?? ""],
  ["author", (entry) => entry.author ?? ""],
  ["reason", (entry) => entry.reason ?? ""],
  ["log_id", (entry) => entry.logId ?? ""],
  ["details", (entry) => json(entry.details)],
  ["notes", (entry) => (entry.notes.length === 0 ? "" : json(notesOf(entry)))],
];

/**
 * What a spreadsheet would run as a formula, in half and full width, blanks and line ends before it or not.
 * Source: OWASP, "CSV Injection".
 */
const formula = /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/u;

/** One field by RFC 4180. An apostrophe in front keeps a spreadsheet from calculating what people typed. */
export const csvField = (text: string): string => {
  const harmless = formula.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
};

const csvLine = (fields: readonly string[]): string => `${fields.map(csvField).join(",")}\r\n`;

/** The words of messages have a column only in an export that asks for them. */
const columnsFor = (withText: boolean): typeof columns =>
  withText ? [...columns, ["text", (entry) => entry.text ?? ""]] : columns;

/** What comes before the first case. */
export const exportHead = (format: ExportFormat, withText = false): string =>
  format === "csv" ? csvLine(columnsFor(withText).map(([name]) => name)) : "";

/** A case as one line of CSV (RFC 4180) or of JSON; times in ISO 8601, UTC. */
export const exportRow = (format: ExportFormat, entry: ExportedCase, withText = false): string => {
  if (format === "csv") return csvLine(columnsFor(withText).map(([, read]) => read(entry)));
  const { atMs, notes: _asBelow, text, ...rest } = entry;
  const words = withText && text !== undefined ? { text } : {};
  return `${JSON.stringify({ at: time(atMs), ...rest, notes: notesOf(entry), ...words })}\n`;
};
