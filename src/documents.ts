import { commands } from "./commands/index.ts";
import { configFiles } from "./config/config-files.ts";
import { variableNames, variables } from "./config/variables.ts";
import { plain } from "./core/answers/rich.ts";
import type { Command } from "./core/command.ts";
import type { Language } from "./core/invocation.ts";
import type { Role } from "./core/permissions/roles.ts";
import { catalogues, commandUses } from "./locales/index.ts";
import { platformTable } from "./platform-table.ts";

const roleNames: Readonly<Record<Language, Readonly<Record<Role, string>>>> = {
  "en-US": { owner: "owner", admin: "admin", moderator: "moderator", member: "everyone" },
  "zh-CN": { owner: "群主", admin: "管理员", moderator: "协管员", member: "所有人" },
};

const words: Readonly<
  Record<
    Language,
    Readonly<
      Record<
        "command" | "who" | "what" | "example" | "own" | "variable" | "meaning" | "standard",
        string
      >
    >
  >
> = {
  "en-US": {
    command: "Command",
    who: "Who",
    what: "What it does",
    example: "Example",
    own: "; everyone on their own message",
    variable: "Variable",
    meaning: "Meaning",
    standard: "Default",
  },
  "zh-CN": {
    command: "命令",
    who: "谁可以用",
    what: "作用",
    example: "例子",
    own: "；自己的消息谁都可以",
    variable: "变量",
    meaning: "含义",
    standard: "默认值",
  },
};

const row = (cells: readonly string[]): string =>
  `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [row(head), row(head.map(() => "---")), ...rows.map(row)].join("\n");

const commandRow = (command: Command, language: Language): readonly string[] => {
  const [summary = []] = catalogues[language][command.summary]({}, { time: String }).lines;
  const who = roleNames[language][command.role] + (command.authorMay ? words[language].own : "");
  const { usage, example } = commandUses[language][command.summary];
  const names = [usage, ...command.aliases.map((alias) => `/${alias}`)];
  return [names.map((name) => `\`${name}\``).join(" "), who, plain(summary), `\`${example}\``];
};

const commandTable = (language: Language): string => {
  const { command, who, what, example } = words[language];
  const shown = commands.filter(({ internal }) => !internal);
  return table(
    [command, who, what, example],
    shown.map((one) => commandRow(one, language)),
  );
};

const variableTable = (language: Language): string => {
  const { variable, meaning, standard } = words[language];
  return table(
    [variable, meaning, standard],
    variableNames.map((name) => {
      const { about, example, secret, noDefault } = variables[name];
      const names = secret ? `\`${name}\`, \`${name}_FILE\`` : `\`${name}\``;
      return [names, about, secret || noDefault ? "–" : `\`${example}\``];
    }),
  );
};

const platformsOf = (language: Language): string => {
  const { head, rows } = platformTable(language);
  return table(head, rows);
};

/** Replaces what stands between `<!-- name -->` and `<!-- /name -->`. */
const fill = (document: string, name: string, text: string): string =>
  document.replace(
    new RegExp(`(<!-- ${name} -->\n)[\\s\\S]*?(<!-- /${name} -->)`),
    (_all, open: string, close: string) => `${open}\n${text}\n\n${close}`,
  );

const readMe = (document: string, language: Language): string =>
  Object.entries({
    commands: commandTable(language),
    platforms: platformsOf(language),
    variables: variableTable(language),
  }).reduce((filled, [name, text]) => fill(filled, name, text), document);

/**
 * The files that are made from the code, wholly (`config/`) or in part (tables of the READMEs), by path. Given
 * the present texts of the READMEs.
 */
export const documents = (read: (path: string) => string): Readonly<Record<string, string>> => ({
  ...configFiles(commands),
  "README.md": readMe(read("README.md"), "en-US"),
  "README.zh-CN.md": readMe(read("README.zh-CN.md"), "zh-CN"),
});
