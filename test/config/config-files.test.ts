import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { stringify } from "yaml";
import { commands } from "../../src/commands/index.ts";
import { type SchemaNode, settingsJsonSchema } from "../../src/config/json-schema.ts";
import { readEnvironment } from "../../src/config/read-environment.ts";
import { readSettingsFile } from "../../src/config/settings-file.ts";
import { load, problemsOf } from "./a-configuration.ts";

const committed = (path: string): string =>
  readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");

const keysOf = (node: SchemaNode): readonly string[] => [
  ...Object.entries(node.properties ?? {}).flatMap(([key, inner]) => [key, ...keysOf(inner)]),
  ...(node.items ? keysOf(node.items) : []),
  ...(node.additionalProperties ? keysOf(node.additionalProperties) : []),
];

const enumsOf = (node: SchemaNode): readonly string[] => [
  ...(node.enum ?? []),
  ...Object.values(node.properties ?? {}).flatMap(enumsOf),
];

/** Every example, placed where it belongs: `["feishu.accounts", { feishu: { accounts: … } }]`. */
const examplesOf = (node: SchemaNode, path = ""): readonly (readonly [string, unknown])[] =>
  Object.entries(node.properties ?? {}).flatMap(([key, inner]) => [
    ...(inner.examples ?? []).map((example) => [`${path}${key}`, { [key]: example }] as const),
    ...examplesOf(inner, `${path}${key}.`).map(
      ([name, example]) => [name, { [key]: example }] as const,
    ),
  ]);

const described = (node: SchemaNode): readonly SchemaNode[] =>
  Object.values(node.properties ?? {}).flatMap((inner) => [inner, ...described(inner)]);

test("the YAML file has exactly the defaults", () => {
  const file = readSettingsFile(committed("config/steward.yaml"), "steward.yaml", commands);

  expect(file.problems).toEqual([]);
  expect(file.settings).toEqual(readSettingsFile("", "steward.yaml", commands).settings);
});

test("the YAML file points editors at its schema in the first line", () => {
  expect(committed("config/steward.yaml").split("\n")[0]).toBe(
    "# yaml-language-server: $schema=./steward.schema.json",
  );
});

test("the YAML file shows every key, and every value that can be chosen", () => {
  const text = committed("config/steward.yaml");
  const schema = settingsJsonSchema(commands);

  expect(keysOf(schema).filter((key) => !new RegExp(`\\b${key}:`).test(text))).toEqual([]);
  expect(enumsOf(schema).filter((value) => !text.includes(value))).toEqual([]);
});

test.each(examplesOf(settingsJsonSchema(commands)))(
  "the example for %s is right, and stands in the YAML file as a comment",
  (_path, example) => {
    const text = stringify(example);
    const comments = committed("config/steward.yaml").replaceAll(/^ *# ?/gm, "");

    expect(readSettingsFile(text, "x", commands).problems).toEqual([]);
    for (const line of text.trimEnd().split("\n")) expect(comments).toContain(line.trim());
  },
);

test("every key is explained in the schema, or named by what it is in", () => {
  const bare = described(settingsJsonSchema(commands)).filter((node) => !node.description);

  expect(bare.every((node) => node.type === "boolean" || node.enum || node.properties)).toBe(true);
});

test("the example environment, as it is, asks for the two credentials and nothing else", () => {
  const env = readEnvironment({}, committed("config/example.env"));
  const set = Object.fromEntries(Object.entries(env).flatMap(([k, v]) => (v ? [[k, v]] : [])));

  expect(Object.keys(problemsOf(load(set)))).toEqual(["FEISHU_APP_ID, FEISHU_APP_SECRET"]);
});

test.each([
  "FEISHU_APP_ID",
  "FEISHU_APP_SECRET",
  "FEISHU_APP_SECRET_FILE",
  "FEISHU_DOMAIN",
  "FEISHU_TRANSPORT",
  "FEISHU_ENCRYPT_KEY",
  "FEISHU_ENCRYPT_KEY_FILE",
  "FEISHU_VERIFICATION_TOKEN",
  "FEISHU_VERIFICATION_TOKEN_FILE",
  "STEWARD_CONFIG",
  "STEWARD_DATA",
  "HOST",
  "PORT",
  "LOG_LEVEL",
])("the example environment mentions %s", (name) => {
  expect(committed("config/example.env")).toMatch(new RegExp(`^#?${name}=`, "m"));
});
