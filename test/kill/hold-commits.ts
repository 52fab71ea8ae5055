import { DatabaseSync } from "node:sqlite";

/**
 * Keeps every commit of the bot waiting, as a slow disk does, until the returned function is called. Reading goes
 * on meanwhile.
 */
export const holdCommits = (file: string): (() => void) => {
  const database = new DatabaseSync(file, { timeout: 2_000 });
  database.exec("begin immediate");
  return () => {
    database.exec("rollback");
    database.close();
  };
};
