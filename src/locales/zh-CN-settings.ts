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
import { type SettingNames, settingsControls } from "./settings-controls.ts";
import { who, words } from "./zh-CN-phrases.ts";

const origins: Readonly<Record<Origin, string>> = {
  "built-in": "默认",
  file: "来自配置文件",
  "file-chat": "来自配置文件中的本群部分",
  chat: "在本群设置",
};

const labels: Readonly<Record<string, string>> = {
  language: "语言",
  feedback: "成功时的反馈",
  timezone: "时区",
  mode: "模式",
  hierarchy: "对同级的人操作",
  "pin-policy": "同时 Pin 几条",
  "pin-duration": "Pin 多久",
  "keep-text": "记录里的消息原文",
  role: "谁可以用",
  enabled: "开关",
  cooldown: "两次使用的间隔",
  allow: "总是可以用的人",
  deny: "不可以用的人",
};

const people: Readonly<Record<Role, string>> = {
  owner: "群主",
  admin: "管理员及以上",
  moderator: "协管员及以上",
  member: "所有人",
};

const values: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  language: { "zh-CN": "中文", "en-US": "英文", auto: "跟随命令" },
  feedback: { quiet: "表情", full: "文字" },
  mode: { act: "执行", observe: "观察：只说会做什么" },
  hierarchy: { allow: "允许", deny: "不允许" },
  "pin-policy": { any: "不限", single: "一条，新的替换旧的" },
  "keep-text": { on: "限期保存，只给查询的人看", off: "不保存" },
  "pin-duration": { none: "直到手动取消" },
  role: people,
  enabled: { on: "开", off: "关" },
  cooldown: { none: "无" },
  // 早先的记录只有人数。
  allow: { "0": "没有人" },
  deny: { "0": "没有人" },
};

/** 名称说不清时，一个值意味着什么。 */
const meanings: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "keep-text": {
    on: "通过我 Pin、置顶或撤回的消息，原文会随记录限期保存，/case 只给查询的人单独看。",
    off: "从现在起不保存消息原文，之前保存的到期删除。",
  },
};

const partOf = (key: string): string => key.split(".").at(-1) ?? key;

/** 设置的中文名称。 */
export const zhCNSettingNames: SettingNames = {
  label: (key) => labels[partOf(key)] ?? key,
  value: (key, value) => {
    if (typeof value !== "string") return value.length === 0 ? "没有人" : value.map(who).join("、");
    // 早先的记录只有人数。
    const part = partOf(key);
    const count = part === "allow" || part === "deny";
    return values[part]?.[value] ?? (count ? `${value} 人` : value);
  },
  reset: "按配置文件",
  commands: "谁可以用某个命令",
  back: "返回",
};

/** 句子里的一项设置。 */
export const setting = (key: string): Rich => {
  const [command, part] = key.split(".");
  const label = zhCNSettingNames.label(key);
  return part === undefined ? rich`「${label}」` : rich`「${{ code: `/${command}` }}：${label}」`;
};

const meaning = (key: string, value: SettingValue): Rich => {
  const said = typeof value === "string" ? meanings[key]?.[value] : undefined;
  return said === undefined ? [] : rich`${said}`;
};

const explained: Readonly<Record<string, Rich>> = {
  "keep-text": rich`打开后，通过我 Pin、置顶或撤回的消息，原文会随记录限期保存，\`/case\` 只给查询的人单独看。`,
};

const explanation = (key: string): Rich => {
  const said = explained[key];
  return said === undefined ? [] : ["。", ...said];
};

const line = (option: ShownSetting): Rich =>
  rich`${{ bold: zhCNSettingNames.label(option.key) }}：${zhCNSettingNames.value(option.key, option.value)}（${origins[option.from]}）${explanation(option.key)} ${{ code: option.key }}`;

const ruleLine = ({ off, role, from, hasLists, commands }: CommandRule): Rich => [
  ...rich`${{ bold: off ? "已关闭" : zhCNSettingNames.value("role", role) }}（${origins[from]}${hasLists ? "；名单上的人另算" : ""}）：`,
  ...commands.flatMap((name, index): Rich => [...(index === 0 ? [] : [" "]), { code: `/${name}` }]),
];

const choices = (of: readonly string[]): Rich =>
  of.flatMap((value, index) => [...(index === 0 ? [] : ["、"]), { code: value }]);

const expected = (wanted: Expected): Rich => {
  switch (wanted.kind) {
    case "choice":
      return rich`可以写：${choices(wanted.of)}。`;
    case "time-zone":
      return rich`请写时区名，例如 \`Asia/Shanghai\`、\`Europe/Berlin\`。`;
    case "duration":
      return rich`请写时长，例如 \`30m\`、\`1d\`，最长 ${{ code: wanted.longest }}，或 \`none\`。`;
    case "people":
      return rich`请用 @ 提及这些人，或写 \`none\`。`;
  }
};

const reset = rich`写 \`reset\` 则按配置文件。`;

/** 关于群设置的话。 */
export const zhCNSettings: Pick<Catalogue, keyof SettingsSentences> = {
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
      title: page === undefined ? "本群设置" : `本群的 /${page}`,
      lines: shown,
      controls: settingsControls(facts, zhCNSettingNames),
      small:
        page === undefined
          ? rich`也可以打字：/settings pin-duration 7d、/settings pin.role moderator、/settings pin.role reset。`
          : rich`也可以打字：/settings ${page}.role admin、/settings ${page}.deny @某人、/settings ${page}.deny none。`,
    };
  },
  "settings.changed": ({ option, before, after }) =>
    words(
      rich`${setting(option)}改为：${zhCNSettingNames.value(option, after)}（原来是：${zhCNSettingNames.value(option, before)}）。${meaning(option, after)}`,
    ),
  "settings.same": ({ option, value }) =>
    words(rich`${setting(option)}本来就是：${zhCNSettingNames.value(option, value)}。`),
  "settings.unknown": ({ typed, nearest }) =>
    words(
      nearest === undefined
        ? rich`没有 ${{ code: typed }} 这项设置。用 \`/settings\` 看全部设置。`
        : rich`没有 ${{ code: typed }} 这项设置，是不是想改 ${{ code: nearest }}？用 \`/settings\` 看全部设置。`,
    ),
  "settings.invalid": ({ option, typed, expected: wanted }) =>
    words(
      typed === ""
        ? rich`${setting(option)}要改成什么？${expected(wanted)}${reset}`
        : rich`「${typed}」不能用于${setting(option)}。${expected(wanted)}${reset}`,
    ),
  "settings.locks-out": () =>
    words(
      rich`\`/settings\` 不能关闭，否则在群里就再也打不开了。要限制谁能用，请设置 \`settings.role\`。`,
    ),
  "settings.beyond-own": () =>
    words(rich`只有你自己一直可以用的命令，你才能改它的规则。可以请群主帮忙。`),
  "settings.above-own": () => words(rich`你不能把一个命令限定给身份比你更高的人。可以请群主帮忙。`),
  "settings.senior": () => words(rich`你不能限制与你同级或更高的人使用命令。可以请群主帮忙。`),
};
