import type { GrantLine } from "../core/answers/grant-sentences.ts";
import { type Rich, rich } from "../core/answers/rich.ts";
import type { Catalogue, Format } from "../core/answers/sentences.ts";
import { moderator } from "../core/store.ts";
import { told, who, words } from "./zh-CN-phrases.ts";

export const right = (what: string): Rich =>
  what === moderator ? rich`协管员` : rich`${{ code: `/${what}` }}`;

/** 几项权限。 */
export const rights = (whats: readonly string[]): Rich =>
  whats.flatMap((what, index) => [...(index === 0 ? [] : ["、"]), ...right(what)]);

const grantLine = (grant: GrantLine, format: Format): Rich => [
  ...rich`${{ bold: who(grant.to) }}：${right(grant.what)}`,
  ...(grant.dueAtMs === undefined ? [] : rich`，到 ${format.time(grant.dueAtMs)}`),
  ...rich` — ${who(grant.by)}，${format.time(grant.atMs)}`,
  ...(grant.reason === undefined ? [] : rich`：${grant.reason}`),
];

type GrantSentence = Extract<
  keyof Catalogue,
  `grant.${string}` | `grants.${string}` | `revoke.${string}`
>;

/** What is said about rights that are given and taken. */
export const zhCNGrants: Pick<Catalogue, GrantSentence> = {
  "grant.done": ({ to, what, dueAtMs }, format) =>
    words(
      what === moderator
        ? dueAtMs === undefined
          ? rich`${told(to)} 现在是本群的协管员。`
          : rich`${told(to)} 现在是本群的协管员，到 ${format.time(dueAtMs)}。`
        : dueAtMs === undefined
          ? rich`${told(to)} 现在可以在本群用 ${right(what)}。`
          : rich`${told(to)} 现在可以在本群用 ${right(what)}，到 ${format.time(dueAtMs)}。`,
    ),
  "grant.usage": () =>
    words(
      rich`请写明给谁、什么权限、多久，例如 \`/grant @小李 moderator 7d\` 或 \`/grant @小李 pin 24h\`。`,
    ),
  "grant.everyone": () =>
    words(
      rich`权限要一个人一个人地给。想让所有人都能用某个命令，可以发送 \`/settings pin.role member\`。`,
    ),
  "grant.bot": () => words(rich`机器人不能被授权。请 @ 一位群成员。`),
  "grant.several": () => words(rich`一次只能写一个人。请给每个人各发一次。`),
  "grant.stranger": ({ to }) =>
    words(
      rich`${to.kind === "person" ? `${to.name} ` : "这个人"}不在本群。请先拉进群，再授权一次。`,
    ),
  "grant.listed": ({ to, what }) =>
    words(
      rich`${who(to)} 在不可以用 ${right(what)} 的名单里，授权也不起作用。请先修改名单：${{ code: `/settings ${what}` }}。`,
    ),
  "grant.needless": ({ to, what }) =>
    words(
      what === moderator
        ? rich`${who(to)} 本来就能做协管员能做的一切。`
        : rich`${who(to)} 本来就可以在本群用 ${right(what)}。`,
    ),
  "grant.lasts-longer": ({ to, what, dueAtMs }, format) =>
    words([
      ...(what === moderator
        ? rich`${who(to)} 已经是本群的协管员`
        : rich`${who(to)} 已经可以在本群用 ${right(what)}`),
      ...(dueAtMs === undefined ? rich`，没有期限` : rich`，到 ${format.time(dueAtMs)}`),
      ...rich`。要缩短的话，请先用 \`/revoke\` 收回。`,
    ]),
  "grant.beyond-own": ({ what, required }) =>
    words(
      what === moderator
        ? rich`只有群主和管理员可以设协管员。可以请管理员帮忙。`
        : rich`你只能授予自己有的权限，而你不能用 ${right(what)}。可以请${required === "owner" ? "群主" : "管理员"}帮忙。`,
    ),
  "grant.outlasts-own": ({ dueAtMs }, format) =>
    words(
      rich`你自己的权限到 ${format.time(dueAtMs)} 为止，授予别人的不能更久。请写短一些的时长。`,
    ),
  "revoke.done": ({ from, whats }) =>
    words(rich`${who(from)} 在本群不再有这些权限：${rights(whats)}。`),
  "revoke.nothing": ({ from }) =>
    words(rich`${who(from)} 在本群没有这样的权限。用 \`/grants\` 看已经授予的权限。`),
  "revoke.usage": () =>
    words(rich`请写明收回谁的权限，例如 \`/revoke @小李\` 或 \`/revoke @小李 pin\`。`),
  "grants.none": () => words(rich`本群还没有授予过权限。例如 \`/grant @小李 pin 24h\` 授予一天。`),
  "grants.list": ({ items, total }, format) => ({
    lines: items.map((item) => grantLine(item, format)),
    ...(total > items.length ? { small: rich`只列出最新的 ${items.length} 条。` } : {}),
  }),
};
