import { type Rich, rich } from "../core/answers/rich.ts";
import type { CaseLine, Catalogue, Format } from "../core/answers/sentences.ts";
import { rights } from "./zh-CN-grants.ts";
import { who, words } from "./zh-CN-phrases.ts";
import { setting, zhCNSettingNames } from "./zh-CN-settings.ts";

const actions: Readonly<Record<string, string>> = {
  pin: "Pin",
  unpin: "取消 Pin",
  recall: "撤回",
  "unpin-due": "到期取消 Pin",
  "renew-pin": "续 Pin",
  "self-test": "自检",
  joined: "进群",
  "recall-by-hand": "手动撤回",
  top: "置顶",
  untop: "取消置顶",
  grant: "授权",
  revoke: "收回权限",
  "grant-due": "权限到期",
  settings: "修改设置",
};

const outcomes: Readonly<Record<CaseLine["outcome"], string>> = {
  done: "完成",
  already: "之前已是如此",
  denied: "被拒绝",
  failed: "失败",
  requested: "已请求",
  unknown: "结果未知",
  overtaken: "被之后的命令取代",
};

const caseLine = (entry: CaseLine, format: Format): Rich => [
  { bold: `#${entry.number}` },
  ...rich` ${format.time(entry.atMs)} ${who(entry.actor)} · ${actions[entry.action] ?? entry.action} · ${outcomes[entry.outcome]}`,
  ...(entry.reason === undefined ? [] : rich`：${entry.reason}`),
];

type RecordSentence = Extract<keyof Catalogue, `case.${string}` | `audit.${string}`>;

/** What is said about the record. */
export const zhCNRecord: Pick<Catalogue, RecordSentence> = {
  "case.none": ({ number }) => words(rich`本群没有 ${number} 号记录。用 \`/audit\` 看最近的记录。`),
  "case.shown": (entry, format) => ({
    lines: [
      caseLine(entry, format),
      ...(entry.author === undefined ? [] : [rich`消息作者：${who(entry.author)}`]),
      ...(entry.dueAtMs === undefined ? [] : [rich`到期：${format.time(entry.dueAtMs)}`]),
      ...(entry.right === undefined
        ? []
        : [rich`${who(entry.right.person)}：${rights(entry.right.whats)}`]),
      ...(entry.change === undefined
        ? []
        : [
            rich`${setting(entry.change.option)}：${zhCNSettingNames.value(entry.change.option, entry.change.before)} → ${zhCNSettingNames.value(entry.change.option, entry.change.after)}`,
          ]),
      ...(entry.replacedLink === undefined
        ? []
        : [rich`${{ link: entry.replacedLink, text: "被替换的消息" }}`]),
      ...(entry.link === undefined ? [] : [rich`${{ link: entry.link, text: "在群里打开" }}`]),
      ...entry.notes.map(
        (note) => rich`${format.time(note.atMs)} ${who(note.by)} 补充：${note.text}`,
      ),
    ],
    ...(entry.logId === undefined ? {} : { small: rich`log_id: ${entry.logId}` }),
  }),
  "case.text": ({ text }) => words(rich`消息原文，只给你看：「${text}」。`),
  "case.text-over": () => words(rich`消息原文已过保留期，不再保存。`),
  "case.text-private": () =>
    words(rich`消息原文还保存着，但只给查询的人单独看，现在这里做不到。运维可以把它导出。`),
  "case.noted": ({ number }) => words(rich`已补充到 ${number} 号记录。`),
  "case.number-missing": () =>
    words(rich`请写明是几号记录，例如 \`/case 12\`。用 \`/audit\` 看最近的记录。`),
  "audit.none": () => words(rich`没有符合条件的记录。`),
  "audit.list": ({ items }, format) => ({
    lines: items.map((item) => caseLine(item, format)),
    small: rich`用 /case 加编号看一条的全部内容。`,
  }),
  "audit.invalid": ({ typed }) =>
    words(rich`我看不懂「${typed}」。可以写条数、@某人、时间范围，例如 \`/audit 20 7d\`。`),
};
