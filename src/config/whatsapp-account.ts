import { z } from "zod";
import { accountName, baseUrl, secretFile, secretVariable } from "./entry-fields.ts";

/** One WhatsApp instance behind the RyzeAPI gateway, ready to connect. */
export interface WhatsappAccount {
  /** Tells the accounts apart for people; `whatsapp` when the environment alone describes it. */
  readonly name: string;
  readonly url: string;
  readonly instance: string;
  /** TokenInstance or TokenAccount. */
  readonly token: string;
  /** The whole `Authorization` value of the gateway's deliveries. */
  readonly webhookAuth: string;
  /** Where the HTTP server serves its webhook. */
  readonly webhookPath: string;
}

export const defaultRyzeapiUrl = "https://ryzeapi.cloud";

export const ryzeapiInstance = z
  .string()
  .regex(
    /^[0-9A-Za-z][0-9A-Za-z_.-]{0,99}$/,
    "must be 1 to 100 letters, digits, dots, underscores or hyphens",
  );

/** A header value, long enough not to be guessed. */
export const ryzeapiWebhookAuth = z.string().regex(/^[\x21-\x7e][\x20-\x7e]{14,1022}[\x21-\x7e]$/);

/** An entry of `whatsapp.accounts`. */
export const whatsappAccountEntry = z.strictObject({
  name: accountName,
  url: baseUrl.default(defaultRyzeapiUrl).describe("The gateway's base URL."),
  instance: ryzeapiInstance.describe("The instance's name at the gateway."),
  tokenFile: secretFile("A file that holds the instance's token, or the account's, or:"),
  tokenEnv: secretVariable("an environment variable that holds the token."),
  webhookAuthFile: secretFile(
    "A file that holds the Authorization value of deliveries to POST /webhook/whatsapp/<name>, or:",
  ),
  webhookAuthEnv: secretVariable("an environment variable that holds that value."),
});

export type WhatsappAccountEntry = z.output<typeof whatsappAccountEntry>;
