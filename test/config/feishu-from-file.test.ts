import { expect, test } from "vitest";
import { appId, credentials, load, loaded, problemsOf, yaml } from "./a-configuration.ts";

const other = "cli_fedcba9876543210";

test("several accounts come from the file, their secrets from files and variables", () => {
  const text = `
feishu:
  accounts:
    - { name: main, appId: ${appId}, appSecretFile: /main }
    - name: overseas
      appId: ${other}
      appSecretEnv: OVERSEAS_SECRET
      domain: lark
      transport: webhook
      encryptKeyEnv: OVERSEAS_KEY
      verificationTokenFile: /token
`;
  const files = { ...yaml(text), "/main": "one\n", "/token": "t" };

  const { feishu } = loaded(load({ OVERSEAS_SECRET: "two", OVERSEAS_KEY: "k" }, files));

  expect(feishu).toEqual([
    {
      name: "main",
      appId,
      appSecret: "one",
      domain: "feishu",
      transport: { kind: "websocket" },
    },
    {
      name: "overseas",
      appId: other,
      appSecret: "two",
      domain: "lark",
      transport: {
        kind: "webhook",
        path: "/webhook/feishu/overseas",
        encryptKey: "k",
        verificationToken: "t",
      },
    },
  ]);
});

test.each([
  ["appSecretFile: /missing", "appSecretFile", "names a file that cannot be read (ENOENT)"],
  ["appSecretEnv: UNSET", "appSecretEnv", "names an environment variable that is not set"],
  ["appSecretFile: /a, appSecretEnv: B", "appSecretFile", "and appSecretEnv are both set"],
  [
    "appSecretEnv: SET, transport: webhook",
    "encryptKeyFile, encryptKeyEnv",
    "are both missing, but its transport is webhook",
  ],
])("explains an account with { %s }", (fields, key, wrong) => {
  const text = `feishu: { accounts: [{ name: a, appId: ${appId}, ${fields} }] }`;

  expect(problemsOf(load({ SET: "x" }, yaml(text)))).toEqual({
    [`feishu.accounts[0].${key} (config/steward.yaml)`]: wrong,
  });
});

test("refuses two accounts of one name or one app", () => {
  const text = `
feishu:
  accounts:
    - { name: a, appId: ${appId}, appSecretEnv: SET }
    - { name: a, appId: ${appId}, appSecretEnv: SET }
`;

  expect(Object.keys(problemsOf(load({ SET: "x" }, yaml(text))))).toEqual([
    "feishu.accounts[1].name (config/steward.yaml)",
    "feishu.accounts[1].appId (config/steward.yaml)",
  ]);
});

test("refuses accounts in the file and in the environment at once", () => {
  const text = `feishu: { accounts: [{ name: a, appId: ${other}, appSecretEnv: SET }] }`;

  expect(Object.keys(problemsOf(load({ ...credentials, SET: "x" }, yaml(text))))).toEqual([
    "FEISHU_APP_ID, FEISHU_APP_SECRET",
  ]);
});
