import type { FeishuAccount } from "./feishu-account.ts";
import type { ImkitAccount } from "./imkit-account.ts";
import type { Config } from "./load.ts";
import { type ConfigurableCommand, settingsSchema } from "./schema.ts";
import { variables } from "./variables.ts";
import type { WhatsappAccount } from "./whatsapp-account.ts";

const isTree = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const differences = (
  value: unknown,
  standard: unknown,
  path: string,
): readonly (readonly [string, unknown])[] => {
  if (isTree(value)) {
    return Object.entries(value).flatMap(([key, inner]) =>
      differences(
        inner,
        isTree(standard) ? standard[key] : undefined,
        path === "" ? key : `${path}.${key}`,
      ),
    );
  }
  return JSON.stringify(value) === JSON.stringify(standard) ? [] : [[path, value]];
};

const presence = (secret: string | undefined): "set" | "not set" =>
  secret === undefined ? "not set" : "set";

const feishuShown = ({ appId, domain, transport }: FeishuAccount) => ({
  appId,
  domain,
  transport: transport.kind,
  appSecret: "set",
  ...(transport.kind === "webhook"
    ? {
        path: transport.path,
        encryptKey: "set",
        verificationToken: presence(transport.verificationToken),
      }
    : {}),
});

const imkitShown = ({ url, botId, apiKey, botToken, allowedIps }: ImkitAccount) => ({
  url,
  botId,
  clientKey: "set",
  apiKey: presence(apiKey),
  botToken: presence(botToken),
  webhookSecret: "set",
  ...(allowedIps === undefined ? {} : { allowedIps }),
});

const whatsappShown = ({ url, instance, webhookPath }: WhatsappAccount) => ({
  url,
  instance,
  path: webhookPath,
  token: "set",
  webhookAuth: "set",
});

/**
 * What differs from the defaults, flat, for the log at start. Accounts are always listed; of a secret it says
 * only that there is one.
 */
export const effectiveConfig = (
  config: Config,
  commands: readonly ConfigurableCommand[],
): Readonly<Record<string, unknown>> => {
  const { feishu: _feishu, imkit: _imkit, whatsapp: _whatsapp, ...settings } = config.settings;
  const environment = {
    STEWARD_DATA: config.dataDir,
    HOST: config.host,
    PORT: String(config.port),
    LOG_LEVEL: config.logLevel,
  };
  const standard = Object.fromEntries(
    Object.keys(environment).map((name) => [
      name,
      variables[name as keyof typeof environment].example,
    ]),
  );
  return Object.fromEntries([
    ...differences(settings, settingsSchema(commands).parse({}), ""),
    ...differences(environment, standard, ""),
    ...(config.databaseUrl === undefined ? [] : [["DATABASE_URL", "set"] as const]),
    ...(config.redisUrl === undefined ? [] : [["REDIS_URL", "set"] as const]),
    ...config.feishu.map((account) => [`feishu.${account.name}`, feishuShown(account)] as const),
    ...config.imkit.map((account) => [`imkit.${account.name}`, imkitShown(account)] as const),
    ...config.whatsapp.map(
      (account) => [`whatsapp.${account.name}`, whatsappShown(account)] as const,
    ),
  ]);
};
