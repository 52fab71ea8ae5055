import { defaultDataFolder } from "./data-folder.ts";
import type { EnvironmentReading } from "./environment.ts";
import { environmentAccounts } from "./environment-accounts.ts";
import type { FeishuAccount } from "./feishu-account.ts";
import type { ImkitAccount } from "./imkit-account.ts";
import type { LogLevel, VariableValues } from "./variables.ts";
import type { WhatsappAccount } from "./whatsapp-account.ts";

/** All accounts by platform. */
export interface PlatformAccounts {
  readonly feishu: readonly FeishuAccount[];
  readonly imkit: readonly ImkitAccount[];
  readonly whatsapp: readonly WhatsappAccount[];
}

/** As whom and where the bot runs: what is fixed from one start to the next, unlike the settings. Holds secrets. */
export interface Deployment extends PlatformAccounts {
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

/** The accounts, and beside them what the variables say or the defaults of those that are not set. */
export const deploymentOf = (
  { feishu, imkit, whatsapp }: PlatformAccounts,
  values: VariableValues,
): Deployment => ({
  feishu,
  imkit,
  whatsapp,
  dataDir: values.STEWARD_DATA ?? defaultDataFolder,
  ...(values.DATABASE_URL === undefined ? {} : { databaseUrl: values.DATABASE_URL }),
  ...(values.REDIS_URL === undefined ? {} : { redisUrl: values.REDIS_URL }),
  host: values.HOST ?? "0.0.0.0",
  port: values.PORT ?? 8080,
  logLevel: values.LOG_LEVEL ?? "info",
});

/**
 * What the environment alone says, before the YAML file is looked at; accounts of that file are missing. Absent
 * where anything is wrong, which `loadConfig` then tells. Accounts of one platform never stand in both places: where
 * there is one here, there are no more.
 */
export const environmentDeployment = (reading: EnvironmentReading): Deployment | undefined => {
  const { feishu, imkit, whatsapp } = environmentAccounts(reading);
  const problems = [reading, feishu, imkit, whatsapp].flatMap((part) => part.problems);
  if (problems.length > 0) return undefined;
  const accounts = {
    feishu: feishu.accounts,
    imkit: imkit.accounts,
    whatsapp: whatsapp.accounts,
  };
  return deploymentOf(accounts, reading.values);
};
