import type { Accounts } from "./accounts.ts";
import type { EnvironmentReading } from "./environment.ts";
import type { FeishuAccount } from "./feishu-account.ts";
import { describesFeishuAccount, feishuFromEnvironment } from "./feishu-from-environment.ts";
import type { ImkitAccount } from "./imkit-account.ts";
import { describesImkitAccount, imkitFromEnvironment } from "./imkit-from-environment.ts";
import type { WhatsappAccount } from "./whatsapp-account.ts";
import { describesWhatsappAccount, whatsappFromEnvironment } from "./whatsapp-from-environment.ts";

/** What the environment says of one platform: at most one account. */
export interface DescribedAccounts<Account> extends Accounts<Account> {
  /** Whether it means to describe one, rightly or not. */
  readonly described: boolean;
}

export interface EnvironmentAccounts {
  readonly feishu: DescribedAccounts<FeishuAccount>;
  readonly imkit: DescribedAccounts<ImkitAccount>;
  readonly whatsapp: DescribedAccounts<WhatsappAccount>;
}

/** `accounts` is asked only where an account is described. */
const read = <Account>(
  reading: EnvironmentReading,
  describes: (reading: EnvironmentReading) => boolean,
  accounts: (reading: EnvironmentReading) => Accounts<Account>,
): DescribedAccounts<Account> =>
  describes(reading)
    ? { described: true, ...accounts(reading) }
    : { described: false, accounts: [], problems: [] };

/** The accounts that variables describe, and what is missing for them. */
export const environmentAccounts = (reading: EnvironmentReading): EnvironmentAccounts => ({
  feishu: read(reading, describesFeishuAccount, feishuFromEnvironment),
  imkit: read(reading, describesImkitAccount, imkitFromEnvironment),
  whatsapp: read(reading, describesWhatsappAccount, whatsappFromEnvironment),
});
