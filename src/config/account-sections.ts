import { z } from "zod";
import { feishuAccountEntry } from "./feishu-account.ts";
import { imkitAccountEntry } from "./imkit-account.ts";
import { whatsappAccountEntry } from "./whatsapp-account.ts";

/** The parts of the YAML file that list several accounts of one platform. */
export const accountSections = {
  feishu: z
    .strictObject({
      accounts: z
        .array(feishuAccountEntry)
        .max(50)
        .default([])
        .describe(
          "Several Feishu or Lark apps in one process. For a single one, FEISHU_APP_ID and FEISHU_APP_SECRET are enough; both ways at once are refused.",
        )
        .meta({
          examples: [
            [
              {
                name: "main",
                appId: "cli_a1b2c3d4e5f60718",
                appSecretFile: "/run/secrets/main-app-secret",
                domain: "feishu",
                transport: "websocket",
              },
              {
                name: "factory",
                appId: "cli_b1b2c3d4e5f60718",
                appSecretFile: "/run/secrets/factory-app-secret",
                domain: "https://open.feishu.example.com",
                transport: "webhook",
                encryptKeyEnv: "FACTORY_ENCRYPT_KEY",
                verificationTokenFile: "/run/secrets/factory-token",
              },
              {
                name: "overseas",
                appId: "cli_c1b2c3d4e5f60718",
                appSecretEnv: "OVERSEAS_APP_SECRET",
                domain: "lark",
                transport: "webhook",
                encryptKeyFile: "/run/secrets/overseas-encrypt-key",
                verificationTokenEnv: "OVERSEAS_VERIFICATION_TOKEN",
              },
            ],
          ],
        }),
    })
    .prefault({})
    .describe("Feishu and Lark."),
  imkit: z
    .strictObject({
      accounts: z
        .array(imkitAccountEntry)
        .max(50)
        .default([])
        .describe(
          "Several IMKit apps in one process. For a single one the IMKIT_* variables are enough; both ways at once are refused.",
        )
        .meta({
          examples: [
            [
              {
                name: "shop",
                url: "https://shop.imkit.io",
                clientKeyEnv: "SHOP_CLIENT_KEY",
                botId: "steward",
                apiKeyEnv: "SHOP_API_KEY",
                webhookSecretFile: "/run/secrets/shop-webhook",
                allowedIps: ["203.0.113.0/24"],
              },
              {
                name: "school",
                url: "https://school.imkit.io",
                clientKeyFile: "/run/secrets/school-client-key",
                botId: "steward",
                apiKeyFile: "/run/secrets/school-api-key",
                botTokenFile: "/run/secrets/school-bot-token",
                webhookSecretEnv: "SCHOOL_WEBHOOK",
              },
              {
                name: "clinic",
                url: "https://clinic.imkit.io",
                clientKeyEnv: "CLINIC_CLIENT_KEY",
                botId: "steward",
                botTokenEnv: "CLINIC_BOT_TOKEN",
                webhookSecretEnv: "CLINIC_WEBHOOK",
              },
            ],
          ],
        }),
    })
    .prefault({})
    .describe("IMKit."),
  whatsapp: z
    .strictObject({
      accounts: z
        .array(whatsappAccountEntry)
        .max(50)
        .default([])
        .describe(
          "Several WhatsApp instances in one process. For a single one the RYZEAPI_* variables are enough; both ways at once are refused.",
        )
        .meta({
          examples: [
            [
              {
                name: "sales",
                url: "https://ryzeapi.cloud",
                instance: "sales",
                tokenFile: "/run/secrets/sales-token",
                webhookAuthFile: "/run/secrets/sales-webhook",
              },
              {
                name: "support",
                instance: "support",
                tokenEnv: "SUPPORT_TOKEN",
                webhookAuthEnv: "SUPPORT_WEBHOOK",
              },
            ],
          ],
        }),
    })
    .prefault({})
    .describe("WhatsApp, through the RyzeAPI gateway."),
};
