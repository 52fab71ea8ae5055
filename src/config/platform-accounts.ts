import type { Accounts } from "./accounts.ts";
import type { ConfigProblem } from "./config-problem.ts";
import type { SecretSources } from "./entry-secret.ts";
import type { EnvironmentReading } from "./environment.ts";
import type { FeishuAccount } from "./feishu-account.ts";
import { describesFeishuAccount, feishuFromEnvironment } from "./feishu-from-environment.ts";
import { feishuFromFile } from "./feishu-from-file.ts";
import type { ImkitAccount } from "./imkit-account.ts";
import { describesImkitAccount, imkitFromEnvironment } from "./imkit-from-environment.ts";
import { imkitFromFile } from "./imkit-from-file.ts";
import type { AccountEntries } from "./settings-file.ts";
import type { WhatsappAccount } from "./whatsapp-account.ts";
import { describesWhatsappAccount, whatsappFromEnvironment } from "./whatsapp-from-environment.ts";
import { whatsappFromFile } from "./whatsapp-from-file.ts";

/** All accounts by platform; at least one in all when there are no problems. */
export interface PlatformAccounts {
  readonly feishu: readonly FeishuAccount[];
  readonly imkit: readonly ImkitAccount[];
  readonly whatsapp: readonly WhatsappAccount[];
  readonly problems: readonly ConfigProblem[];
}

const nothingConfigured: ConfigProblem = {
  key: "FEISHU_APP_ID, FEISHU_APP_SECRET",
  wrong: "are not set, so there is no chat platform to connect to",
  fix: "Set both, in the environment or in .env; they stand on the app's page on open.feishu.cn (or open.larksuite.com), Credentials & Basic Info. For IMKit set IMKIT_URL and what it asks for, for WhatsApp RYZEAPI_INSTANCE. To try Steward without any of them, run `npm run sandbox`: it needs no credentials.",
};

/** The accounts of one platform: from the file or from the environment, never from both. */
const accountsOf = <Account>(platform: {
  readonly name: keyof AccountEntries;
  readonly variables: string;
  readonly entries: AccountEntries | undefined;
  readonly described: boolean;
  readonly fromFile: (entries: readonly unknown[]) => Accounts<Account>;
  readonly fromEnvironment: () => Accounts<Account>;
  readonly fileName: string;
}): Accounts<Account> => {
  const entries = platform.entries?.[platform.name] ?? [];
  if (entries.length === 0) {
    return platform.described ? platform.fromEnvironment() : { accounts: [], problems: [] };
  }
  const listed = platform.fromFile(entries);
  if (!platform.described) return listed;
  const both: ConfigProblem = {
    key: platform.variables,
    wrong: `are set, but ${platform.fileName} lists ${platform.name}.accounts too`,
    fix: "Keep one of the two: unset the variables, or empty the list.",
  };
  return { ...listed, problems: [...listed.problems, both] };
};

/** The accounts of all platforms; `entries` are those of the YAML file, absent when it could not be read. */
export const platformAccounts = (
  reading: EnvironmentReading,
  entries: AccountEntries | undefined,
  sources: SecretSources,
): PlatformAccounts => {
  const { fileName } = sources;
  const feishu = accountsOf({
    name: "feishu",
    variables: "FEISHU_APP_ID, FEISHU_APP_SECRET",
    entries,
    described: describesFeishuAccount(reading),
    fromFile: (listed) => feishuFromFile(listed, sources),
    fromEnvironment: () => feishuFromEnvironment(reading),
    fileName,
  });
  const imkit = accountsOf({
    name: "imkit",
    variables: "IMKIT_URL and others",
    entries,
    described: describesImkitAccount(reading),
    fromFile: (listed) => imkitFromFile(listed, sources),
    fromEnvironment: () => imkitFromEnvironment(reading),
    fileName,
  });
  const whatsapp = accountsOf({
    name: "whatsapp",
    variables: "RYZEAPI_INSTANCE and others",
    entries,
    described: describesWhatsappAccount(reading),
    fromFile: (listed) => whatsappFromFile(listed, sources),
    fromEnvironment: () => whatsappFromEnvironment(reading),
    fileName,
  });
  const problems = [...feishu.problems, ...imkit.problems, ...whatsapp.problems];
  const described =
    describesFeishuAccount(reading) ||
    describesImkitAccount(reading) ||
    describesWhatsappAccount(reading);
  const none =
    entries !== undefined &&
    !described &&
    [entries.feishu, entries.imkit, entries.whatsapp].every((listed) => listed.length === 0);
  return {
    feishu: feishu.accounts,
    imkit: imkit.accounts,
    whatsapp: whatsapp.accounts,
    problems: none ? [nothingConfigured] : problems,
  };
};
