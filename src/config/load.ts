import type { ConfigProblem } from "./config-problem.ts";
import { type Deployment, deploymentOf } from "./deployment.ts";
import {
  defaultConfigFile,
  type Environment,
  type EnvironmentReading,
  readVariables,
} from "./environment.ts";
import { environmentAccounts } from "./environment-accounts.ts";
import { platformAccounts } from "./platform-accounts.ts";
import type { ConfigurableCommand, FileSettings } from "./schema.ts";
import { fileErrorCode, type ReadFile } from "./secret-file.ts";
import { readSettingsFile, type SettingsFile } from "./settings-file.ts";

/** Everything that Steward was told, checked. Holds secrets: log `effectiveConfig` of it instead. */
export interface Config extends Deployment {
  readonly settings: FileSettings;
}

export type LoadedConfig =
  | { readonly ok: true; readonly config: Config }
  | { readonly ok: false; readonly problems: readonly ConfigProblem[] };

const fileSettings = (
  values: EnvironmentReading["values"],
  readFile: ReadFile,
  commands: readonly ConfigurableCommand[],
): SettingsFile & { readonly fileName: string } => {
  const fileName = values.STEWARD_CONFIG ?? defaultConfigFile;
  try {
    return { fileName, ...readSettingsFile(readFile(fileName), fileName, commands) };
  } catch (error) {
    const code = fileErrorCode(error);
    if (code === "unreadable") throw error;
    if (code === "ENOENT" && values.STEWARD_CONFIG === undefined) {
      return { fileName, ...readSettingsFile("", fileName, commands) };
    }
    return {
      fileName,
      problems: [
        {
          // A path that somebody gave may be a secret in the wrong place.
          key: fileName === defaultConfigFile ? fileName : "STEWARD_CONFIG",
          wrong: `cannot be read (${code})`,
          fix: "Put a YAML file there that this user may read, or give the path of one as STEWARD_CONFIG.",
        },
      ],
    };
  }
};

/**
 * The configuration, or all that is wrong with it at once. Pure apart from `readFile`, which reads the YAML
 * file and the files of secrets; `commands` are those that can be configured.
 */
export const loadConfig = (input: {
  readonly env: Environment;
  readonly readFile: ReadFile;
  readonly commands: readonly ConfigurableCommand[];
}): LoadedConfig => {
  const { env, readFile, commands } = input;
  const reading = readVariables(env, readFile);
  const file = fileSettings(reading.values, readFile, commands);
  const { fileName } = file;
  const sources = { env, readFile, fileName };
  const accounts = platformAccounts(environmentAccounts(reading), file.accountEntries, sources);
  const problems = [...accounts.problems, ...reading.problems, ...file.problems];
  if (problems.length > 0 || file.settings === undefined) return { ok: false, problems };
  const deployment = deploymentOf(accounts, reading.values);
  return { ok: true, config: { settings: file.settings, ...deployment } };
};
