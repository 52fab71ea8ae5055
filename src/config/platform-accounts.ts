import type { Accounts } from "./accounts.ts";
import type { ConfigProblem } from "./config-problem.ts";
import type { PlatformAccounts } from "./deployment.ts";
import type { SecretSources } from "./entry-secret.ts";
import type { DescribedAccounts, EnvironmentAccounts } from "./environment-accounts.ts";
import { feishuFromFile } from "./feishu-from-file.ts";
import { imkitFromFile } from "./imkit-from-file.ts";
import type { AccountEntries } from "./settings-file.ts";
import { whatsappFromFile } from "./whatsapp-from-file.ts";

const nothingConfigured: ConfigProblem = {
  key: "FEISHU_APP_ID, FEISHU_APP_SECRET",
  wrong: "are not set, so there is no chat platform to connect to",
  fix: "Set both, in the environment or in .env; they stand on the app's page on open.feishu.cn (or open.larksuite.com), Credentials & Basic Info. For IMKit set IMKIT_URL and what it asks for, for WhatsApp RYZEAPI_INSTANCE. To try Steward without any of them, run `npm run sandbox`: it needs no credentials.",
};

/** The accounts of one platform: from the file or from the environment, never from both. */
const accountsOf = <Account>(platform: {
  readonly name: keyof AccountEntries;
  readonly variables: string;
  readonly environment: DescribedAccounts<Account>;
  readonly entries: AccountEntries | undefined;
  readonly fromFile: (entries: readonly unknown[], sources: SecretSources) => Accounts<Account>;
  readonly sources: SecretSources;
}): Accounts<Account> => {
  const { name, variables, environment, sources } = platform;
  const entries = platform.entries?.[name] ?? [];
  if (entries.length === 0) return environment;
  const listed = platform.fromFile(entries, sources);
  if (!environment.described) return listed;
  const both: ConfigProblem = {
    key: variables,
    wrong: `are set, but ${sources.fileName} lists ${name}.accounts too`,
    fix: "Keep one of the two: unset the variables, or empty the list.",
  };
  return { ...listed, problems: [...listed.problems, both] };
};

/** The accounts of all platforms; `entries` are those of the YAML file, absent when it could not be read. */
export const platformAccounts = (
  environment: EnvironmentAccounts,
  entries: AccountEntries | undefined,
  sources: SecretSources,
): PlatformAccounts & { readonly problems: readonly ConfigProblem[] } => {
  const feishu = accountsOf({
    name: "feishu",
    variables: "FEISHU_APP_ID, FEISHU_APP_SECRET",
    environment: environment.feishu,
    entries,
    fromFile: feishuFromFile,
    sources,
  });
  const imkit = accountsOf({
    name: "imkit",
    variables: "IMKIT_URL and others",
    environment: environment.imkit,
    entries,
    fromFile: imkitFromFile,
    sources,
  });
  const whatsapp = accountsOf({
    name: "whatsapp",
    variables: "RYZEAPI_INSTANCE and others",
    environment: environment.whatsapp,
    entries,
    fromFile: whatsappFromFile,
    sources,
  });
  const none =
    entries !== undefined &&
    [entries.feishu, entries.imkit, entries.whatsapp].every((listed) => listed.length === 0) &&
    [environment.feishu, environment.imkit, environment.whatsapp].every(
      ({ described }) => !described,
    );
  return {
    feishu: feishu.accounts,
    imkit: imkit.accounts,
    whatsapp: whatsapp.accounts,
    problems: none
      ? [nothingConfigured]
      : [...feishu.problems, ...imkit.problems, ...whatsapp.problems],
  };
};
