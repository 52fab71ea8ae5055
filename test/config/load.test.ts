import fc from "fast-check";
import { expect, test } from "vitest";
import { problemLine } from "../../src/config/config-problem.ts";
import { effectiveConfig } from "../../src/config/effective.ts";
import { appId, credentials, load, loaded, problemsOf, yaml } from "./a-configuration.ts";
import { commands as commandList } from "./command-list.ts";

test("two variables are enough, everything else has a default", () => {
  const config = loaded(load(credentials));

  expect(config).toMatchObject({
    dataDir: "./data",
    host: "0.0.0.0",
    port: 8080,
    logLevel: "info",
    feishu: [
      {
        appId,
        appSecret: "s3cret",
        domain: "feishu",
        transport: { kind: "websocket" },
      },
    ],
  });
});

test("without a platform it says which two variables to set and that the sandbox needs none", () => {
  const result = load({});

  expect(result.ok).toBe(false);
  const lines = result.ok ? [] : result.problems.map(problemLine);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain("FEISHU_APP_ID, FEISHU_APP_SECRET: are not set");
  expect(lines[0]).toContain("npm run sandbox");
});

test.each([
  ["FEISHU_APP_ID", "FEISHU_APP_SECRET"],
  ["FEISHU_APP_SECRET", "FEISHU_APP_ID"],
] as const)("with %s alone it asks for %s", (given, missing) => {
  const problems = problemsOf(load({ [given]: credentials[given] }));

  expect(Object.keys(problems)).toEqual([missing]);
});

test.each([
  ["FEISHU_APP_ID", ["cli_123", "cli_0123456789abcdeg", "oc_0123456789abcdef"]],
  ["FEISHU_DOMAIN", ["feishu.cn", "ftp://x.example", "https://a:b@x.example", "https://x/?a=b"]],
  ["FEISHU_TRANSPORT", ["socket", "WEBSOCKET"]],
  ["PORT", ["-1", "65536", "8080.5", "0x10", "1e3", "http"]],
  ["HOST", ["a b", "http://x"]],
  ["LOG_LEVEL", ["loud", "INFO"]],
] as const)("refuses a bad %s and names it", (name, values) => {
  for (const value of values) {
    expect(Object.keys(problemsOf(load({ ...credentials, [name]: value })))).toEqual([name]);
  }
});

test.each(["feishu", "lark", "http://127.0.0.1:3400/", "https://chat.example/open"])(
  "takes the domain %s",
  (domain) => {
    expect(loaded(load({ ...credentials, FEISHU_DOMAIN: domain })).feishu[0]?.domain).toBe(domain);
  },
);

test("a webhook needs the encrypt key", () => {
  const webhook = { ...credentials, FEISHU_TRANSPORT: "webhook" };

  expect(Object.keys(problemsOf(load(webhook)))).toEqual(["FEISHU_ENCRYPT_KEY"]);
  expect(loaded(load({ ...webhook, FEISHU_ENCRYPT_KEY: "k" })).feishu[0]?.transport).toEqual({
    kind: "webhook",
    path: "/webhook/feishu",
    encryptKey: "k",
  });
});

test("a variable that is set to nothing counts as not set", () => {
  const config = loaded(load({ ...credentials, PORT: "", FEISHU_DOMAIN: " ", DATABASE_URL: "" }));

  expect(config.port).toBe(8080);
});

test("a secret can come from a file, without the line break at its end", () => {
  const config = loaded(
    load(
      { FEISHU_APP_ID: appId, FEISHU_APP_SECRET_FILE: "/run/secrets/app" },
      { "/run/secrets/app": "from file\r\n" },
    ),
  );

  expect(config.feishu[0]?.appSecret).toBe("from file");
});

test.each([
  ["a missing file", {}],
  ["an empty file", { "/s": " \n" }],
  ["a file with more than the secret", { "/s": "one\ntwo\n" }],
])("refuses %s as a secret, and does not call the secret unset as well", (_what, files) => {
  const problems = problemsOf(load({ FEISHU_APP_ID: appId, FEISHU_APP_SECRET_FILE: "/s" }, files));

  expect(Object.keys(problems)).toEqual(["FEISHU_APP_SECRET_FILE"]);
});

test("refuses a secret that is given twice", () => {
  const problems = problemsOf(load({ ...credentials, FEISHU_APP_SECRET_FILE: "/s" }));

  expect(problems).toEqual({ FEISHU_APP_SECRET: "and FEISHU_APP_SECRET_FILE are both set" });
});

test("only secrets may come from files", () => {
  const config = loaded(load({ ...credentials, PORT_FILE: "/nowhere" }));

  expect(config.port).toBe(8080);
});

test("suggests the variable that was probably meant", () => {
  const result = load({ FEISHU_APPID: appId, FEISHU_APP_SECRET: "x" });

  expect(result.ok ? [] : result.problems.map(problemLine)).toContainEqual(
    expect.stringMatching(/^FEISHU_APPID: .*Rename it to FEISHU_APP_ID/),
  );
});

test("several instances share a database and a Redis, which hold passwords", () => {
  const databaseUrl = "postgres://steward:secret@db.example:5433/steward";
  const config = loaded(
    load({ ...credentials, DATABASE_URL: databaseUrl, REDIS_URL: "rediss://:secret@cache:6380/1" }),
  );

  expect(config).toMatchObject({ databaseUrl, redisUrl: "rediss://:secret@cache:6380/1" });
  expect(JSON.stringify(effectiveConfig(config, commandList))).not.toContain("secret");
  expect(loaded(load(credentials))).not.toHaveProperty("databaseUrl");
});

test.each([
  ["DATABASE_URL", "mysql://db/steward"],
  ["DATABASE_URL", "db.example"],
  ["REDIS_URL", "http://cache:6379"],
])("refuses %s when it leads to something else", (name, value) => {
  expect(Object.keys(problemsOf(load({ ...credentials, [name]: value })))).toEqual([name]);
});

test("a YAML file that was asked for must exist, the default one need not", () => {
  expect(load(credentials).ok).toBe(true);
  expect(problemsOf(load({ ...credentials, STEWARD_CONFIG: "other.yaml" }))).toEqual({
    STEWARD_CONFIG: "cannot be read (ENOENT)",
  });
  expect(problemsOf(load({ ...credentials, STEWARD_CONFIG: "config/steward.yaml" }))).toEqual({
    "config/steward.yaml": "cannot be read (ENOENT)",
  });
});

test("tells all problems of variables, file and accounts at once", () => {
  const text = `
feedbak: full
commands: { pin: { role: boss } }
feishu:
  accounts:
    - { name: a, appId: ${appId} }
`;

  const problems = problemsOf(load({ PORT: "x", LOG_LEVEL: "y", REDIS_URL: "z" }, yaml(text)));

  expect(Object.keys(problems)).toEqual([
    "feishu.accounts[0].appSecretFile, appSecretEnv (config/steward.yaml)",
    "REDIS_URL",
    "PORT",
    "LOG_LEVEL",
    "commands.pin.role (config/steward.yaml line 3)",
    "feedbak (config/steward.yaml line 2)",
  ]);
});

test("no problem ever repeats a value, which may be a secret in the wrong place", () => {
  const secret = fc.stringMatching(/^[A-Za-z0-9]{12,20}$/);
  const places = [
    "FEISHU_APP_ID",
    "FEISHU_DOMAIN",
    "FEISHU_TRANSPORT",
    "FEISHU_APP_SECRET_FILE",
    "PORT",
    "LOG_LEVEL",
    "DATABASE_URL",
    "STEWARD_CONFIG",
  ];
  const shapes = [
    (value: string) => `feedback: ${value}`,
    (value: string) => `journal: { keepDays: ${value} }`,
    (value: string) => `feishu: { accounts: [{ name: a, appSecretFile: ${value} }] }`,
    (value: string) =>
      `feishu: { accounts: [{ name: a, appId: ${appId}, appSecretFile: ${value} }] }`,
    (value: string) =>
      `feishu: { accounts: [{ name: a, appId: ${appId}, appSecretEnv: ${value} }] }`,
    (value: string) => `feedback: !${value} x`,
    (value: string) => `feedback: *${value}`,
    (value: string) => `feedback: "${value}`,
    (value: string) => `feedback: @${value}`,
    (value: string) => `feedback: full\n  ${value}: ]`,
    (value: string) => `%${value}\n---\nfeedback: full`,
    (value: string) => `- ${value}`,
    (value: string) => value,
  ];

  fc.assert(
    fc.property(secret, fc.subarray(places), fc.constantFrom(...shapes), (value, names, shape) => {
      const env = Object.fromEntries(names.map((name) => [name, value]));
      const result = load(env, yaml(shape(value)));

      expect(result.ok ? "" : result.problems.map(problemLine).join("\n")).not.toContain(value);
    }),
  );
});
