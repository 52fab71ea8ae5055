import { type Config, type LoadedConfig, loadConfig } from "../../src/config/load.ts";
import { commands } from "./command-list.ts";

export const appId = "cli_0123456789abcdef";
export const credentials = { FEISHU_APP_ID: appId, FEISHU_APP_SECRET: "s3cret" };

/** Loads from an environment and from files given as text; other files do not exist. */
export const load = (
  env: Readonly<Record<string, string>>,
  files: Readonly<Record<string, string>> = {},
): LoadedConfig =>
  loadConfig({
    env,
    commands,
    readFile: (path) => {
      const text = Object.hasOwn(files, path) ? files[path] : undefined;
      if (text === undefined) throw Object.assign(new Error(`no ${path}`), { code: "ENOENT" });
      return text;
    },
  });

export const yaml = (text: string): Readonly<Record<string, string>> => ({
  "config/steward.yaml": text,
});

export const loaded = (result: LoadedConfig): Config => {
  if (!result.ok) throw new Error(`refused: ${JSON.stringify(result.problems)}`);
  return result.config;
};

/** Key → what is wrong. */
export const problemsOf = (result: LoadedConfig): Readonly<Record<string, string>> =>
  result.ok ? {} : Object.fromEntries(result.problems.map(({ key, wrong }) => [key, wrong]));
