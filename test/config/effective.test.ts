import { expect, test } from "vitest";
import { effectiveConfig } from "../../src/config/effective.ts";
import { appId, credentials, load, loaded, yaml } from "./a-configuration.ts";
import { commands } from "./command-list.ts";

const feishu = { appId, domain: "feishu", appSecret: "set" };

test("shows the account and nothing else when all is default", () => {
  expect(effectiveConfig(loaded(load(credentials)), commands)).toEqual({
    "feishu.feishu": { ...feishu, transport: "websocket" },
  });
});

test("shows what differs, and never a secret", () => {
  const config = loaded(
    load(
      {
        ...credentials,
        FEISHU_TRANSPORT: "webhook",
        FEISHU_ENCRYPT_KEY: "k3y",
        FEISHU_VERIFICATION_TOKEN: "t0ken",
        PORT: "9000",
      },
      yaml("feedback: full\nchats: { oc_1: { commands: { pin: { role: owner } } } }"),
    ),
  );

  const effective = effectiveConfig(config, commands);

  expect(effective).toEqual({
    feedback: "full",
    "chats.oc_1.commands.pin.role": "owner",
    PORT: "9000",
    "feishu.feishu": {
      ...feishu,
      transport: "webhook",
      path: "/webhook/feishu",
      encryptKey: "set",
      verificationToken: "set",
    },
  });
  expect(JSON.stringify(effective)).not.toMatch(/s3cret|k3y|t0ken/);
});
