import type { Control } from "../core/answers/rich.ts";
import type {
  SettingsFacts,
  SettingValue,
  ShownSetting,
} from "../core/answers/settings-sentences.ts";
import { controlToken } from "../core/cards/control-token.ts";
import { chatOptionKeys, offeredValues } from "../core/settings/chat-options.ts";

/** How one language names settings and their values. */
export interface SettingNames {
  label(key: string): string;
  value(key: string, value: SettingValue): string;
  readonly reset: string;
  readonly commands: string;
  readonly back: string;
}

/** The controls of a settings card: a select per setting, and the way to a command's own page and back. */
export const settingsControls = (
  { options, commands, page, token }: SettingsFacts,
  names: SettingNames,
): readonly Control[] => {
  if (token === undefined) return [];
  const select = ({ key, value, from }: ShownSetting): readonly Control[] => {
    // People are mentioned, which no select can do.
    if (typeof value !== "string") return [];
    const offered = offeredValues(key, value);
    // What holds but cannot be chosen, as where the command's own language is followed, is had by resetting.
    const isOffered = offered.includes(value);
    const canReset = from === "chat" || !isOffered;
    return [
      {
        kind: "select",
        label: names.label(key),
        token: controlToken(token, key),
        options: [
          ...offered.map((one) => ({ value: one, label: names.value(key, one) })),
          ...(canReset
            ? [{ value: "reset", label: isOffered ? names.reset : names.value(key, value) }]
            : []),
        ],
        chosen: isOffered ? value : "reset",
      },
    ];
  };
  const find = (keys: readonly string[]): readonly ShownSetting[] =>
    keys.flatMap((key) => options.filter((one) => one.key === key));
  if (page !== undefined) {
    const keys = ["role", "enabled", "cooldown"].map((part) => `${page}.${part}`);
    return [
      ...find(keys).flatMap(select),
      { kind: "button", label: names.back, style: "default", token: controlToken(token, "main") },
    ];
  }
  return [
    ...find(chatOptionKeys).flatMap(select),
    {
      kind: "select",
      label: names.commands,
      token: controlToken(token, "command"),
      options: commands.map((name) => ({ value: name, label: `/${name}` })),
    },
  ];
};
