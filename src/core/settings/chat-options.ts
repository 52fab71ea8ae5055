import type { UserId } from "../ids.ts";
import type { Argument, Language } from "../invocation.ts";
import { type CommandPolicy, effectivePolicy, type Origin } from "../permissions/policy.ts";
import { type Role, roles } from "../permissions/roles.ts";
import type { StoredSetting } from "../store.ts";
import { longestDurationMs, readDuration } from "../text/duration.ts";
import type { ChatSettings, SettingName, SettingsLayer } from "./settings.ts";
import { isTimeZone, writtenTimeZone } from "./time-zone.ts";

/** What can be set in a chat for the chat as a whole. */
export const chatOptionKeys = [
  "language",
  "feedback",
  "timezone",
  "mode",
  "hierarchy",
  "pin-policy",
  "pin-duration",
  "keep-text",
] as const;
export type ChatOptionKey = (typeof chatOptionKeys)[number];

/** What can be set for one command, written `pin.role`. */
export const policyOptionKeys = ["role", "enabled", "cooldown", "allow", "deny"] as const;
export type PolicyOptionKey = (typeof policyOptionKeys)[number];

/** A value of a chat as it is shown: in the form in which it can be typed. */
export interface ShownOption {
  readonly key: string;
  readonly value: string;
  /** Of a list of people: who they are; the value only tells how many. */
  readonly people?: readonly UserId[];
  readonly from: Origin;
}

/** What a value must be, for whoever typed something else. */
export type Expected =
  | { readonly kind: "choice"; readonly of: readonly string[] }
  /** `longest`: as it can be typed. */
  | { readonly kind: "duration"; readonly longest: string }
  | { readonly kind: "time-zone" | "people" };

export type ReadOption =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly expected: Expected };

/** Times in the form in which they can be typed again, like `1d12h`. */
export const typedDuration = (ms: number): string => {
  let rest = Math.max(0, Math.round(ms / 1_000));
  const parts: string[] = [];
  for (const [unit, seconds] of [
    ["d", 86_400],
    ["h", 3_600],
    ["m", 60],
    ["s", 1],
  ] as const) {
    const count = Math.floor(rest / seconds);
    if (count > 0) parts.push(`${count}${unit}`);
    rest -= count * seconds;
  }
  return parts.join("") || "0s";
};

/** The values of each key that has a few, and what else people write for them. */
const choices: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  language: {
    "zh-CN": ["zh", "chinese", "中文", "简体中文"],
    "en-US": ["en", "english", "英文", "英语"],
  },
  feedback: { quiet: ["安静", "表情"], full: ["完整", "文字"] },
  mode: { act: ["执行"], observe: ["观察"] },
  hierarchy: { allow: ["允许"], deny: ["不允许"] },
  "pin-policy": { any: ["不限"], single: ["一条"] },
  "keep-text": { on: ["true", "开", "保存"], off: ["false", "关", "不保存"] },
  role: {
    owner: ["群主"],
    admin: ["管理员"],
    moderator: ["协管员"],
    member: ["成员", "所有人", "everyone"],
  },
  enabled: { on: ["true", "开"], off: ["false", "关"] },
};

/** The typed values of a key that has a few. */
const choicesOf = (key: string): readonly string[] =>
  Object.keys(choices[key.split(".").at(-1) ?? ""] ?? {});

/** What a list to choose from offers, the present value included. */
export const offeredValues = (key: string, present: string): readonly string[] => {
  const usual = {
    timezone: [
      "Asia/Shanghai",
      "Asia/Tokyo",
      "Asia/Singapore",
      "Europe/London",
      "Europe/Berlin",
      "America/New_York",
      "America/Los_Angeles",
      "UTC",
    ],
    "pin-duration": ["none", "1d", "3d", "7d", "30d"],
    cooldown: ["none", "10s", "1m", "10m", "1h"],
  }[key.split(".").at(-1) ?? key];
  const offered = usual ?? choicesOf(key);
  return usual && !offered.includes(present) ? [present, ...offered] : offered;
};

const noTime: ReadonlySet<string> = new Set(["none", "off", "forever", "无", "永久"]);
const longestCooldownMs = 86_400_000;
const mostPeople = 50;

const readTime = (text: string, longestMs: number): ReadOption => {
  if (noTime.has(text)) return { ok: true, value: null };
  const read = readDuration(text);
  return read.kind === "duration" && read.ms <= longestMs
    ? { ok: true, value: read.ms }
    : { ok: false, expected: { kind: "duration", longest: typedDuration(longestMs) } };
};

const readPeople = (args: readonly Argument[]): ReadOption => {
  const users = args.flatMap((one) => (one.kind === "member" && !one.isBot ? [one.user] : []));
  const [only] = args;
  if (args.length === 1 && only?.kind === "word" && noTime.has(only.text.toLowerCase()))
    return { ok: true, value: [] };
  return users.length === args.length && users.length > 0 && users.length <= mostPeople
    ? { ok: true, value: [...new Set(users)] }
    : { ok: false, expected: { kind: "people" } };
};

/** What was typed or chosen for a key, as it is stored; or what would have been understood. Pure. */
export const readOption = (key: string, args: readonly Argument[]): ReadOption => {
  const name = key.split(".").at(-1) ?? key;
  if (name === "allow" || name === "deny") return readPeople(args);
  const [only, ...others] = args;
  const typed = only?.kind === "word" && others.length === 0 ? only.text : "";
  const text = typed.toLowerCase();
  if (name === "timezone")
    return typed !== "" && isTimeZone(typed)
      ? { ok: true, value: writtenTimeZone(typed) }
      : { ok: false, expected: { kind: "time-zone" } };
  if (name === "pin-duration") return readTime(text, longestDurationMs);
  if (name === "cooldown") return readTime(text, longestCooldownMs);
  const known = choices[name] ?? {};
  const meant = Object.entries(known).find(
    ([value, words]) => value.toLowerCase() === text || words.includes(text),
  );
  return meant
    ? { ok: true, value: meant[0] }
    : { ok: false, expected: { kind: "choice", of: Object.keys(known) } };
};

/** Whether a stored value is one that could be set today: another version may have written it. */
const holds = (key: string, value: unknown): boolean => {
  const name = key.split(".").at(-1) ?? key;
  switch (name) {
    case "allow":
    case "deny":
      return Array.isArray(value) && value.every((one) => typeof one === "string");
    case "pin-duration":
    case "cooldown":
      return value === null || (typeof value === "number" && value > 0);
    case "timezone":
      return typeof value === "string" && isTimeZone(value);
    default:
      return typeof value === "string" && choicesOf(name).includes(value);
  }
};

const settingOf = (key: string, value: unknown): SettingsLayer => {
  switch (key) {
    case "language":
      return { language: value as Language };
    case "feedback":
      return { feedback: value as ChatSettings["feedback"] };
    case "timezone":
      return { timeZone: value as string };
    case "mode":
      return { mode: value as ChatSettings["mode"] };
    case "hierarchy":
      return { equals: value as ChatSettings["equals"] };
    case "pin-policy":
      return { pinPolicy: value as ChatSettings["pinPolicy"] };
    case "pin-duration":
      return { pinDurationMs: value as number | null };
    case "keep-text":
      return { keepText: value === "on" };
    default:
      return {};
  }
};

const policyOf = (key: string, value: unknown): Partial<CommandPolicy> => {
  switch (key) {
    case "role":
      return { role: value as Role };
    case "enabled":
      return { enabled: value === "on" };
    case "cooldown":
      return { cooldownMs: (value as number | null) ?? 0 };
    case "allow":
      return { allow: value as readonly UserId[] };
    case "deny":
      return { deny: value as readonly UserId[] };
    default:
      return {};
  }
};

/** The chat's own settings as a layer. What cannot be understood is left to the configuration. Pure. */
export const layerOf = (stored: readonly Pick<StoredSetting, "key" | "value">[]): SettingsLayer => {
  let layer: SettingsLayer = {};
  let commands: Readonly<Record<string, Partial<CommandPolicy>>> = {};
  for (const { key, value } of stored) {
    if (!holds(key, value)) continue;
    const [first = "", second] = key.split(".");
    if (second === undefined) layer = { ...layer, ...settingOf(first, value) };
    else commands = { ...commands, [first]: { ...commands[first], ...policyOf(second, value) } };
  }
  return { ...layer, commands };
};

const names: Readonly<Record<ChatOptionKey, SettingName>> = {
  language: "language",
  feedback: "feedback",
  timezone: "timeZone",
  mode: "mode",
  hierarchy: "equals",
  "pin-policy": "pinPolicy",
  "pin-duration": "pinDurationMs",
  "keep-text": "keepText",
};

const chatValue = (key: ChatOptionKey, settings: ChatSettings): string => {
  if (key === "language") return settings.language ?? "auto";
  if (key === "keep-text") return settings.keepText ? "on" : "off";
  return key === "pin-duration" ? typedValue(settings.pinDurationMs) : String(settings[names[key]]);
};

/** Everything that holds in a chat, in the order in which it is shown. Pure. */
export const shownOptions = (
  settings: ChatSettings,
  commands: readonly { readonly name: string; readonly role: Role }[],
): readonly ShownOption[] => [
  ...chatOptionKeys.map((key) => ({
    key,
    value: chatValue(key, settings),
    from: settings.origin(names[key]),
  })),
  ...commands.flatMap((command) => {
    const policy = effectivePolicy(command, settings.command(command.name));
    const shown = (key: PolicyOptionKey, value: string, from: Origin): ShownOption => ({
      key: `${command.name}.${key}`,
      value,
      from,
    });
    const listed = (key: "allow" | "deny"): ShownOption => ({
      ...shown(key, typedValue(policy[key]), policy.from[key]),
      people: policy[key],
    });
    return [
      shown("role", policy.role, policy.from.role),
      shown("enabled", policy.enabled ? "on" : "off", policy.from.enabled),
      shown(
        "cooldown",
        policy.cooldownMs === 0 ? "none" : typedDuration(policy.cooldownMs),
        policy.from.cooldownMs,
      ),
      listed("allow"),
      listed("deny"),
    ];
  }),
];

/** A stored value in the form in which it can be typed; of lists of people, only how many. */
export const typedValue = (value: unknown): string => {
  if (value === null) return "none";
  if (typeof value === "number") return typedDuration(value);
  return Array.isArray(value) ? String(value.length) : String(value);
};

/** The highest role that somebody may ask for is their own. */
export const isAbove = (role: string, own: Role): boolean =>
  roles.indexOf(role as Role) > roles.indexOf(own);
