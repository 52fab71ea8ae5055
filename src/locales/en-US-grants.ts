import type { GrantLine } from "../core/answers/grant-sentences.ts";
import { type Rich, rich } from "../core/answers/rich.ts";
import type { Catalogue, Format } from "../core/answers/sentences.ts";
import { moderator } from "../core/store.ts";
import { told, who, words } from "./en-US-phrases.ts";

export const right = (what: string): Rich =>
  what === moderator ? rich`moderator` : rich`${{ code: `/${what}` }}`;

/** Several rights. */
export const rights = (whats: readonly string[]): Rich =>
  whats.flatMap((what, index) => [...(index === 0 ? [] : [", "]), ...right(what)]);

const grantLine = (grant: GrantLine, format: Format): Rich => [
  ...rich`${{ bold: who(grant.to) }}: ${right(grant.what)}`,
  ...(grant.dueAtMs === undefined ? [] : rich`, until ${format.time(grant.dueAtMs)}`),
  ...rich` — by ${who(grant.by)}, ${format.time(grant.atMs)}`,
  ...(grant.reason === undefined ? [] : rich`: ${grant.reason}`),
];

type GrantSentence = Extract<
  keyof Catalogue,
  `grant.${string}` | `grants.${string}` | `revoke.${string}`
>;

/** What is said about rights that are given and taken. */
export const enUSGrants: Pick<Catalogue, GrantSentence> = {
  "grant.done": ({ to, what, dueAtMs }, format) =>
    words(
      what === moderator
        ? dueAtMs === undefined
          ? rich`${told(to)} is a moderator here now.`
          : rich`${told(to)} is a moderator here until ${format.time(dueAtMs)}.`
        : dueAtMs === undefined
          ? rich`${told(to)} may use ${right(what)} here now.`
          : rich`${told(to)} may use ${right(what)} here until ${format.time(dueAtMs)}.`,
    ),
  "grant.usage": () =>
    words(
      rich`Say to whom, what and for how long, for example \`/grant @Li moderator 7d\` or \`/grant @Li pin 24h\`.`,
    ),
  "grant.everyone": () =>
    words(
      rich`Rights are given to one person at a time. To open a command to everyone, use \`/settings pin.role member\`.`,
    ),
  "grant.bot": () => words(rich`Bots cannot be given rights. Mention a person.`),
  "grant.several": () => words(rich`Name one person at a time. Send it once for each of them.`),
  "grant.stranger": ({ to }) =>
    words(
      rich`${to.kind === "person" ? to.name : "That person"} is not in this group. Add them first, then grant it again.`,
    ),
  "grant.listed": ({ to, what }) =>
    words(
      rich`${who(to)} is on the list of people who may not use ${right(what)} here, and a grant does not change that. Change the list first: ${{ code: `/settings ${what}` }}.`,
    ),
  "grant.needless": ({ to, what }) =>
    words(
      what === moderator
        ? rich`${who(to)} can do all that a moderator can already.`
        : rich`${who(to)} may use ${right(what)} here already.`,
    ),
  "grant.lasts-longer": ({ to, what, dueAtMs }, format) =>
    words([
      ...(what === moderator
        ? rich`${who(to)} is a moderator here already`
        : rich`${who(to)} may use ${right(what)} here already`),
      ...(dueAtMs === undefined ? rich`, without an end` : rich`, until ${format.time(dueAtMs)}`),
      ...rich`. To make that shorter, \`/revoke\` it first.`,
    ]),
  "grant.beyond-own": ({ what, required }) =>
    words(
      what === moderator
        ? rich`Only the owner and admins can make somebody a moderator. Ask an admin for help.`
        : rich`You can give only what you may do yourself, and ${right(what)} is not among it. Ask ${required === "owner" ? "the owner" : "an admin"} for help.`,
    ),
  "grant.outlasts-own": ({ dueAtMs }, format) =>
    words(
      rich`Your own right ends on ${format.time(dueAtMs)}, and what you give cannot last longer. Give a shorter time.`,
    ),
  "revoke.done": ({ from, whats }) =>
    words(rich`${who(from)} no longer has ${rights(whats)} here.`),
  "revoke.nothing": ({ from }) =>
    words(rich`${who(from)} has no such right here. \`/grants\` lists those that were given.`),
  "revoke.usage": () =>
    words(rich`Say from whom, for example \`/revoke @Li\` or \`/revoke @Li pin\`.`),
  "grants.none": () =>
    words(rich`No rights have been given here. \`/grant @Li pin 24h\` gives one for a day.`),
  "grants.list": ({ items, total }, format) => ({
    lines: items.map((item) => grantLine(item, format)),
    ...(total > items.length ? { small: rich`Only the newest ${items.length} are shown.` } : {}),
  }),
};
