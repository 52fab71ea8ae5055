import { z } from "zod";
import { accountName, isBaseUrl, secretFile, secretVariable } from "./entry-fields.ts";

/** One Feishu or Lark app, ready to connect. */
export interface FeishuAccount {
  /** Tells the accounts apart for people; `feishu` when the environment alone describes it. */
  readonly name: string;
  readonly appId: string;
  readonly appSecret: string;
  /** `feishu`, `lark`, or the base URL of the open platform. */
  readonly domain: string;
  readonly transport:
    | { readonly kind: "websocket" }
    | {
        readonly kind: "webhook";
        /** Where the HTTP server serves it. */
        readonly path: string;
        readonly encryptKey: string;
        readonly verificationToken?: string;
      };
}

/** The SDK's long connection silently never connects with an app id of another shape. */
export const feishuAppId = z
  .string()
  .regex(/^cli_[0-9a-fA-F]{16}$/, "must be cli_ followed by 16 digits or letters a to f");

/** A name, or an http(s) URL of a private deployment or of the sandbox. */
const isDomain = (domain: string): boolean =>
  domain === "feishu" || domain === "lark" || isBaseUrl(domain);

export const feishuDomain = z.string().refine(isDomain, "must be feishu, lark or an http(s) URL");

export const feishuTransports = ["websocket", "webhook"] as const;

/** An entry of `feishu.accounts`. Secrets never stand in the YAML file: it names where they are. */
export const feishuAccountEntry = z.strictObject({
  name: accountName,
  appId: feishuAppId.describe("The app id: cli_ and 16 digits or letters a to f."),
  appSecretFile: secretFile("A file that holds the app secret, or:"),
  appSecretEnv: secretVariable("an environment variable that holds the app secret."),
  domain: feishuDomain.default("feishu").describe("feishu, lark, or a base URL."),
  transport: z
    .enum(feishuTransports)
    .default("websocket")
    .describe(
      "How events come: over a long connection that the bot opens, or to POST /webhook/feishu/<name>.",
    ),
  encryptKeyFile: secretFile("With webhook: a file that holds the encrypt key, or:"),
  encryptKeyEnv: secretVariable("an environment variable that holds the encrypt key."),
  verificationTokenFile: secretFile("With webhook: a file that holds the verification token, or:"),
  verificationTokenEnv: secretVariable(
    "an environment variable that holds the verification token.",
  ),
});

export type FeishuAccountEntry = z.output<typeof feishuAccountEntry>;
