import type { Clock } from "../core/clock.ts";
import type { Log } from "../core/log.ts";
import type { Store } from "../core/store.ts";
import { databaseFile } from "./database-file.ts";
import { openSqliteStore } from "./open-sqlite.ts";

/**
 * Opens the store as configured: a PostgreSQL database that several instances may share, or a file that is this
 * process's alone. Rejects with a `StoreError`.
 */
export const openStore = async (options: {
  readonly databaseUrl?: string;
  /** Folder of the file. */
  readonly dataDir: string;
  readonly clock: Clock;
  readonly log: Log;
}): Promise<Store> => {
  const { databaseUrl, dataDir, clock, log } = options;
  if (databaseUrl === undefined) {
    return openSqliteStore({ file: databaseFile(dataDir), clock, log });
  }
  // Most operators have no use for the driver, which takes a while to load.
  const { openPostgresStore } = await import("./open-postgres.ts");
  return openPostgresStore({ url: databaseUrl, clock, log });
};
