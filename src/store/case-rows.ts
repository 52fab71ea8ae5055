import type { Insertable, Selectable } from "kysely";
import type { Log } from "../core/log.ts";
import type { Case, CaseNote } from "../core/store.ts";
import type { StoreSchema } from "./schema.ts";
import { fromStoredJson, toStoredJson } from "./stored-json.ts";
import { withoutNulls } from "./without-nulls.ts";

/** A case as a row, without the number that the database gives it. */
export const toCaseRow = (
  entry: Omit<Case, "number">,
  once: string,
): Omit<Insertable<StoreSchema["cases"]>, "number"> => ({
  platform: entry.platform,
  account: entry.account,
  chat: entry.chat,
  at_ms: entry.atMs,
  action: entry.action,
  outcome: entry.outcome,
  actor: entry.actor ?? null,
  actor_name: entry.actorName ?? null,
  target: entry.target ?? null,
  author: entry.author ?? null,
  reason: entry.reason ?? null,
  log_id: entry.logId ?? null,
  details: toStoredJson(entry.details),
  once,
});

/** A row as a case. */
export const toCase = (row: Selectable<StoreSchema["cases"]>, log: Log | undefined): Case => {
  const details = fromStoredJson(row.details, { column: "details", row: row.id }, log);
  return {
    ...withoutNulls({
      platform: row.platform,
      account: row.account,
      chat: row.chat,
      number: row.number,
      atMs: row.at_ms,
      action: row.action,
      outcome: row.outcome,
      actor: row.actor,
      actorName: row.actor_name,
      target: row.target,
      author: row.author,
      reason: row.reason,
      logId: row.log_id,
    }),
    ...(details === undefined ? {} : { details }),
  };
};

/** A row as a note. */
export const toCaseNote = (row: Selectable<StoreSchema["case_notes"]>): CaseNote =>
  withoutNulls({ atMs: row.at_ms, by: row.by_user, byName: row.by_name, text: row.text });
