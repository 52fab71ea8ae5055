import { stringify } from "yaml";
import { type SchemaNode, settingsJsonSchema } from "./json-schema.ts";
import type { ConfigurableCommand } from "./schema.ts";
import { variableNames, variables } from "./variables.ts";

const width = 100;

/** Text as comment lines, folded at the width of the code. */
const comment = (text: string, indent: string): readonly string[] => {
  const start = `${indent}#`;
  const lines: string[] = [];
  let line = start;
  for (const word of text.split(" ")) {
    if (line !== start && line.length + 1 + word.length > width) {
      lines.push(line);
      line = start;
    }
    line += ` ${word}`;
  }
  return [...lines, line];
};

const isSection = (node: SchemaNode): boolean => Object.keys(node.properties ?? {}).length > 0;

const valueLines = (key: string, node: SchemaNode, indent: string): readonly string[] => [
  `${indent}${key}: ${stringify(node.default).trim()}`,
  ...(node.examples ?? []).flatMap((example) => [
    `${indent}# For example:`,
    ...stringify({ [key]: example })
      .trimEnd()
      .split("\n")
      .map((line) => `${indent}# ${line}`),
  ]),
];

const explanation = (node: SchemaNode): string =>
  [
    node.description,
    node.type === "integer" ? `From ${node.minimum} to ${node.maximum}.` : undefined,
  ]
    .filter(Boolean)
    .join(" ");

const yamlLines = (section: SchemaNode, indent: string): readonly string[] =>
  Object.entries(section.properties ?? {}).flatMap(([key, node]) => {
    // Left out unless it is needed: it is shown in an example.
    if (!isSection(node) && node.default === undefined) return [];
    const text = explanation(node);
    const about = text === "" ? [] : comment(text, indent);
    const apart = indent === "" ? [""] : [];
    return isSection(node)
      ? [...apart, ...about, `${indent}${key}:`, ...yamlLines(node, `${indent}  `)]
      : [...apart, ...about, ...valueLines(key, node, indent)];
  });

const yamlFile = (schema: SchemaNode): string =>
  [
    "# yaml-language-server: $schema=./steward.schema.json",
    "# Everything that can be set in this file, with its default. Whatever is left out has the default, so this",
    "# file can be shortened to what you change. Secrets do not belong here: see example.env.",
    ...yamlLines(schema, ""),
    "",
  ].join("\n");

const environmentFile = (): string =>
  [
    "# Copy this file to .env and fill it in. The environment of the process wins over .env.",
    "# Every secret can also come from a file: NAME_FILE=/path/to/it instead of NAME=…",
    ...variableNames.flatMap((name) => {
      const { about, example, secret } = variables[name];
      const asked = name === "FEISHU_APP_ID" || name === "FEISHU_APP_SECRET";
      return [
        "",
        ...comment(about, ""),
        asked ? `${name}=` : `#${name}=${example}`,
        ...(secret ? [`#${name}_FILE=`] : []),
      ];
    }),
    "",
  ].join("\n");

/** The files of `config/` that are made from the code, by path: the check-in must equal them. */
export const configFiles = (
  commands: readonly ConfigurableCommand[],
): Readonly<Record<string, string>> => {
  const schema = settingsJsonSchema(commands);
  return {
    "config/steward.yaml": yamlFile(schema),
    "config/steward.schema.json": `${JSON.stringify(schema, null, 2)}\n`,
    "config/example.env": environmentFile(),
  };
};
