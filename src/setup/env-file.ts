import { parse } from "dotenv";

/** A value that dotenv reads back as it is. */
const quoted = (value: string): string =>
  /^[\w.:/+=@-]*$/.test(value) ? value : `'${value.replaceAll("'", "")}'`;

const assignment = /^\s*(?:export\s+)?([\w.-]+)\s*=/;

/**
 * The text of a `.env` file with these variables set and those unset; every other line stays as it is. A variable
 * that is there keeps its place, a new one comes at the end.
 */
export const withVariables = (
  text: string,
  change: {
    readonly set: Readonly<Record<string, string>>;
    readonly unset: readonly string[];
  },
): string => {
  const { set, unset } = change;
  const written = new Set<string>();
  const lines = text === "" ? [] : text.replace(/\r?\n$/, "").split(/\r?\n/);
  const kept = lines.flatMap((line) => {
    const name = assignment.exec(line)?.[1] ?? "";
    if (unset.includes(name)) return [];
    const value = Object.hasOwn(set, name) ? set[name] : undefined;
    if (value === undefined) return [line];
    if (written.has(name)) return [];
    written.add(name);
    return [`${name}=${quoted(value)}`];
  });
  const added = Object.entries(set)
    .filter(([name]) => !written.has(name))
    .map(([name, value]) => `${name}=${quoted(value)}`);
  return `${[...kept, ...added].join("\n")}\n`;
};

/** The app that a `.env` file names, if it does. */
export const appNamedIn = (text: string): string | undefined =>
  parse(text).FEISHU_APP_ID || undefined;
