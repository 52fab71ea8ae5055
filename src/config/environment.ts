import type { ConfigProblem } from "./config-problem.ts";
import { intendedName } from "./intended-name.ts";
import type { ReadFile } from "./secret-file.ts";
import { readSecretFile } from "./secret-file.ts";
import { type VariableName, type VariableValues, variableNames, variables } from "./variables.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

/** Where the YAML file is unless STEWARD_CONFIG says otherwise. */
export const defaultConfigFile = "config/steward.yaml";

export interface EnvironmentReading {
  readonly values: VariableValues;
  /** Set, but unusable: there is a problem for each, so nothing else need be said of them. */
  readonly broken: ReadonlySet<VariableName>;
  readonly problems: readonly ConfigProblem[];
}

/** A variable that is set to nothing counts as not set, as in compose files that pass variables on. */
export const setVariable = (env: Environment, name: string): string | undefined =>
  (Object.hasOwn(env, name) ? env[name]?.trim() : undefined) || undefined;

const secretNames: readonly string[] = variableNames.filter((name) => variables[name].secret);

type Text =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "unset" }
  | { readonly kind: "problem"; readonly problem: ConfigProblem };

const textOf = (name: VariableName, env: Environment, readFile: ReadFile): Text => {
  const direct = setVariable(env, name);
  const fileKey = `${name}_FILE`;
  const file = secretNames.includes(name) ? setVariable(env, fileKey) : undefined;
  if (direct !== undefined && file !== undefined) {
    return {
      kind: "problem",
      problem: { key: name, wrong: `and ${fileKey} are both set`, fix: "Keep one of the two." },
    };
  }
  if (file !== undefined) {
    const secret = readSecretFile(file, readFile);
    return secret.ok
      ? { kind: "text", text: secret.secret }
      : { kind: "problem", problem: { key: fileKey, wrong: secret.wrong, fix: secret.fix } };
  }
  return direct === undefined ? { kind: "unset" } : { kind: "text", text: direct };
};

/** Names that look like ours but are not, where the one that was meant is not set. */
const misspelt = (env: Environment): readonly ConfigProblem[] => {
  const known = [...variableNames, ...secretNames.map((name) => `${name}_FILE`)];
  return Object.keys(env).flatMap((name) => {
    if (!/^(FEISHU|IMKIT|RYZEAPI|STEWARD)_/i.test(name) || known.includes(name)) return [];
    const meant = intendedName(name, known);
    if (meant === undefined || setVariable(env, meant) !== undefined) return [];
    return [
      {
        key: name,
        wrong: "is not a variable that Steward knows",
        fix: `Rename it to ${meant} if that is meant, else unset it.`,
      },
    ];
  });
};

/** Reads every variable of ours: values, and all that is wrong with them. */
export const readVariables = (env: Environment, readFile: ReadFile): EnvironmentReading => {
  const values: Record<string, unknown> = {};
  const broken = new Set<VariableName>();
  const problems: ConfigProblem[] = [];
  for (const name of variableNames) {
    const text = textOf(name, env, readFile);
    if (text.kind === "unset") continue;
    const { schema, wrong, fix } = variables[name];
    const parsed = text.kind === "text" ? schema.safeParse(text.text) : undefined;
    if (parsed?.success) {
      values[name] = parsed.data;
      continue;
    }
    broken.add(name);
    problems.push(text.kind === "problem" ? text.problem : { key: name, wrong, fix });
  }
  return { values, broken, problems: [...problems, ...misspelt(env)] };
};
