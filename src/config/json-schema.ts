import { z } from "zod";
import { type ConfigurableCommand, settingsSchema } from "./schema.ts";

/** The parts of a JSON Schema node that the settings use. */
export interface SchemaNode {
  readonly type?: string;
  /** Of text that has a form: the form, in words. */
  readonly title?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxItems?: number;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly additionalProperties?: false | SchemaNode;
  readonly items?: SchemaNode;
}

/** The settings as JSON Schema (draft 7, which every editor's YAML support understands). */
export const settingsJsonSchema = (commands: readonly ConfigurableCommand[]): SchemaNode => {
  const { $schema, ...rest } = z.toJSONSchema(settingsSchema(commands), {
    target: "draft-7",
    io: "input",
  });
  return { $schema, title: "Steward's configuration", ...rest } as SchemaNode;
};

/** The node that describes the value at a path, if the schema knows it. */
export const nodeAt = (root: SchemaNode, path: readonly PropertyKey[]): SchemaNode | undefined => {
  let node: SchemaNode | undefined = root;
  for (const step of path) {
    if (node === undefined) return undefined;
    const named: SchemaNode | undefined = Object.hasOwn(node.properties ?? {}, step)
      ? node.properties?.[String(step)]
      : undefined;
    node =
      named ?? (typeof step === "number" ? node.items : node.additionalProperties || undefined);
  }
  return node;
};

/** What may stand there, in words: "a whole number from 1 to 600". */
export const expectation = (node: SchemaNode): string => {
  if (node.enum) return `${node.enum.slice(0, -1).join(", ")} or ${node.enum.at(-1)}`;
  if (node.type === "integer") return `a whole number from ${node.minimum} to ${node.maximum}`;
  if (node.type === "boolean") return "true or false";
  if (node.type === "array") return `a list of at most ${node.maxItems} entries`;
  return node.type === "object"
    ? "keys with values, each indented below it"
    : (node.title ?? "text");
};
