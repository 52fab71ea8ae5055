import { type Rich, rich, type Words } from "../core/answers/rich.ts";
import type {
  Catalogue,
  ExplanationFacts,
  Format,
  Sentence,
  WouldDo,
} from "../core/answers/sentences.ts";
import type { Origin } from "../core/permissions/policy.ts";
import type { LayerVerdict, Verdict } from "../core/permissions/verdicts.ts";
import { right } from "./zh-CN-grants.ts";
import { allowed, name, roleNames, who, words } from "./zh-CN-phrases.ts";
import { setting, zhCNSettingNames } from "./zh-CN-settings.ts";

const wouldDo = (item: WouldDo, format: Format): Rich => {
  switch (item.act) {
    case "pin":
      return rich`• Pin 这条消息`;
    case "unpin":
      return rich`• 取消这条消息的 Pin`;
    case "unpin-earlier":
      return rich`• 取消之前那条的 Pin`;
    case "recall":
      return rich`• 撤回这条消息，撤回后无法恢复`;
    case "top":
      return rich`• 把这条消息置顶`;
    case "untop":
      return rich`• 取消群置顶`;
    case "end":
      return rich`• ${format.time(item.atMs)} 自动取消`;
    case "note":
      return rich`• 补充到 ${item.number} 号记录`;
    case "grant":
      return item.dueAtMs === undefined
        ? rich`• 授予${name(item.to)}权限：${right(item.what)}`
        : rich`• 授予${name(item.to)}权限：${right(item.what)}，到 ${format.time(item.dueAtMs)}`;
    case "revoke":
      return rich`• 收回权限：${right(item.what)}`;
    case "set":
      return item.value === undefined
        ? rich`• 重置${setting(item.option)}`
        : rich`• 把${setting(item.option)}改为：${zhCNSettingNames.value(item.option, item.value)}`;
  }
};

const marks: Readonly<Record<Verdict, string>> = {
  pass: "✓",
  fail: "✗",
  unknown: "?",
  "not-applicable": "–",
};

const origins: Readonly<Record<Origin, string>> = {
  "built-in": "默认",
  file: "配置文件",
  "file-chat": "配置文件中的本群部分",
  chat: "本群设置",
};

const days = (ms: number): string => {
  const count = Math.floor(ms / 86_400_000);
  return count === 0 ? "不到 1 天" : ` ${count} 天`;
};

type Of<Layer extends LayerVerdict["layer"]> = Extract<LayerVerdict, { readonly layer: Layer }>;

const policyFinding = (one: Of<"policy">, command: string, format: Format): Rich => {
  const { rule, required, ownToo, from, readyAtMs } = one.facts;
  const shown = { code: `/${command}` };
  switch (rule) {
    case "off":
      return rich`规则：${shown} 已关闭（${origins[from]}）。`;
    case "denied":
      return rich`规则：在不可以用 ${shown} 的名单里（${origins[from]}）。`;
    case "cooling":
      return rich`规则：刚刚用过，${format.time(readyAtMs ?? 0)} 之后可以再用。`;
    case "allowed":
      return rich`规则：在可以用 ${shown} 的名单里（${origins[from]}）。`;
    case "role":
      return ownToo
        ? rich`规则：${shown} 限${allowed[required]}使用，自己的消息谁都可以（${origins[from]}）。`
        : rich`规则：${shown} 限${allowed[required]}使用（${origins[from]}）。`;
  }
};

const authorFinding = (one: Of<"author">): Rich => {
  const { whose, role } = one.facts;
  switch (whose) {
    case "own":
      return rich`消息：是本人发的。`;
    case "bot":
      return rich`消息：是我发的。`;
    case "app":
      return rich`消息：是另一个应用发的。`;
    case "person":
      return role === undefined ? rich`消息：是别人发的。` : rich`消息：是${roleNames[role]}发的。`;
    case "unknown":
      return rich`消息：不知道是谁发的。`;
    case "unseen":
      return rich`消息：没有指定。回复一条消息再问，就会连它一起核对。`;
  }
};

const botFinding = (one: Of<"bot">): Rich => {
  switch (one.facts.role) {
    case "owner":
    case "admin":
      return rich`我：在本群是${roleNames[one.facts.role]}。`;
    case "member":
      return rich`我：在本群是普通成员，只能撤回自己发的消息。`;
    case "unknown":
      return rich`我：平台没有告诉我在本群的身份。`;
  }
};

const finding = (one: LayerVerdict, command: string, format: Format): Rich => {
  switch (one.layer) {
    case "policy":
      return policyFinding(one, command, format);
    case "caller": {
      const { role, asOfMs, via, untilMs } = one.facts;
      if (role === undefined) return rich`身份：不知道，因为消息没有发送者。`;
      const asOf = rich`${roleNames[role]}（${format.time(asOfMs)} 核实）`;
      if (via !== "grant") return rich`身份：${asOf}。`;
      return untilMs === undefined
        ? rich`身份：${asOf}，有授权。`
        : rich`身份：${asOf}，有授权，到 ${format.time(untilMs)}。`;
    }
    case "author":
      return authorFinding(one);
    case "bot":
      return botFinding(one);
    case "scope": {
      const { scopes } = one.facts;
      return scopes === undefined || scopes.length === 0
        ? rich`应用：缺少所需的权限。`
        : rich`应用：缺少权限 ${{ code: scopes.slice(0, 3).join(" / ") }}。`;
    }
    case "group": {
      const deed = one.facts.about === "top" ? "置顶消息" : " Pin 消息";
      return one.verdict === "pass"
        ? rich`群设置：我是管理员，总是可以${deed}。`
        : one.facts.atMs === undefined
          ? rich`群设置：我能不能${deed}，要试了才知道。`
          : rich`群设置：${format.time(one.facts.atMs)} 时只有群主和管理员可以${deed}。`;
    }
    case "window": {
      const { ageMs, withinMs } = one.facts;
      if (ageMs === undefined || withinMs === undefined)
        return rich`时间：能不能撤回，要试了才知道。`;
      return rich`时间：消息发出${days(ageMs)}，发出${days(withinMs)}之内可以撤回。`;
    }
  }
};

/** 替别人问的时候，怎样才能改变。 */
const remedy = (facts: ExplanationFacts): readonly Rich[] => {
  const { who: person, deniedBy, command, because, required, layers } = facts;
  if (person === undefined || because !== undefined) return [];
  const ownOnly = layers.some((one) => one.layer === "author" && one.facts.ownOnly);
  if (deniedBy === "caller" || (deniedBy === "author" && ownOnly))
    return [
      rich`${required === "owner" ? "群主" : "管理员"}可以授权：${{ code: `/grant @${who(person)} ${command} 7d` }}。`,
    ];
  if (deniedBy === "policy")
    return [rich`管理员可以修改规则：${{ code: `/settings ${command}` }}。`];
  if (deniedBy === "author") return [rich`可以请身份比作者高的人来操作。`];
  return [];
};

type RightSentence =
  | Extract<keyof Catalogue, `click.${string}`>
  | "can.usage"
  | "can.stranger"
  | "why.none"
  | "explanation"
  | "preview"
  | "button.why"
  | "denied.listed"
  | "denied.cooling"
  | "denied.senior"
  | "denied.author-unknown";

/** 关于谁可以做什么的话。`speak` 用来说句中之句。 */
export const zhCNRights = (
  speak: (sentence: Sentence, format: Format) => Words,
): Pick<Catalogue, RightSentence> => ({
  "can.usage": () =>
    words(
      rich`请写明哪个命令，问别人的话再 @ 那个人，例如 \`/can @小李 recall\`。回复一条消息来问，就是问那一条。`,
    ),
  "can.stranger": ({ who: person }) =>
    words(rich`${who(person)} 不在本群，所以用不了这里的命令。请先拉进群。`),
  explanation: (facts, format) => {
    const person = facts.who === undefined ? "你" : `${who(facts.who)} `;
    const command = { code: `/${facts.command}` };
    const head =
      facts.verdict === "allowed"
        ? rich`${person}可以在本群用 ${command}。`
        : facts.verdict === "on-own-message"
          ? rich`${person}可以在本群对自己的消息用 ${command}。`
          : rich`${person}不可以在本群用 ${command}。`;
    return {
      lines: [
        head,
        ...facts.layers.map((one) => [
          `${marks[one.verdict]} `,
          ...finding(one, facts.command, format),
        ]),
        ...(facts.because === undefined ? [] : speak(facts.because, format).lines),
        ...remedy(facts),
      ],
      small: rich`以上是 ${format.time(facts.atMs)} 的情况。`,
    };
  },
  "why.none": () => words(rich`你最近在本群没有被拒绝过。`),
  preview: ({ would, because }, format) => ({
    lines: [rich`什么都没有做。如果执行，我会：`, ...would.map((item) => wouldDo(item, format))],
    small:
      because === "asked"
        ? rich`去掉 --preview 再发一次就会执行。`
        : rich`本群处于观察模式。管理员可以发送 /settings mode act 来改变。`,
  }),
  "button.why": () => words(rich`为什么`),
  "denied.listed": ({ command }) =>
    words(rich`你在本群被列入不可以用 ${{ code: `/${command}` }} 的名单。可以请管理员帮忙。`),
  "denied.cooling": ({ command, readyAtMs }, format) =>
    words(rich`你刚刚用过 ${{ code: `/${command}` }}。请在 ${format.time(readyAtMs)} 之后再试。`),
  "denied.senior": ({ author, equal }) =>
    words(
      equal
        ? rich`这条消息是${roleNames[author]}发的，本群不允许对同级的人操作。可以请更高身份的人帮忙。`
        : rich`这条消息是${roleNames[author]}发的，你的身份没有对方高，所以不能操作。可以请${roleNames[author]}帮忙。`,
    ),
  "denied.author-unknown": () =>
    words(rich`我认不出这条消息是谁发的，所以不确定你能不能操作。可以请群主帮忙。`),
  "click.unknown": () => words(rich`我不认识这个按钮。请重新发送命令，得到一张新卡片。`),
  "click.elsewhere": () => words(rich`这张卡片不属于这里。请在本群发送命令，得到自己的卡片。`),
  "click.expired": () => words(rich`这张卡片已经过期。请重新发送命令。`),
  "click.not-yours": () => words(rich`这张卡片是给别人的。请自己发送命令，得到自己的卡片。`),
  "click.working": () => words(rich`还在处理，请稍等一下再看。`),
  "click.busy": () => words(rich`这里等待处理的太多了。请稍后再试。`),
});
