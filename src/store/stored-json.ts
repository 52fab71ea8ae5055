import type { Log } from "../core/log.ts";

/** Text for a JSON column; null for `undefined`. Throws on what JSON cannot hold, which is a bug. */
export const toStoredJson = (value: unknown): string | null =>
  value === undefined ? null : JSON.stringify(value);

/** What a JSON column holds. `undefined` for null; also for damaged text, which is logged without the text. */
export const fromStoredJson = (
  text: string | null,
  where: { readonly column: string; readonly row: string | number },
  log: Log | undefined,
): unknown => {
  if (text === null) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    log?.error(where, "a stored value is damaged and is left out");
    return undefined;
  }
};
