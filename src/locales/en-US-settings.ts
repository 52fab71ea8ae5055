import { type Rich, rich } from "../core/answers/rich.ts";
import type { Catalogue } from "../core/answers/sentences.ts";
import type {
  SettingsSentences,
  SettingValue,
  ShownSetting,
} from "../core/answers/settings-sentences.ts";
import type { Origin } from "../core/permissions/policy.ts";
import type { Role } from "../core/permissions/roles.ts";
import type { Expected } from "../core/settings/chat-options.ts";
import { type CommandRule, commandsByRule } from "./commands-by-rule.ts";
import { who, words } from "./en-US-phrases.ts";
import { type SettingNames, settingsControls } from "./settings-controls.ts";

const origins: Readonly<Record<Origin, string>> = {
  "built-in": "default",
  file: "from the configuration",
  "file-chat": "from the configuration of this group",
  chat: "set here",
};

const labels: Readonly<Record<string, string>> = {
  language: "Language",
  feedback: "How success is shown",
  timezone: "Time zone",
  mode: "Mode",
  hierarchy: "Acting on people of the same role",
  "pin-policy": "Pins at a time",
  "pin-duration": "How long a pin stays",
  "keep-text": "Text of messages in the record",
  role: "Who may use it",
  enabled: "On or off",
  cooldown: "Pause between two uses",
  allow: "People who may always use it",
  deny: "People who may never use it",
};

const people: Readonly<Record<Role, string>> = {
  owner: "the owner",
  admin: "admins and above",
  moderator: "moderators and above",
  member: "everyone",
};

const values: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  language: { "zh-CN": "Chinese", "en-US": "English", auto: "that of the command" },
  feedback: { quiet: "a reaction", full: "in words" },
  mode: { act: "act", observe: "observe: only say what would happen" },
  hierarchy: { allow: "allowed", deny: "not allowed" },
  "pin-policy": { any: "any number", single: "one, a new one replaces it" },
  "keep-text": { on: "kept for a time, for the asker's eyes alone", off: "not kept" },
  "pin-duration": { none: "until it is unpinned" },
  role: people,
  enabled: { on: "on", off: "off" },
  cooldown: { none: "none" },
  allow: { "0": "nobody", "1": "one person" },
  deny: { "0": "nobody", "1": "one person" },
};

/** What a value means where its name does not tell enough. */
const meanings: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "keep-text": {
    on: "The words of messages that are pinned, put on top or recalled through me are kept beside the case for a limited time, and /case shows them to nobody but the asker.",
    off: "No words of messages are kept from now on, and those kept before are deleted when their time is over.",
  },
};

const partOf = (key: string): string => key.split(".").at(-1) ?? key;

/** Settings in English. */
export const enUSSettingNames: SettingNames = {
  label: (key) => labels[partOf(key)] ?? key,
  value: (key, value) => {
    if (typeof value !== "string") return value.length === 0 ? "nobody" : value.map(who).join(", ");
    // Earlier cases only tell how many.
    const part = partOf(key);
    const count = part === "allow" || part === "deny";
    return values[part]?.[value] ?? (count ? `${value} people` : value);
  },
  reset: "As configured",
  commands: "Who may use a command",
  back: "Back",
};

/** A setting in a sentence. */
export const setting = (key: string): Rich => {
  const [command, part] = key.split(".");
  const label = enUSSettingNames.label(key);
  return part === undefined ? rich`“${label}”` : rich`“${{ code: `/${command}` }}: ${label}”`;
};

const meaning = (key: string, value: SettingValue): Rich => {
  const said = typeof value === "string" ? meanings[key]?.[value] : undefined;
  return said === undefined ? [] : rich` ${said}`;
};

const explained: Readonly<Record<string, Rich>> = {
  "keep-text": rich`When on, the words of messages that are pinned, put on top or recalled through me stay beside the case for a limited time, and \`/case\` shows them to nobody but the asker.`,
};

const explanation = (key: string): Rich => {
  const said = explained[key];
  return said === undefined ? [] : [". ", ...said];
};

const line = (option: ShownSetting): Rich =>
  rich`${{ bold: enUSSettingNames.label(option.key) }}: ${enUSSettingNames.value(option.key, option.value)} (${origins[option.from]})${explanation(option.key)} ${{ code: option.key }}`;

const ruleLine = ({ off, role, from, hasLists, commands }: CommandRule): Rich => [
  ...rich`${{ bold: off ? "Switched off" : `For ${enUSSettingNames.value("role", role)}` }} (${origins[from]}${hasLists ? "; people on a list apart" : ""}): `,
  ...commands.flatMap((name, index): Rich => [...(index === 0 ? [] : [" "]), { code: `/${name}` }]),
];

const choices = (of: readonly string[]): Rich =>
  of.flatMap((value, index) => [...(index === 0 ? [] : [", "]), { code: value }]);

const expected = (wanted: Expected): Rich => {
  switch (wanted.kind) {
    case "choice":
      return rich`Give one of these: ${choices(wanted.of)}.`;
    case "time-zone":
      return rich`Give the name of a time zone, for example \`Asia/Shanghai\` or \`Europe/Berlin\`.`;
    case "duration":
      return rich`Give a time, for example \`30m\` or \`1d\`, at most ${{ code: wanted.longest }}, or \`none\`.`;
    case "people":
      return rich`Mention the people with @, or give \`none\`.`;
  }
};

const reset = rich`\`reset\` leaves it to the configuration.`;

/** What is said about a chat's settings. */
export const enUSSettings: Pick<Catalogue, keyof SettingsSentences> = {
  "settings.shown": (facts) => {
    const { options, page } = facts;
    const shown =
      page === undefined
        ? [
            ...options.filter(({ key }) => !key.includes(".")).map(line),
            ...commandsByRule(facts).map(ruleLine),
          ]
        : options.filter(({ key }) => key.startsWith(`${page}.`)).map(line);
    return {
      title: page === undefined ? "Settings of this group" : `/${page} in this group`,
      lines: shown,
      controls: settingsControls(facts, enUSSettingNames),
      small:
        page === undefined
          ? rich`In words: /settings pin-duration 7d, /settings pin.role moderator, /settings pin.role reset.`
          : rich`In words: /settings ${page}.role admin, /settings ${page}.deny @somebody, /settings ${page}.deny none.`,
    };
  },
  "settings.changed": ({ option, before, after }) =>
    words(
      rich`${setting(option)} is now: ${enUSSettingNames.value(option, after)} (before: ${enUSSettingNames.value(option, before)}).${meaning(option, after)}`,
    ),
  "settings.same": ({ option, value }) =>
    words(rich`${setting(option)} already is: ${enUSSettingNames.value(option, value)}.`),
  "settings.unknown": ({ typed, nearest }) =>
    words(
      nearest === undefined
        ? rich`There is no setting ${{ code: typed }}. \`/settings\` shows them all.`
        : rich`There is no setting ${{ code: typed }}. Did you mean ${{ code: nearest }}? \`/settings\` shows them all.`,
    ),
  "settings.invalid": ({ option, typed, expected: wanted }) =>
    words(
      typed === ""
        ? rich`What should ${setting(option)} be? ${expected(wanted)} ${reset}`
        : rich`“${typed}” does not fit ${setting(option)}. ${expected(wanted)} ${reset}`,
    ),
  "settings.locks-out": () =>
    words(
      rich`\`/settings\` stays on, because it could not be switched on again from here. To restrict it, set \`settings.role\`.`,
    ),
  "settings.beyond-own": () =>
    words(
      rich`You can change the rules of a command only if you may always use it yourself. Ask the owner for help.`,
    ),
  "settings.above-own": () =>
    words(rich`You cannot keep a command for a role above yours. Ask the owner for help.`),
  "settings.senior": () =>
    words(
      rich`You cannot keep somebody from a command whose role is yours or above. Ask the owner for help.`,
    ),
};
