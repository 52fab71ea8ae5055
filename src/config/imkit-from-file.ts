import { type Accounts, accountsFromFile } from "./accounts.ts";
import type { ConfigProblem } from "./config-problem.ts";
import {
  entrySecret,
  missingSecret,
  type SecretForm,
  type SecretSources,
  tokenForm,
} from "./entry-secret.ts";
import {
  type ImkitAccount,
  type ImkitAccountEntry,
  imkitAccountEntry,
  imkitWebhookSecret,
} from "./imkit-account.ts";

const webhookSecretForm: SecretForm = {
  schema: imkitWebhookSecret,
  wrong: "names a secret that is not 16 to 128 letters, digits, _ and -",
  fix: "Make a long random one.",
};

const resolve = (entry: ImkitAccountEntry, sources: SecretSources) => {
  const clientKey = entrySecret(entry, "clientKey", sources, tokenForm);
  const apiKey = entrySecret(entry, "apiKey", sources, tokenForm);
  const botToken = entrySecret(entry, "botToken", sources, tokenForm);
  const webhookSecret = entrySecret(entry, "webhookSecret", sources, webhookSecretForm);
  const problems: ConfigProblem[] = [clientKey, apiKey, botToken, webhookSecret].flatMap(
    ({ problem }) => problem ?? [],
  );
  for (const [name, secret] of Object.entries({ clientKey, webhookSecret })) {
    if (secret.value === undefined && !secret.problem) problems.push(missingSecret(name));
  }
  const keys = [apiKey, botToken];
  if (keys.every(({ value, problem }) => value === undefined && !problem)) {
    problems.push(missingSecret("apiKey", ", and there is no bot token either"));
  }
  if (problems.length > 0 || clientKey.value === undefined || webhookSecret.value === undefined) {
    return { problems };
  }
  const account: ImkitAccount = {
    name: entry.name,
    url: entry.url,
    clientKey: clientKey.value,
    botId: entry.botId,
    webhookSecret: webhookSecret.value,
    ...(apiKey.value === undefined ? {} : { apiKey: apiKey.value }),
    ...(botToken.value === undefined ? {} : { botToken: botToken.value }),
    ...(entry.allowedIps === undefined ? {} : { allowedIps: entry.allowedIps }),
  };
  return { account, problems };
};

/** The accounts that `imkit.accounts` lists. */
export const imkitFromFile = (
  entries: readonly unknown[],
  sources: SecretSources,
): Accounts<ImkitAccount> => {
  const { accounts, problems } = accountsFromFile({
    platform: "imkit",
    entries,
    entry: imkitAccountEntry,
    distinct: ["name"],
    resolve,
    sources,
  });
  const secrets = new Set(accounts.map(({ webhookSecret }) => webhookSecret));
  if (secrets.size === accounts.length) return { accounts, problems };
  const same = {
    key: `imkit.accounts (${sources.fileName})`,
    wrong: "has two accounts with the same webhook secret",
    fix: "Give each its own: the secret tells whose deliveries they are.",
  };
  return { accounts, problems: [...problems, same] };
};
