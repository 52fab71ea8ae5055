import type { ConfigProblem } from "./config-problem.ts";
import { type Environment, type EnvironmentReading, readVariables } from "./environment.ts";
import type { FeishuAccount } from "./feishu-account.ts";
import type { ImkitAccount } from "./imkit-account.ts";
import { platformAccounts } from "./platform-accounts.ts";
import type { ConfigurableCommand, FileSettings } from "./schema.ts";
import { fileErrorCode, type ReadFile } from "./secret-file.ts";
import { readSettingsFile, type SettingsFile } from "./settings-file.ts";
import type { LogLevel } from "./variables.ts";
import type { WhatsappAccount } from "./whatsapp-account.ts";

/** Everything that Steward was told, checked. Holds secrets: log `effectiveConfig` of it instead. */
export interface Config {
  readonly settings: FileSettings;
  /** The accounts of all platforms: at least one in all. */
  readonly feishu: readonly FeishuAccount[];
  readonly imkit: readonly ImkitAccount[];
  readonly whatsapp: readonly WhatsappAccount[];
  /** Folder of the database file, unless there is a `databaseUrl`. */
  readonly dataDir: string;
  /** A PostgreSQL database, which several instances may share; holds a password. */
  readonly databaseUrl?: string;
  /** Through which instances share the platform's limits; may hold a password. */
  readonly redisUrl?: string;
  readonly host: string;
  readonly port: number;
  readonly logLevel: LogLevel;
}

export type LoadedConfig =
  | { readonly ok: true; readonly config: Config }
  | { readonly ok: false; readonly problems: readonly ConfigProblem[] };

/** Where the YAML file is unless STEWARD_CONFIG says otherwise. */
export const defaultConfigFile = "config/steward.yaml";

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
          key: values.STEWARD_CONFIG === undefined ? fileName : "STEWARD_CONFIG",
          wrong: `cannot be read (${code})`,
          fix: "Give the path of a YAML file that this user may read, or unset it.",
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
  const accounts = platformAccounts(reading, file.accountEntries, { env, readFile, fileName });
  const problems = [...accounts.problems, ...reading.problems, ...file.problems];
  if (problems.length > 0 || file.settings === undefined) return { ok: false, problems };
  const { values } = reading;
  return {
    ok: true,
    config: {
      settings: file.settings,
      feishu: accounts.feishu,
      imkit: accounts.imkit,
      whatsapp: accounts.whatsapp,
      dataDir: values.STEWARD_DATA ?? "./data",
      ...(values.DATABASE_URL === undefined ? {} : { databaseUrl: values.DATABASE_URL }),
      ...(values.REDIS_URL === undefined ? {} : { redisUrl: values.REDIS_URL }),
      host: values.HOST ?? "0.0.0.0",
      port: values.PORT ?? 8080,
      logLevel: values.LOG_LEVEL ?? "info",
    },
  };
};
