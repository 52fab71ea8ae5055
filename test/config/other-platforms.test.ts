import { expect, test } from "vitest";
import { effectiveConfig } from "../../src/config/effective.ts";
import { credentials, load, loaded, problemsOf, yaml } from "./a-configuration.ts";
import { commands } from "./command-list.ts";

const imkit = {
  IMKIT_URL: "https://your-app.imkit.io",
  IMKIT_CLIENT_KEY: "client-k3y",
  IMKIT_API_KEY: "api-k3y",
  IMKIT_BOT_ID: "steward",
  IMKIT_WEBHOOK_SECRET: "0123456789abcdef-s3cret",
};
const whatsapp = {
  RYZEAPI_INSTANCE: "my-instance",
  RYZEAPI_TOKEN: "t0ken",
  RYZEAPI_WEBHOOK_AUTH: "Bearer 0123456789abcdef",
};

test("IMKit alone is enough", () => {
  const config = loaded(load(imkit));

  expect(config.feishu).toEqual([]);
  expect(config.imkit).toEqual([
    {
      name: "imkit",
      url: "https://your-app.imkit.io",
      clientKey: "client-k3y",
      apiKey: "api-k3y",
      botId: "steward",
      webhookSecret: "0123456789abcdef-s3cret",
    },
  ]);
});

test("WhatsApp alone is enough, and the gateway's address has a default", () => {
  const config = loaded(load(whatsapp));

  expect(config.feishu).toEqual([]);
  expect(config.whatsapp).toEqual([
    {
      name: "whatsapp",
      url: "https://ryzeapi.cloud",
      instance: "my-instance",
      token: "t0ken",
      webhookAuth: "Bearer 0123456789abcdef",
      webhookPath: "/webhook/whatsapp",
    },
  ]);
  expect(loaded(load({ ...whatsapp, RYZEAPI_URL: "http://127.0.0.1:3500" })).whatsapp[0]?.url).toBe(
    "http://127.0.0.1:3500",
  );
});

test("all three at once", () => {
  const config = loaded(load({ ...credentials, ...imkit, ...whatsapp }));

  expect([config.feishu, config.imkit, config.whatsapp].map((list) => list.length)).toEqual([
    1, 1, 1,
  ]);
});

test.each(["IMKIT_URL", "IMKIT_CLIENT_KEY", "IMKIT_BOT_ID", "IMKIT_WEBHOOK_SECRET"] as const)(
  "IMKit without %s asks for it, and for nothing else",
  (name) => {
    const { [name]: _left, ...others } = imkit;

    expect(Object.keys(problemsOf(load(others)))).toEqual([name]);
  },
);

test("IMKit needs the API key or the bot's token", () => {
  const { IMKIT_API_KEY: _left, ...others } = imkit;

  expect(Object.keys(problemsOf(load(others)))).toEqual(["IMKIT_API_KEY"]);
  expect(loaded(load({ ...others, IMKIT_BOT_TOKEN: "bot" })).imkit[0]).toMatchObject({
    botToken: "bot",
  });
});

test.each(["RYZEAPI_INSTANCE", "RYZEAPI_TOKEN", "RYZEAPI_WEBHOOK_AUTH"] as const)(
  "WhatsApp without %s asks for it, and for nothing else",
  (name) => {
    const { [name]: _left, ...others } = whatsapp;

    expect(Object.keys(problemsOf(load(others)))).toEqual([name]);
  },
);

test.each([
  ["IMKIT_URL", ["your-app.imkit.io", "https://u:p@x.example", "https://x.example/?a=b"]],
  ["IMKIT_BOT_ID", ["a/b", "a b", "..", "_all"]],
  ["IMKIT_WEBHOOK_SECRET", ["short", "with/slash/in/the/middle"]],
  ["IMKIT_ALLOWED_IPS", ["everywhere", "203.0.113.7;203.0.113.8", "203.0.113.0/40"]],
  ["RYZEAPI_URL", ["ryzeapi.cloud"]],
  ["RYZEAPI_INSTANCE", ["a/b", "..", ".hidden"]],
  ["RYZEAPI_TOKEN", ["two words"]],
  ["RYZEAPI_WEBHOOK_AUTH", ["short", "Bearer ünicode-in-a-header"]],
] as const)("refuses a bad %s, and says nothing else of that platform", (name, values) => {
  for (const value of values) {
    const problems = problemsOf(load({ ...imkit, ...whatsapp, [name]: value }));
    expect(Object.keys(problems)).toEqual([name]);
    expect(JSON.stringify(problems)).not.toContain(value);
  }
});

test("addresses are a list with commas", () => {
  const config = loaded(load({ ...imkit, IMKIT_ALLOWED_IPS: "203.0.113.7, 2001:db8::/32" }));

  expect(config.imkit[0]?.allowedIps).toEqual(["203.0.113.7", "2001:db8::/32"]);
});

test("every secret of theirs can come from a file", () => {
  const secrets = [
    "IMKIT_CLIENT_KEY",
    "IMKIT_API_KEY",
    "IMKIT_WEBHOOK_SECRET",
    "RYZEAPI_TOKEN",
    "RYZEAPI_WEBHOOK_AUTH",
  ] as const;
  const all = { ...imkit, ...whatsapp };
  const env = Object.fromEntries(
    Object.entries(all).map(([name, value]) =>
      secrets.some((secret) => secret === name) ? [`${name}_FILE`, `/run/${name}`] : [name, value],
    ),
  );
  const files = Object.fromEntries(secrets.map((name) => [`/run/${name}`, `${all[name]}\n`]));

  const fromFiles = loaded(load(env, files));

  expect(fromFiles.imkit).toEqual(loaded(load(all)).imkit);
  expect(fromFiles.whatsapp).toEqual(loaded(load(all)).whatsapp);
});

const accounts = `
imkit:
  accounts:
    - { name: shop, url: "https://shop.imkit.io", botId: bot, clientKeyFile: /key, apiKeyEnv: API, webhookSecretEnv: HOOK }
whatsapp:
  accounts:
    - { name: sales, instance: sales, tokenEnv: TOKEN, webhookAuthFile: /auth }
    - { name: support, url: "https://gateway.example", instance: support, tokenEnv: TOKEN, webhookAuthFile: /auth }
`;
const sources = {
  env: { API: "a", HOOK: "0123456789abcdef", TOKEN: "t" },
  files: { "/key": "k", "/auth": "Bearer 0123456789abcdef" },
};

test("several accounts come from the file, each with a webhook of its own", () => {
  const config = loaded(load(sources.env, { ...yaml(accounts), ...sources.files }));

  expect(config.imkit).toMatchObject([
    { name: "shop", clientKey: "k", apiKey: "a", webhookSecret: "0123456789abcdef" },
  ]);
  expect(config.whatsapp).toMatchObject([
    { name: "sales", url: "https://ryzeapi.cloud", webhookPath: "/webhook/whatsapp/sales" },
    { name: "support", url: "https://gateway.example", webhookPath: "/webhook/whatsapp/support" },
  ]);
});

test("refuses accounts in the file and in the environment at once, platform by platform", () => {
  const files = { ...yaml(accounts), ...sources.files };

  expect(Object.keys(problemsOf(load({ ...sources.env, ...imkit }, files)))).toEqual([
    "IMKIT_URL and others",
  ]);
  expect(Object.keys(problemsOf(load({ ...sources.env, ...whatsapp }, files)))).toEqual([
    "RYZEAPI_INSTANCE and others",
  ]);
  expect(load({ ...sources.env, ...credentials }, files).ok).toBe(true);
});

test.each([
  ["tokenEnv: T", "webhookAuthFile, webhookAuthEnv", "are both missing"],
  ["webhookAuthEnv: W", "tokenFile, tokenEnv", "are both missing"],
  [
    "tokenEnv: T, webhookAuthEnv: T",
    "webhookAuthEnv",
    "names a value that is not 16 to 1024 plain characters",
  ],
  [
    "tokenEnv: V, webhookAuthEnv: W",
    "tokenEnv",
    "names a secret that is not plain characters without spaces",
  ],
])("explains a WhatsApp account with { %s }", (fields, key, wrong) => {
  const text = `whatsapp: { accounts: [{ name: a, instance: a, ${fields} }] }`;

  expect(
    problemsOf(load({ T: "x", V: "the key: x", W: "Bearer 0123456789abcdef" }, yaml(text))),
  ).toEqual({
    [`whatsapp.accounts[0].${key} (config/steward.yaml)`]: wrong,
  });
});

test.each([
  ["apiKeyEnv: T, webhookSecretEnv: W", "clientKeyFile, clientKeyEnv", "are both missing"],
  ["clientKeyEnv: T, apiKeyEnv: T", "webhookSecretFile, webhookSecretEnv", "are both missing"],
  [
    "clientKeyEnv: T, webhookSecretEnv: W",
    "apiKeyFile, apiKeyEnv",
    "are both missing, and there is no bot token either",
  ],
  [
    "clientKeyEnv: T, apiKeyEnv: T, webhookSecretEnv: T",
    "webhookSecretEnv",
    "names a secret that is not 16 to 128 letters, digits, _ and -",
  ],
  [
    "clientKeyEnv: V, apiKeyEnv: T, webhookSecretEnv: W",
    "clientKeyEnv",
    "names a secret that is not plain characters without spaces",
  ],
])("explains an IMKit account with { %s }", (fields, key, wrong) => {
  const text = `imkit: { accounts: [{ name: a, url: "https://a.imkit.io", botId: b, ${fields} }] }`;

  expect(problemsOf(load({ T: "x", V: "密钥", W: "0123456789abcdef" }, yaml(text)))).toEqual({
    [`imkit.accounts[0].${key} (config/steward.yaml)`]: wrong,
  });
});

test("two IMKit accounts may not share a webhook secret", () => {
  const entry = (name: string) =>
    `{ name: ${name}, url: "https://${name}.imkit.io", botId: b, clientKeyEnv: T, apiKeyEnv: T, webhookSecretEnv: W }`;
  const text = `imkit: { accounts: [${entry("a")}, ${entry("b")}] }`;

  expect(
    Object.keys(problemsOf(load({ T: "x", V: "密钥", W: "0123456789abcdef" }, yaml(text)))),
  ).toEqual(["imkit.accounts (config/steward.yaml)"]);
});

test("shows the accounts in the log at start, and never a secret", () => {
  const effective = effectiveConfig(loaded(load({ ...imkit, ...whatsapp })), commands);

  expect(effective).toEqual({
    "imkit.imkit": {
      url: "https://your-app.imkit.io",
      botId: "steward",
      clientKey: "set",
      apiKey: "set",
      botToken: "not set",
      webhookSecret: "set",
    },
    "whatsapp.whatsapp": {
      url: "https://ryzeapi.cloud",
      instance: "my-instance",
      path: "/webhook/whatsapp",
      token: "set",
      webhookAuth: "set",
    },
  });
  expect(JSON.stringify(effective)).not.toMatch(/k3y|s3cret|t0ken|0123456789abcdef/);
});

test.each([
  "oc_a0553eda9014c201e6969b478895c230",
  "120363000000000001@g.us",
  "5511999990000-1600000000@g.us",
  "5511999990000@s.whatsapp.net",
  "demo-room",
])("%s is a chat that can have settings of its own", (chat) => {
  const text = `chats: { "${chat}": { feedback: full } }`;

  expect(loaded(load(credentials, yaml(text))).settings.chats).toHaveProperty([chat]);
});

test.each(["oc_", "om_1", "120@g.us/..", "a b", "_all", "..", "x@g.us"])(
  "%s is no chat",
  (chat) => {
    expect(load(credentials, yaml(`chats: { "${chat}": {} }`)).ok).toBe(false);
  },
);

test("suggests the variable of another platform that was probably meant", () => {
  const { RYZEAPI_TOKEN: _left, ...others } = whatsapp;

  expect(Object.keys(problemsOf(load({ ...others, RYZEAPI_TOKN: "t" })))).toEqual([
    "RYZEAPI_TOKEN",
    "RYZEAPI_TOKN",
  ]);
});
