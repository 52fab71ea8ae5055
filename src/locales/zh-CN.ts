import { type Rich, rich, type Span, type Words } from "../core/answers/rich.ts";
import type {
  Catalogue,
  Doing,
  Format,
  HelpKey,
  PinLine,
  Sentence,
  Who,
} from "../core/answers/sentences.ts";
import type { Role } from "../core/permissions/roles.ts";
import { zhCNDoctor } from "./zh-CN-doctor.ts";
import { zhCNGrants } from "./zh-CN-grants.ts";
import { allowed, name, roleNames, told, who, words } from "./zh-CN-phrases.ts";
import { zhCNProblems } from "./zh-CN-problems.ts";
import { zhCNRecord } from "./zh-CN-record.ts";
import { zhCNRights } from "./zh-CN-rights.ts";
import { zhCNSettings } from "./zh-CN-settings.ts";
import { zhCNUses } from "./zh-CN-uses.ts";

const doings: Readonly<Record<Doing, string>> = {
  pin: " Pin 这条消息",
  unpin: "取消 Pin",
  recall: "撤回这条消息",
  "list-pins": "列出 Pin",
  "look-up-chat": "核实你在本群的身份",
  "look-up-message": "找到这条消息",
  "look-up-members": "查看本群成员",
  top: "置顶这条消息",
  untop: "取消群置顶",
  answer: "回复",
};

/** 谁可以「……」；没有列出的就写命令本身。 */
const deeds: Readonly<Record<string, Rich>> = {
  pin: rich` Pin 消息`,
  unpin: rich`取消 Pin`,
  recall: rich`撤回别人的消息`,
  audit: rich`查看操作记录`,
  case: rich`查看操作记录`,
  top: rich`置顶消息`,
  untop: rich`取消群置顶`,
  grant: rich`授予权限`,
  revoke: rich`收回权限`,
  grants: rich`查看已授予的权限`,
  settings: rich`修改设置`,
};

const topic = (topicStart: boolean): Rich => (topicStart ? rich`（话题的第一条消息）` : []);

const pinLine = (item: PinLine, index: number, format: Format): Rich => [
  `${index + 1}. `,
  item.link === undefined
    ? (item.excerpt ?? "一条消息")
    : { link: item.link, text: item.excerpt ?? "一条消息" },
  ...rich` — ${who(item.by)}，${format.time(item.atMs)}`,
  ...(item.viaBot ? [] : rich`（手动 Pin）`),
  ...(item.dueAtMs === undefined ? [] : rich`，${format.time(item.dueAtMs)} 自动取消`),
  ...(item.reason === undefined ? [] : rich`：${item.reason}`),
];

/** Whom a message is for that replies to nothing. */
const forAsker = (person: Who | undefined): Rich =>
  person === undefined ? [] : rich`${told(person)}，`;

const message = (link: string | undefined): Span =>
  link === undefined ? "一条消息" : { link, text: "这条消息" };

const ago = (minutes: number): string =>
  minutes < 120 ? `${minutes} 分钟` : `${Math.round(minutes / 60)} 小时`;

/** What a command is for and how it is written, as one line. */
const helpLine = (key: HelpKey): Rich => [
  { code: zhCNUses[key].usage },
  " ",
  ...(zhCN[key]({}, { time: String }).lines[0] ?? []),
];

/** 句中之句。 */
const speak = (sentence: Sentence, format: Format): Words =>
  (zhCN[sentence.key] as (facts: unknown, format: Format) => Words)(sentence.facts, format);

/** 谁可以代劳。 */
const askFor = (required: Role): Rich =>
  required === "owner" ? rich`可以请群主帮忙。` : rich`可以请管理员帮忙。`;

/** 身份不够的人可以怎么办。 */
const nextStep = (required: Role): Rich =>
  required === "owner"
    ? askFor(required)
    : rich`可以请管理员帮忙，或请群主用 \`/grant\` 授权给你。`;

export const zhCN: Catalogue = {
  ...zhCNSettings,
  ...zhCNRights(speak),
  ...zhCNDoctor,
  ...zhCNGrants,
  ...zhCNRecord,
  "pin.done": ({ topicStart }) => words(rich`已 Pin${topic(topicStart)}。`),
  "pin.until": ({ dueAtMs, topicStart }, format) =>
    words(rich`已 Pin${topic(topicStart)}，${format.time(dueAtMs)} 自动取消。`),
  "pin.replaced": ({ dueAtMs, topicStart, replaced }, format) => {
    const pinned =
      dueAtMs === undefined
        ? rich`已 Pin${topic(topicStart)}`
        : rich`已 Pin${topic(topicStart)}，${format.time(dueAtMs)} 自动取消`;
    const text = replaced.excerpt === undefined ? "之前那条消息" : `「${replaced.excerpt}」`;
    const earlier = replaced.link === undefined ? text : { link: replaced.link, text };
    return words(
      replaced.removed
        ? rich`${pinned}。它替换了${earlier}。`
        : rich`${pinned}。本来应该替换${earlier}，但我没能取消那条。请手动取消。`,
    );
  },
  requested: ({ doing, dueAtMs, topicStart }, format) =>
    words(
      dueAtMs === undefined
        ? rich`已请求平台${doings[doing]}${topic(topicStart)}。平台不会告诉我是否生效，请看一眼结果。`
        : rich`已请求平台${doings[doing]}${topic(topicStart)}，${format.time(dueAtMs)} 自动取消。平台不会告诉我是否生效，请看一眼结果。`,
    ),
  "top.done": ({ topicStart }) => words(rich`已置顶${topic(topicStart)}。`),
  "untop.done": () => words(rich`已取消群置顶。`),
  "pins.none-known": () =>
    words(
      rich`还没有通过我 Pin 过消息，而平台不会告诉我手动 Pin 了什么。回复一条消息并发送 \`/pin\` 就可以。`,
    ),
  "pin.already": ({ by, atMs, dueAtMs }, format) =>
    words(
      dueAtMs === undefined
        ? rich`这条消息已经由${name(by)}在 ${format.time(atMs)} Pin 过了。`
        : rich`这条消息已经由${name(by)}在 ${format.time(atMs)} Pin 过了，${format.time(dueAtMs)} 自动取消。`,
    ),
  "unpin.done": ({ topicStart }) => words(rich`已取消 Pin${topic(topicStart)}。`),
  overtaken: ({ command, last }) =>
    words(
      command === last
        ? rich`你的 ${{ code: `/${command}` }} 之后，紧接着又有对同一条消息的命令，最后执行的也是 ${{ code: `/${last}` }}，结果和你要的一样。`
        : rich`你的 ${{ code: `/${command}` }} 之后，紧接着又有对同一条消息的命令，所以只执行了最后的 ${{ code: `/${last}` }}。如果还需要，请再发一次。`,
    ),
  "recall.done": ({ topicStart }) => words(rich`已撤回${topic(topicStart)}。`),
  "recall.already": () => words(rich`这条消息之前已经被撤回了。`),
  "pins.none": () => words(rich`本群还没有 Pin 过消息。回复一条消息并发送 \`/pin\` 就可以。`),
  "pins.list": ({ items, total, onlyKnown }, format) => ({
    lines: [
      rich`本群共 Pin 了 ${total} 条消息，最新的在前：`,
      ...items.map((item, index) => pinLine(item, index, format)),
    ],
    ...(onlyKnown
      ? { small: rich`只包括通过我 Pin 的：其他的平台不会告诉我。` }
      : total > items.length
        ? { small: rich`只列出最新的 ${items.length} 条。` }
        : {}),
  }),
  "expiry.gave-up": ({ link, problem, askedBy }) =>
    words(
      rich`${forAsker(askedBy)}${message(link)}的 Pin 到期了，但我多次尝试都没能取消：${zhCNProblems[problem]({ doing: "unpin" })}如果还在，请手动取消。`,
    ),
  "renewal.gave-up": ({ link, problem, endsAtMs, askedBy }, format) =>
    words(
      rich`${forAsker(askedBy)}平台只把${message(link)}的 Pin 保留到 ${format.time(endsAtMs)}，而我多次尝试都没能再次 Pin：${zhCNProblems[problem]({ doing: "pin" })}如果还要保留，请再 Pin 一次。`,
    ),
  "commands.list": ({ role, commands }) => ({
    lines: [rich`你在本群是${roleNames[role]}，可以用：`, ...commands.map(helpLine)],
    small: rich`用 /help 加命令名看例子，例如 /help pin。`,
  }),
  "commands.direct": ({ commands }) => ({
    lines: [
      rich`我在群里工作。把我加进群，在群里发命令就可以；能用哪些取决于你在那个群的身份：`,
      ...commands.map(helpLine),
    ],
    small: rich`用 /help 加命令名看例子，例如 /help pin。`,
  }),
  "commands.one": ({ command, aliases }) =>
    words(
      helpLine(command),
      rich`例如：${{ code: zhCNUses[command].example }}`,
      ...(aliases.length === 0 ? [] : [rich`也可以写：${aliases.join("、")}`]),
    ),
  "help.pin": () => words(rich`回复一条消息，把它 Pin 住；可以写时长，到时自动取消`),
  "help.unpin": () => words(rich`回复一条消息，取消它的 Pin`),
  "help.pins": () => words(rich`列出本群 Pin 的消息：谁、什么时候、为什么`),
  "help.recall": () => words(rich`回复一条消息，把它撤回；自己的消息谁都可以撤回`),
  "help.case": () => words(rich`查看一条操作记录，或补充说明`),
  "help.audit": () => words(rich`查看最近的操作记录，可按人和时间筛选`),
  "help.help": () => words(rich`看看你在这里能用哪些命令`),
  "help.top": () => words(rich`回复一条消息，把它置顶`),
  "help.untop": () => words(rich`取消群置顶`),
  "help.grant": () => words(rich`授予某人权限，可以写时长，到时自动收回`),
  "help.revoke": () => words(rich`收回授予的权限`),
  "help.grants": () => words(rich`列出本群授予的权限`),
  "help.settings": () => words(rich`查看和修改本群的设置`),
  "help.can": () => words(rich`看看你或别人在这里能做什么、为什么`),
  "help.why": () => words(rich`解释你上一次为什么被拒绝`),
  "unknown-command": ({ typed, nearest }) =>
    words(
      nearest === undefined
        ? rich`我不认识 ${{ code: `/${typed}` }}。发送 \`/help\` 看看我会什么。`
        : rich`我不认识 ${{ code: `/${typed}` }}，是不是想用 ${{ code: `/${nearest}` }}？发送 \`/help\` 看看我会什么。`,
    ),
  "target.missing": ({ command }) =>
    words(
      rich`请回复要操作的那条消息，再发送 ${{ code: `/${command}` }}。也可以在命令后面写消息 ID。`,
    ),
  "target.invalid": ({ typed, command }) =>
    words(
      rich`「${typed}」不是有效的消息 ID 或链接。请直接回复那条消息，再发送 ${{ code: `/${command}` }}。`,
    ),
  "target.opaque-link": ({ command }) =>
    words(
      rich`「复制消息链接」得到的链接不会告诉机器人是哪条消息。请直接回复那条消息，再发送 ${{ code: `/${command}` }}。`,
    ),
  "duration.invalid": ({ typed, why }) => {
    switch (why) {
      case "unit":
        return words(rich`「${typed}」缺少单位。例如 \`7d\` 是 7 天，\`24h\` 是 24 小时。`);
      case "zero":
        return words(rich`时长至少要 1 秒。例如 \`30m\` 是 30 分钟，\`7d\` 是 7 天。`);
      case "too-long":
        return words(rich`时长最多 1 年。例如 \`30d\` 是 30 天；没有期限就写 \`forever\`。`);
      case "nonsense":
        return words(
          rich`我看不懂时长「${typed}」。可以写 \`30m\`、\`24h\`、\`7d\`、\`2w\`，或 \`1d12h\`。`,
        );
    }
  },
  "denied.role": ({ doing, required, actual }) =>
    words(
      rich`只有${allowed[required]}可以${deeds[doing] ?? rich`用 ${{ code: `/${doing}` }}`}，你在本群是${roleNames[actual]}。${nextStep(required)}`,
    ),
  "denied.not-author": ({ required }) =>
    words(
      rich`你可以撤回自己发的消息；别人的消息，只有${allowed[required]}可以撤回。${nextStep(required)}`,
    ),
  "denied.sender-unknown": () =>
    words(rich`我认不出你是谁（匿名消息没有身份），所以不能替你操作。请用自己的身份再发一次。`),
  "denied.disabled": ({ command }) =>
    words(
      command === "settings"
        ? rich`${{ code: `/${command}` }} 在本群被关闭了。需要的话请联系运维。`
        : rich`${{ code: `/${command}` }} 在本群被关闭了。管理员可以重新打开：${{ code: `/settings ${command}.enabled on` }}。`,
    ),
  "denied.groups-only": ({ command }) =>
    words(rich`${{ code: `/${command}` }} 只能在群里用。请到要操作的那个群里发送。`),
  stale: ({ command, minutes }) =>
    words(
      rich`你在 ${ago(minutes)}前发的 ${{ code: `/${command}` }} 我现在才收到，没有直接执行。仍然需要的话，请再发一次。`,
    ),
  waiting: () => words(rich`这里的命令有点多，你的要稍等一会儿。会按顺序处理，不用再发一次。`),
  "timed-out": ({ command }) =>
    words(
      rich`${{ code: `/${command}` }} 用时太久，我停下了，不确定是否已经生效。请看一眼结果，需要的话再发一次。`,
    ),
  "gave-up": ({ command }) =>
    words(
      rich`${{ code: `/${command}` }} 执行到一半被中断了，不确定是否已经生效。请看一眼结果，需要的话再发一次。`,
    ),
  bug: ({ id }) => ({
    lines: [rich`我这边出了意外，这条命令没有完成。请把下面的编号转给运维。`],
    small: rich`编号 ${id}`,
  }),
  problem: (facts) => ({
    lines: [rich`我没能${doings[facts.doing]}：${zhCNProblems[facts.reason](facts)}`],
    ...(facts.logId === undefined ? {} : { small: rich`log_id: ${facts.logId}` }),
  }),
};
