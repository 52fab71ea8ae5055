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
  ryzeapiWebhookAuth,
  type WhatsappAccount,
  type WhatsappAccountEntry,
  whatsappAccountEntry,
} from "./whatsapp-account.ts";

const webhookAuthForm: SecretForm = {
  schema: ryzeapiWebhookAuth,
  wrong: "names a value that is not 16 to 1024 plain characters",
  fix: "Make a long random one, and configure the same at the gateway.",
};

const resolve = (entry: WhatsappAccountEntry, sources: SecretSources) => {
  const token = entrySecret(entry, "token", sources, tokenForm);
  const webhookAuth = entrySecret(entry, "webhookAuth", sources, webhookAuthForm);
  const problems: ConfigProblem[] = [token, webhookAuth].flatMap(({ problem }) => problem ?? []);
  for (const [name, secret] of Object.entries({ token, webhookAuth })) {
    if (secret.value === undefined && !secret.problem) problems.push(missingSecret(name));
  }
  if (problems.length > 0 || token.value === undefined || webhookAuth.value === undefined) {
    return { problems };
  }
  const { name, url, instance } = entry;
  const account: WhatsappAccount = {
    name,
    url,
    instance,
    token: token.value,
    webhookAuth: webhookAuth.value,
    webhookPath: `/webhook/whatsapp/${name}`,
  };
  return { account, problems };
};

/** The accounts that `whatsapp.accounts` lists. */
export const whatsappFromFile = (
  entries: readonly unknown[],
  sources: SecretSources,
): Accounts<WhatsappAccount> =>
  accountsFromFile({
    platform: "whatsapp",
    entries,
    entry: whatsappAccountEntry,
    distinct: ["name", "instance"],
    resolve,
    sources,
  });
