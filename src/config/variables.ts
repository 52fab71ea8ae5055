import { z } from "zod";
import { baseUrl, headerToken } from "./entry-fields.ts";
import { feishuAppId, feishuDomain, feishuTransports } from "./feishu-account.ts";
import { imkitUserId, imkitWebhookSecret, ipRange } from "./imkit-account.ts";
import { defaultRyzeapiUrl, ryzeapiInstance, ryzeapiWebhookAuth } from "./whatsapp-account.ts";

/** One environment variable: how it is read, and how it is explained. */
interface Variable<T> {
  readonly about: string;
  readonly schema: z.ZodType<T>;
  /** What is said when the schema refuses it. */
  readonly wrong: string;
  readonly fix: string;
  /** Shown in `config/example.env`; the default, unless there is none. */
  readonly example: string;
  /** There is no default: the example is one. */
  readonly noDefault?: true;
  /** May also come from a file, by the variable NAME_FILE; never shown. */
  readonly secret?: true;
}

const variable = <T>(definition: Variable<T>): Variable<T> => definition;
const text = z.string().max(4096);
const urlOf = (protocols: readonly string[]) =>
  text.refine(
    (value) => URL.canParse(value) && protocols.includes(new URL(value).protocol),
    "is not such a URL",
  );
const tooLong = "is longer than 4096 characters";
const notPlain = "must be plain characters without spaces";

const logLevels = ["trace", "debug", "info", "warn", "error", "fatal", "silent"] as const;
export type LogLevel = (typeof logLevels)[number];

/** Every environment variable that this version reads. */
export const variables = {
  FEISHU_APP_ID: variable({
    about: "The app (open.feishu.cn or open.larksuite.com, your app, Credentials & Basic Info).",
    schema: feishuAppId,
    wrong: "is not an app id: cli_ followed by 16 digits or letters a to f",
    fix: "Copy the App ID from the app's page, Credentials & Basic Info.",
    example: "cli_a1b2c3d4e5f60718",
    noDefault: true,
  }),
  FEISHU_APP_SECRET: variable({
    about: "The app's secret, from the same page.",
    schema: text,
    wrong: tooLong,
    fix: "Copy the App Secret from the app's page, Credentials & Basic Info.",
    example: "",
    secret: true,
  }),
  FEISHU_DOMAIN: variable({
    about: "feishu, lark, or the base URL of a private deployment or of the sandbox.",
    schema: feishuDomain,
    wrong: "must be feishu, lark, or a base URL that begins with http:// or https://",
    fix: "Write feishu (mainland China), lark (everywhere else) or the base URL.",
    example: "feishu",
  }),
  FEISHU_TRANSPORT: variable({
    about:
      "How events come: websocket (the bot opens a connection) or webhook (POST /webhook/feishu).",
    schema: z.enum(feishuTransports),
    wrong: "must be websocket or webhook",
    fix: "Write websocket, unless the app's events are configured to go to a URL.",
    example: "websocket",
  }),
  FEISHU_ENCRYPT_KEY: variable({
    about: "Only with webhook, and required there: proves that an event comes from the platform.",
    schema: text,
    wrong: tooLong,
    fix: "Copy the Encrypt Key from the app's page, Events & Callbacks, Encryption Strategy.",
    example: "",
    secret: true,
  }),
  FEISHU_VERIFICATION_TOKEN: variable({
    about: "Only with webhook: compared with the token in each event when set.",
    schema: text,
    wrong: tooLong,
    fix: "Copy the Verification Token from the app's page, Events & Callbacks, Encryption Strategy.",
    example: "",
    secret: true,
  }),
  IMKIT_URL: variable({
    about: "IMKit: the app's address. All of IMKIT_* is needed only for that platform.",
    schema: baseUrl,
    wrong: "must be a base URL that begins with http:// or https://",
    fix: "Write the app's address, like https://your-app.imkit.io.",
    example: "https://your-app.imkit.io",
    noDefault: true,
  }),
  IMKIT_CLIENT_KEY: variable({
    about: "IMKit: the app's client key, from dashboard.imkit.io.",
    schema: headerToken,
    wrong: notPlain,
    fix: "Copy the client key from dashboard.imkit.io.",
    example: "",
    secret: true,
  }),
  IMKIT_API_KEY: variable({
    about:
      "IMKit: the platform's API key. Used to issue the bot's token and to recall what others wrote, for nothing else.",
    schema: headerToken,
    wrong: notPlain,
    fix: "Copy the API key from dashboard.imkit.io.",
    example: "",
    secret: true,
  }),
  IMKIT_BOT_ID: variable({
    about: "IMKit: the client id of the bot's own user.",
    schema: imkitUserId,
    wrong: "is not a client id: one has no spaces or slashes and at most 128 characters",
    fix: "Write the id of the user as which the bot acts.",
    example: "steward",
    noDefault: true,
  }),
  IMKIT_BOT_TOKEN: variable({
    about: "IMKit: a token of the bot's own user, instead of the API key. It is not renewed.",
    schema: headerToken,
    wrong: notPlain,
    fix: "Copy the token that was issued for the bot's user.",
    example: "",
    secret: true,
  }),
  IMKIT_WEBHOOK_SECRET: variable({
    about:
      "IMKit: the part of the webhook's path that nobody can guess (POST /webhook/imkit/<secret>). Required, since its deliveries are not signed.",
    schema: imkitWebhookSecret,
    wrong: "must be 16 to 128 letters, digits, _ and -",
    fix: "Make a long random one.",
    example: "",
    secret: true,
  }),
  IMKIT_ALLOWED_IPS: variable({
    about:
      "IMKit: addresses and networks from which deliveries are taken, with commas between them.",
    schema: z
      .string()
      .max(4096)
      .transform((list) => list.split(",").map((range) => range.trim()))
      .pipe(z.array(ipRange)),
    wrong: "must be IP addresses or networks with commas between them",
    fix: "Write them like 203.0.113.7,198.51.100.0/24, or unset it to take deliveries from everywhere.",
    example: "203.0.113.0/24",
    noDefault: true,
  }),
  RYZEAPI_INSTANCE: variable({
    about:
      "WhatsApp: the name of the instance at the RyzeAPI gateway. All of RYZEAPI_* is needed only for that platform.",
    schema: ryzeapiInstance,
    wrong: "must be 1 to 100 letters, digits, dots, underscores or hyphens",
    fix: "Copy the instance's name from the gateway.",
    example: "my-instance",
    noDefault: true,
  }),
  RYZEAPI_TOKEN: variable({
    about: "WhatsApp: the instance's token (better) or the account's.",
    schema: headerToken,
    wrong: notPlain,
    fix: "Copy the instance's token from the gateway.",
    example: "",
    secret: true,
  }),
  RYZEAPI_WEBHOOK_AUTH: variable({
    about:
      "WhatsApp: the Authorization value that deliveries to POST /webhook/whatsapp must carry, as configured at the gateway. Required.",
    schema: ryzeapiWebhookAuth,
    wrong: "must be 16 to 1024 plain characters",
    fix: "Make a long random one, and configure the same at the gateway.",
    example: "",
    secret: true,
  }),
  RYZEAPI_URL: variable({
    about: "WhatsApp: the gateway's base URL.",
    schema: baseUrl,
    wrong: "must be a base URL that begins with http:// or https://",
    fix: "Unset it for the public gateway, or write the base URL of yours.",
    example: defaultRyzeapiUrl,
  }),
  STEWARD_CONFIG: variable({
    about: "The YAML file with everything else.",
    schema: text,
    wrong: tooLong,
    fix: "Write the path of a YAML file.",
    example: "config/steward.yaml",
  }),
  STEWARD_DATA: variable({
    about: "The folder of the database file. It must outlive the process: put a volume there.",
    schema: text,
    wrong: tooLong,
    fix: "Write the path of a folder.",
    example: "./data",
  }),
  DATABASE_URL: variable({
    about:
      "For several instances: a PostgreSQL database instead of the file, as postgres://user:password@host:5432/name.",
    schema: urlOf(["postgres:", "postgresql:"]),
    wrong: "is not the URL of a PostgreSQL database",
    fix: "Write postgres://user:password@host:5432/name, special characters in the password percent-encoded.",
    example: "",
    secret: true,
  }),
  REDIS_URL: variable({
    about:
      "For several instances: a Redis through which they share the platform's limits, as redis://:password@host:6379.",
    schema: urlOf(["redis:", "rediss:"]),
    wrong: "is not the URL of a Redis server",
    fix: "Write redis://:password@host:6379, or rediss:// for TLS.",
    example: "",
    secret: true,
  }),
  HOST: variable({
    about: "Where the HTTP server listens: health, metrics and webhooks.",
    schema: z.string().regex(/^[0-9A-Za-z.:_-]{1,253}$/),
    wrong: "must be an IP address or a host name",
    fix: "Write 0.0.0.0 for all interfaces or 127.0.0.1 for this machine alone.",
    example: "0.0.0.0",
  }),
  PORT: variable({
    about: "Its port; 0 takes any free one.",
    schema: z
      .string()
      .regex(/^\d{1,5}$/)
      .transform(Number)
      .pipe(z.int().max(65_535)),
    wrong: "must be a whole number from 0 to 65535",
    fix: "Write a port number, for example 8080.",
    example: "8080",
  }),
  LOG_LEVEL: variable({
    about: `How much is logged: ${logLevels.join(", ")}.`,
    schema: z.enum(logLevels),
    wrong: `must be one of ${logLevels.join(", ")}`,
    fix: "Write info, or debug when looking for a fault.",
    example: "info",
  }),
};

export type VariableName = keyof typeof variables;

/** The values of the variables that are set and right. */
export type VariableValues = {
  readonly [Name in VariableName]?: z.output<(typeof variables)[Name]["schema"]>;
};

export const variableNames = Object.keys(variables) as readonly VariableName[];
