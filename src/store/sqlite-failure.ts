import { contradiction, type Explanation, explained } from "./store-error.ts";

const corrupt: Explanation = {
  failure: "corrupt",
  message: "The database file is damaged or is not a database.",
  fix: "Restore a backup with `npm run restore -- FILE`, or move the file away to begin anew.",
};

const unwritable: Explanation = {
  failure: "unwritable",
  message: "The database file or its folder cannot be opened for writing.",
  fix: "Check that the folder exists and that the user Steward runs as may write to it and to the files in it.",
};

const busy: Explanation = {
  failure: "busy",
  message: "Another program is holding the database locked.",
  fix: "Close the other program that has the database open.",
};

/** By primary result code. Source: SQLite docs, "Result and Error Codes". */
const explanations: ReadonlyMap<number, Explanation> = new Map([
  [3, unwritable],
  [5, busy],
  [6, busy],
  [8, unwritable],
  [11, corrupt],
  [
    13,
    {
      failure: "full",
      message: "The disk is full: nothing can be written to the database.",
      fix: "Free some space; Steward goes on by itself as soon as there is some.",
    },
  ],
  [14, unwritable],
  [19, contradiction],
  [26, corrupt],
]);

const failed: Explanation = {
  failure: "failed",
  message: "Reading from or writing to the database failed.",
  fix: "Check the disk and the system log; restart Steward when it keeps failing.",
};

/**
 * Turns an error of `node:sqlite` into words. What is no SQLite error (a bug) and what is explained already
 * comes back unchanged.
 */
export const sqliteFailure = (error: unknown, file?: string): unknown => {
  if (!(error instanceof Error) || !("code" in error) || error.code !== "ERR_SQLITE_ERROR") {
    return error;
  }
  const code = "errcode" in error && typeof error.errcode === "number" ? error.errcode : 0;
  return explained(explanations.get(code & 0xff) ?? failed, error, file);
};
