import type { Accounts } from "./accounts.ts";
import type { EnvironmentReading } from "./environment.ts";
import type { ImkitAccount } from "./imkit-account.ts";
import { anySet, missingVariables } from "./missing-variables.ts";

const own = [
  "IMKIT_URL",
  "IMKIT_CLIENT_KEY",
  "IMKIT_API_KEY",
  "IMKIT_BOT_ID",
  "IMKIT_BOT_TOKEN",
  "IMKIT_WEBHOOK_SECRET",
  "IMKIT_ALLOWED_IPS",
] as const;

/** Whether the environment means to describe an account, rightly or not. */
export const describesImkitAccount = (reading: EnvironmentReading): boolean => anySet(reading, own);

/** The one account that IMKIT_* variables describe, or what is missing for it. */
export const imkitFromEnvironment = (reading: EnvironmentReading): Accounts<ImkitAccount> => {
  const problems = [
    ...missingVariables(
      reading,
      {
        IMKIT_URL: "Set it to the app's address, like https://your-app.imkit.io.",
        IMKIT_CLIENT_KEY: "Set it; it stands on dashboard.imkit.io.",
        IMKIT_BOT_ID: "Set it to the client id of the bot's own user.",
        IMKIT_WEBHOOK_SECRET:
          "Set it to a long random text: it is the part of the webhook's path that nobody can guess.",
      },
      own,
    ),
    ...(anySet(reading, ["IMKIT_API_KEY", "IMKIT_BOT_TOKEN"])
      ? []
      : missingVariables(
          reading,
          {
            IMKIT_API_KEY:
              "Set it, so that the bot's token can be issued and renewed; or set IMKIT_BOT_TOKEN.",
          },
          own,
        )),
  ];
  const { values } = reading;
  const { IMKIT_URL: url, IMKIT_CLIENT_KEY: clientKey, IMKIT_BOT_ID: botId } = values;
  const { IMKIT_WEBHOOK_SECRET: webhookSecret, IMKIT_API_KEY: apiKey } = values;
  const { IMKIT_BOT_TOKEN: botToken, IMKIT_ALLOWED_IPS: allowedIps } = values;
  if (
    problems.length > 0 ||
    url === undefined ||
    clientKey === undefined ||
    botId === undefined ||
    webhookSecret === undefined
  ) {
    return { accounts: [], problems };
  }
  const account: ImkitAccount = {
    name: "imkit",
    url,
    clientKey,
    botId,
    webhookSecret,
    ...(apiKey === undefined ? {} : { apiKey }),
    ...(botToken === undefined ? {} : { botToken }),
    ...(allowedIps === undefined ? {} : { allowedIps }),
  };
  return { accounts: [account], problems };
};
