import type { Accounts } from "./accounts.ts";
import type { EnvironmentReading } from "./environment.ts";
import { anySet, missingVariables } from "./missing-variables.ts";
import { defaultRyzeapiUrl, type WhatsappAccount } from "./whatsapp-account.ts";

const own = ["RYZEAPI_INSTANCE", "RYZEAPI_TOKEN", "RYZEAPI_WEBHOOK_AUTH", "RYZEAPI_URL"] as const;

/** Whether the environment means to describe an account, rightly or not. */
export const describesWhatsappAccount = (reading: EnvironmentReading): boolean =>
  anySet(reading, own);

/** The one account that RYZEAPI_* variables describe, or what is missing for it. */
export const whatsappFromEnvironment = (reading: EnvironmentReading): Accounts<WhatsappAccount> => {
  const problems = missingVariables(
    reading,
    {
      RYZEAPI_INSTANCE: "Set it to the instance's name at the gateway.",
      RYZEAPI_TOKEN:
        "Set it to the instance's token; the gateway gave it when the instance was made.",
      RYZEAPI_WEBHOOK_AUTH:
        "Set it to a long random text, and configure the same as the webhook's authorization at the gateway.",
    },
    own,
  );
  const { RYZEAPI_INSTANCE: instance, RYZEAPI_TOKEN: token } = reading.values;
  const { RYZEAPI_WEBHOOK_AUTH: webhookAuth, RYZEAPI_URL: url } = reading.values;
  if (instance === undefined || token === undefined || webhookAuth === undefined) {
    return { accounts: [], problems };
  }
  const account: WhatsappAccount = {
    name: "whatsapp",
    url: url ?? defaultRyzeapiUrl,
    instance,
    token,
    webhookAuth,
    webhookPath: "/webhook/whatsapp",
  };
  return { accounts: [account], problems };
};
