import type {
  SettingsFacts,
  SettingValue,
  ShownSetting,
} from "../core/answers/settings-sentences.ts";
import type { Origin } from "../core/permissions/policy.ts";

/** Who may use commands, and the commands for which that is the same. */
export interface CommandRule {
  readonly off: boolean;
  readonly role: SettingValue;
  readonly from: Origin;
  /** Whether a list names people for whom it is different. */
  readonly hasLists: boolean;
  readonly commands: readonly string[];
}

/** Of people; where they are not named, the list says how many it has. */
const isEmpty = (list: SettingValue = "0"): boolean => list === "0" || list.length === 0;

const ruleOf = (name: string, options: readonly ShownSetting[]): Omit<CommandRule, "commands"> => {
  const find = (part: string) => options.find(({ key }) => key === `${name}.${part}`);
  const role = find("role");
  const enabled = find("enabled");
  const off = enabled?.value === "off";
  return {
    off,
    role: role?.value ?? "",
    from: (off ? enabled : role)?.from ?? "built-in",
    hasLists: !isEmpty(find("allow")?.value) || !isEmpty(find("deny")?.value),
  };
};

/** The commands that can be configured, those under the same rule together; in the order of the first of each. */
export const commandsByRule = ({
  commands,
  options,
}: Pick<SettingsFacts, "commands" | "options">): readonly CommandRule[] => {
  const rules = new Map<string, CommandRule>();
  for (const name of commands) {
    const rule = ruleOf(name, options);
    const key = JSON.stringify(rule);
    const same = rules.get(key)?.commands ?? [];
    rules.set(key, { ...rule, commands: [...same, name] });
  }
  return [...rules.values()];
};
