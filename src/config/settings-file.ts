import { type Document, isMap, isPair, isScalar, LineCounter, parseDocument } from "yaml";
import type { z } from "zod";
import type { ConfigProblem } from "./config-problem.ts";
import { intendedName } from "./intended-name.ts";
import { expectation, nodeAt, type SchemaNode, settingsJsonSchema } from "./json-schema.ts";
import { type ConfigurableCommand, type FileSettings, settingsSchema } from "./schema.ts";

/** Entries of the lists of accounts, by platform, as they stand in the file. */
export interface AccountEntries {
  readonly feishu: readonly unknown[];
  readonly imkit: readonly unknown[];
  readonly whatsapp: readonly unknown[];
}

export interface SettingsFile {
  /** Absent when there are problems. */
  readonly settings?: FileSettings;
  /**
   * The accounts that the file lists: each can be looked at although another part is wrong. Absent when the file
   * could not be read at all.
   */
  readonly accountEntries?: AccountEntries;
  readonly problems: readonly ConfigProblem[];
}

type Path = readonly PropertyKey[];

/** `chats:` with nothing after it, or with all of it commented out, is the same as no such key. */
const withoutEmpty = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withoutEmpty);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) =>
      inner === null ? [] : [[key, withoutEmpty(inner)]],
    ),
  );
};

const dotted = (path: Path): string =>
  path.reduce<string>((text, step) => {
    if (typeof step === "number") return `${text}[${step}]`;
    return text === "" ? String(step) : `${text}.${String(step)}`;
  }, "");

/** Where the key at `path` stands, or the nearest thing around it that does. */
const offsetOf = (document: Document, path: Path): number | undefined => {
  for (let depth = path.length; depth > 0; depth -= 1) {
    const parent = depth === 1 ? document.contents : document.getIn(path.slice(0, depth - 1), true);
    const last = path[depth - 1];
    const pair = isMap(parent)
      ? parent.items.find((item) => isScalar(item.key) && String(item.key.value) === last)
      : undefined;
    const node = isPair(pair) ? pair.key : document.getIn(path.slice(0, depth), true);
    const range = (node as { range?: readonly number[] | null } | undefined)?.range;
    if (range?.[0] !== undefined) return range[0];
  }
  return undefined;
};

const defaultHint = (node: SchemaNode): string =>
  node.default === undefined || typeof node.default === "object"
    ? "or leave it out"
    : `or leave it out for the default, ${String(node.default)}`;

const unknownKey = (key: string, known: readonly string[]): Omit<ConfigProblem, "key"> => {
  const meant = intendedName(key, known);
  return {
    wrong: "is not a key that Steward knows here",
    fix:
      meant === undefined
        ? `Remove it; known here are ${known.join(", ")}.`
        : `Write ${meant} if that is meant, else remove it.`,
  };
};

type Finding = Omit<ConfigProblem, "key"> & { readonly path: Path };

const valueAt = (values: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (value, step) =>
      typeof value === "object" && value !== null && Object.hasOwn(value, step)
        ? (value as Record<PropertyKey, unknown>)[step]
        : undefined,
    values,
  );

const findings = (
  issue: z.core.$ZodIssue,
  root: SchemaNode,
  values: unknown,
): readonly Finding[] => {
  const { path } = issue;
  const node = nodeAt(root, path) ?? {};
  const correct = `Correct it, ${defaultHint(node)}.`;
  if (issue.code === "unrecognized_keys") {
    const known = Object.keys(node.properties ?? {});
    return issue.keys.map((key) => ({ path: [...path, key], ...unknownKey(key, known) }));
  }
  if (issue.code === "invalid_key") {
    const wrong = issue.issues[0]?.message ?? "cannot stand here";
    return [{ path, wrong, fix: "Correct it or remove it." }];
  }
  if (issue.code === "custom" || issue.code === "invalid_format") {
    return [{ path, wrong: issue.message, fix: correct }];
  }
  if (valueAt(values, path) === undefined) {
    return [{ path, wrong: "is missing", fix: `Add it. ${node.description ?? ""}`.trim() }];
  }
  const fix = path.length === 0 ? "Correct it, or empty the file." : correct;
  return [{ path, wrong: `must be ${expectation(node)}`, fix }];
};

/** Some of the parser's messages end with what stands in the file, which may be a secret. */
const withoutQuotation = (message: string): string => message.replace(/[:%].*|\.$/s, "").trim();

const accountsIn = (values: unknown): AccountEntries => {
  const listed = (platform: keyof AccountEntries): readonly unknown[] => {
    const accounts = valueAt(values, [platform, "accounts"]);
    return Array.isArray(accounts) ? accounts : [];
  };
  return { feishu: listed("feishu"), imkit: listed("imkit"), whatsapp: listed("whatsapp") };
};

/**
 * Reads the text of the YAML file: the settings, or everything that is wrong with it, with line numbers. Pure.
 * No problem repeats a value of the file.
 */
export const readSettingsFile = (
  text: string,
  fileName: string,
  commands: readonly ConfigurableCommand[],
): SettingsFile => {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const syntax = [...document.errors, ...document.warnings].map(({ message, pos }) => {
    const { line, col } = lines.linePos(pos[0]);
    return {
      key: `${fileName} line ${line}, column ${col}`,
      wrong: `is not valid YAML: ${withoutQuotation(message)}`,
      fix: "Check indentation, colons and quotes around this place.",
    };
  });
  if (syntax.length > 0) return { problems: syntax };
  let values: unknown;
  try {
    values = withoutEmpty(document.toJS() ?? {});
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error;
    const wrong = "uses an alias (*name) without an anchor (&name) before it, or too many";
    return { problems: [{ key: fileName, wrong, fix: "Write the value out." }] };
  }

  const accountEntries = accountsIn(values);
  const parsed = settingsSchema(commands).safeParse(values);
  if (parsed.success) return { settings: parsed.data, accountEntries, problems: [] };
  const root = settingsJsonSchema(commands);
  return {
    accountEntries,
    problems: parsed.error.issues
      .flatMap((issue) => findings(issue, root, values))
      .map(({ path, wrong, fix }) => {
        const offset = offsetOf(document, path);
        const place = offset === undefined ? "" : ` line ${lines.linePos(offset).line}`;
        return {
          key: path.length === 0 ? fileName : `${dotted(path)} (${fileName}${place})`,
          wrong,
          fix,
        };
      }),
  };
};
