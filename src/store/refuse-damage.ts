import type { DatabaseSync } from "node:sqlite";
import { StoreError } from "./store-error.ts";

/**
 * Reads the whole database and throws a `StoreError` when it is damaged. `quick_check` leaves out whether the
 * indices agree with the tables. Source: SQLite docs, "PRAGMA integrity_check".
 */
export const refuseDamage = (
  database: DatabaseSync,
  depth: "quick_check" | "integrity_check",
  file: string,
): void => {
  const [verdict] = Object.values(database.prepare(`pragma ${depth}(1)`).get() ?? {});
  if (verdict === "ok") return;
  throw new StoreError({
    failure: "corrupt",
    message: `The database file is damaged. (${file})`,
    fix: "Restore a backup with `npm run restore -- FILE`, or move the file away to begin anew.",
    cause: verdict,
  });
};
