import type { z } from "zod";
import type { ConfigProblem } from "./config-problem.ts";
import { headerToken } from "./entry-fields.ts";
import { type Environment, setVariable } from "./environment.ts";
import { type ReadFile, readSecretFile } from "./secret-file.ts";

/** From where secrets are read. */
export interface SecretSources {
  readonly env: Environment;
  readonly readFile: ReadFile;
  /** For the keys of problems. */
  readonly fileName: string;
}

export interface EntrySecret {
  readonly value?: string;
  readonly problem?: ConfigProblem;
}

/** What a secret must look like, and what is said when it does not. */
export interface SecretForm {
  readonly schema: z.ZodType<string>;
  readonly wrong: string;
  readonly fix: string;
}

/** For keys and tokens that somebody else gave out. */
export const tokenForm: SecretForm = {
  schema: headerToken,
  wrong: "names a secret that is not plain characters without spaces",
  fix: "Copy it once more, and nothing beside it.",
};

/** The value of one secret of an account in the YAML file, from the file or the variable that it names. */
export const entrySecret = (
  entry: Readonly<Record<string, unknown>>,
  name: string,
  sources: SecretSources,
  form?: SecretForm,
): EntrySecret => {
  const found = namedSecret(entry, name, sources);
  if (found.value === undefined || !form || form.schema.safeParse(found.value).success)
    return found;
  const key = entry[`${name}File`] === undefined ? `${name}Env` : `${name}File`;
  return { problem: { key, wrong: form.wrong, fix: form.fix } };
};

const namedSecret = (
  entry: Readonly<Record<string, unknown>>,
  name: string,
  { env, readFile }: SecretSources,
): EntrySecret => {
  const file = entry[`${name}File`];
  const variable = entry[`${name}Env`];
  if (typeof file === "string" && variable !== undefined) {
    const wrong = `and ${name}Env are both set`;
    return { problem: { key: `${name}File`, wrong, fix: "Keep one of the two." } };
  }
  if (typeof file === "string") {
    const secret = readSecretFile(file, readFile);
    return secret.ok
      ? { value: secret.secret }
      : { problem: { key: `${name}File`, wrong: secret.wrong, fix: secret.fix } };
  }
  if (typeof variable !== "string") return {};
  const value = setVariable(env, variable);
  return value === undefined
    ? {
        problem: {
          key: `${name}Env`,
          wrong: "names an environment variable that is not set",
          fix: "Set that variable, or correct the name.",
        },
      }
    : { value };
};

export const missingSecret = (name: string, because = ""): ConfigProblem => ({
  key: `${name}File, ${name}Env`,
  wrong: `are both missing${because}`,
  fix: "Add one of them.",
});
