import { z } from "zod";
import { accountName, baseUrl, secretFile, secretVariable } from "./entry-fields.ts";

/** One bot user of one IMKit app, ready to connect. At least one of API key and bot token is there. */
export interface ImkitAccount {
  /** Tells the accounts apart for people; `imkit` when the environment alone describes it. */
  readonly name: string;
  readonly url: string;
  readonly clientKey: string;
  readonly apiKey?: string;
  readonly botId: string;
  readonly botToken?: string;
  /** The unguessable part of the webhook's path. */
  readonly webhookSecret: string;
  /** Addresses and networks from which deliveries may come; from everywhere when absent. */
  readonly allowedIps?: readonly string[];
}

/** IMKit apps name their users as they like; what could leave its own path segment is refused. */
export const imkitUserId = z
  .string()
  .regex(
    /^(?!\.+$|_all$)[^\s/\\?#%"'<>`]{1,128}$/,
    "must be a client id without spaces or slashes",
  );

/** It stands in a path, and whoever can guess it can forge commands. */
export const imkitWebhookSecret = z.string().regex(/^[0-9A-Za-z_-]{16,128}$/);

/** An IPv4 or IPv6 address, or a network of them. */
export const ipRange = z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()], {
  error: "must be an IP address or a network like 203.0.113.0/24",
});

/** An entry of `imkit.accounts`. */
export const imkitAccountEntry = z.strictObject({
  name: accountName,
  url: baseUrl.describe("The app's address, like https://your-app.imkit.io."),
  clientKeyFile: secretFile("A file that holds the client key, or:"),
  clientKeyEnv: secretVariable("an environment variable that holds the client key."),
  botId: imkitUserId.describe("The client id of the bot's own user."),
  apiKeyFile: secretFile("A file that holds the platform's API key, or:"),
  apiKeyEnv: secretVariable("an environment variable that holds the platform's API key."),
  botTokenFile: secretFile("Without an API key: a file that holds the bot's token, or:"),
  botTokenEnv: secretVariable("an environment variable that holds the bot's token."),
  webhookSecretFile: secretFile("A file that holds the secret of the webhook's path, or:"),
  webhookSecretEnv: secretVariable("an environment variable that holds that secret."),
  allowedIps: z
    .array(ipRange)
    .min(1)
    .max(100)
    .exactOptional()
    .describe(
      "Addresses and networks from which deliveries are taken; from everywhere when left out.",
    ),
});

export type ImkitAccountEntry = z.output<typeof imkitAccountEntry>;
