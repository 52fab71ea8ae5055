import { join } from "node:path";

/** Where the database is, within the folder that STEWARD_DATA names. */
export const databaseFile = (dataDir: string): string => join(dataDir, "steward.db");
