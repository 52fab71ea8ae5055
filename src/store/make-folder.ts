import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { StoreError } from "./store-error.ts";

/** Makes the folder that `file` is to be in. Throws a `StoreError` when that is impossible. */
export const makeFolder = (file: string): void => {
  try {
    mkdirSync(dirname(file), { recursive: true });
  } catch (cause) {
    throw new StoreError({
      failure: "unwritable",
      message: `The folder of the database cannot be made. (${dirname(file)})`,
      fix: "Point STEWARD_DATA at a folder that the user Steward runs as may write to.",
      cause,
    });
  }
};
