import { type Accounts, accountsFromFile } from "./accounts.ts";
import { entrySecret, missingSecret, type SecretSources } from "./entry-secret.ts";
import {
  type FeishuAccount,
  type FeishuAccountEntry,
  feishuAccountEntry,
} from "./feishu-account.ts";

const resolve = (entry: FeishuAccountEntry, sources: SecretSources) => {
  const appSecret = entrySecret(entry, "appSecret", sources);
  const encryptKey = entrySecret(entry, "encryptKey", sources);
  const token = entrySecret(entry, "verificationToken", sources);
  const problems = [appSecret, encryptKey, token].flatMap(({ problem }) => problem ?? []);
  if (appSecret.value === undefined && !appSecret.problem)
    problems.push(missingSecret("appSecret"));
  const webhook = entry.transport === "webhook";
  if (webhook && encryptKey.value === undefined && !encryptKey.problem) {
    problems.push(missingSecret("encryptKey", ", but its transport is webhook"));
  }
  if (problems.length > 0 || appSecret.value === undefined) return { problems };
  const transport: FeishuAccount["transport"] =
    webhook && encryptKey.value !== undefined
      ? {
          kind: "webhook",
          path: `/webhook/feishu/${entry.name}`,
          encryptKey: encryptKey.value,
          ...(token.value === undefined ? {} : { verificationToken: token.value }),
        }
      : { kind: "websocket" };
  const { name, appId, domain } = entry;
  return { account: { name, appId, appSecret: appSecret.value, domain, transport }, problems };
};

/** The accounts that `feishu.accounts` lists. */
export const feishuFromFile = (
  entries: readonly unknown[],
  sources: SecretSources,
): Accounts<FeishuAccount> =>
  accountsFromFile({
    platform: "feishu",
    entries,
    entry: feishuAccountEntry,
    distinct: ["name", "appId"],
    resolve,
    sources,
  });
