import type { JournalEntry } from "../../src/core/store.ts";

export const keysOf = (entries: readonly JournalEntry[]): string[] => entries.map(({ key }) => key);
