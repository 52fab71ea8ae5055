import type { ConfigProblem } from "./config-problem.ts";
import { type Environment, readVariables } from "./environment.ts";
import type { ReadFile } from "./secret-file.ts";

export const defaultDataFolder = "./data";

export type DataFolder =
  | {
      readonly ok: true;
      readonly path: string;
      /** Where the data is instead, if it is not in the folder; holds a password. */
      readonly databaseUrl?: string;
    }
  | { readonly ok: false; readonly problems: readonly ConfigProblem[] };

/**
 * Where the database is, for what works on the database alone: whatever else is missing or wrong does not matter
 * there.
 */
export const dataFolder = (env: Environment, readFile: ReadFile): DataFolder => {
  const { values, problems } = readVariables(env, readFile);
  const ours = problems.filter(({ key }) => /^(STEWARD_|DATABASE_URL)/.test(key));
  if (ours.length > 0) return { ok: false, problems: ours };
  return {
    ok: true,
    path: values.STEWARD_DATA ?? defaultDataFolder,
    ...(values.DATABASE_URL === undefined ? {} : { databaseUrl: values.DATABASE_URL }),
  };
};
