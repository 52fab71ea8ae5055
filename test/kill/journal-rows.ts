import { existsSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";

/** A command as the journal has it, in order of acceptance. */
export interface JournalRow {
  readonly message: string;
  readonly chat: string;
  readonly command: string;
  readonly state: string;
  readonly attempts: number;
  readonly acceptedAtMs: number;
  readonly outcome: string;
}

export interface CaseRow {
  readonly chat: string;
  readonly number: number;
  readonly action: string;
  readonly outcome: string;
  readonly target: string;
}

const read = (file: string, sql: string): readonly Readonly<Record<string, unknown>>[] => {
  if (!existsSync(file)) return [];
  const database = new DatabaseSync(file, { readOnly: true, timeout: 5000 });
  try {
    return database.prepare(sql).all();
  } catch (error) {
    // Killed before the tables were made.
    if (error instanceof Error && error.message.startsWith("no such table")) return [];
    throw error;
  } finally {
    database.close();
  }
};

/** Looks into the database of a bot, running or not. */
export const journalRows = (file: string): readonly JournalRow[] =>
  read(
    file,
    `select invocation ->> 'message' as message, invocation ->> 'chat' as chat,
       invocation ->> 'command' as command, state, attempts, accepted_at_ms as acceptedAtMs,
       coalesce(outcome ->> 'kind', '') as outcome
     from journal order by sequence`,
  ) as unknown as readonly JournalRow[];

export const caseRows = (file: string): readonly CaseRow[] =>
  read(
    file,
    "select chat, number, action, outcome, coalesce(target, '') as target from cases order by id",
  ) as unknown as readonly CaseRow[];
