import { type Rich, rich, type Words } from "../core/answers/rich.ts";
import type {
  Catalogue,
  ExplanationFacts,
  Format,
  Sentence,
  Who,
  WouldDo,
} from "../core/answers/sentences.ts";
import type { Origin } from "../core/permissions/policy.ts";
import type { LayerVerdict, Verdict } from "../core/permissions/verdicts.ts";
import { right } from "./en-US-grants.ts";
import { allowed, roleNames, who, words } from "./en-US-phrases.ts";
import { enUSSettingNames, setting } from "./en-US-settings.ts";

const wouldDo = (item: WouldDo, format: Format): Rich => {
  switch (item.act) {
    case "pin":
      return rich`• pin this message`;
    case "unpin":
      return rich`• unpin this message`;
    case "unpin-earlier":
      return rich`• unpin the message pinned before`;
    case "recall":
      return rich`• recall this message, which cannot be undone`;
    case "top":
      return rich`• put this message on top of the chat`;
    case "untop":
      return rich`• take down what is on top of the chat`;
    case "end":
      return rich`• end that on ${format.time(item.atMs)}`;
    case "note":
      return rich`• add to case ${item.number}`;
    case "grant":
      return item.dueAtMs === undefined
        ? rich`• give ${who(item.to)} the right ${right(item.what)}`
        : rich`• give ${who(item.to)} the right ${right(item.what)} until ${format.time(item.dueAtMs)}`;
    case "revoke":
      return rich`• take away the right ${right(item.what)}`;
    case "set":
      return item.value === undefined
        ? rich`• reset ${setting(item.option)}`
        : rich`• change ${setting(item.option)} to: ${enUSSettingNames.value(item.option, item.value)}`;
  }
};

const marks: Readonly<Record<Verdict, string>> = {
  pass: "✓",
  fail: "✗",
  unknown: "?",
  "not-applicable": "–",
};

const origins: Readonly<Record<Origin, string>> = {
  "built-in": "default",
  file: "the configuration",
  "file-chat": "the configuration of this group",
  chat: "the settings of this group",
};

const days = (ms: number): string => {
  const count = Math.floor(ms / 86_400_000);
  return count === 0 ? "less than a day" : count === 1 ? "one day" : `${count} days`;
};

type Of<Layer extends LayerVerdict["layer"]> = Extract<LayerVerdict, { readonly layer: Layer }>;

const policyFinding = (one: Of<"policy">, command: string, format: Format): Rich => {
  const { rule, required, ownToo, from, readyAtMs } = one.facts;
  const name = { code: `/${command}` };
  switch (rule) {
    case "off":
      return rich`Rule: ${name} is switched off, by ${origins[from]}.`;
    case "denied":
      return rich`Rule: on the list of those who may not use ${name}, by ${origins[from]}.`;
    case "cooling":
      return rich`Rule: just used; again from ${format.time(readyAtMs ?? 0)}.`;
    case "allowed":
      return rich`Rule: on the list of those who may use ${name}, by ${origins[from]}.`;
    case "role":
      return ownToo
        ? rich`Rule: ${name} is for ${allowed[required]}, and for everyone on their own messages, by ${origins[from]}.`
        : rich`Rule: ${name} is for ${allowed[required]}, by ${origins[from]}.`;
  }
};

const authorFinding = (one: Of<"author">): Rich => {
  const { whose, role } = one.facts;
  switch (whose) {
    case "own":
      return rich`Message: written by the same person.`;
    case "bot":
      return rich`Message: written by me.`;
    case "app":
      return rich`Message: written by another app.`;
    case "person":
      return role === undefined
        ? rich`Message: written by somebody else.`
        : rich`Message: written by ${roleNames[role]}.`;
    case "unknown":
      return rich`Message: it is not known who wrote it.`;
    case "unseen":
      return rich`Message: none was given. Ask in reply to one to have it checked too.`;
  }
};

const botFinding = (one: Of<"bot">): Rich => {
  switch (one.facts.role) {
    case "owner":
    case "admin":
      return rich`Me: ${roleNames[one.facts.role]} here.`;
    case "member":
      return rich`Me: a member here, and members can only recall their own messages.`;
    case "unknown":
      return rich`Me: the platform does not tell my role here.`;
  }
};

const finding = (one: LayerVerdict, command: string, format: Format): Rich => {
  switch (one.layer) {
    case "policy":
      return policyFinding(one, command, format);
    case "caller": {
      const { role, asOfMs, via, untilMs } = one.facts;
      if (role === undefined) return rich`Role: unknown, because the message has no sender.`;
      const asOf = rich`${roleNames[role]}, as the platform said on ${format.time(asOfMs)}`;
      if (via !== "grant") return rich`Role: ${asOf}.`;
      return untilMs === undefined
        ? rich`Role: ${asOf}; with a grant.`
        : rich`Role: ${asOf}; with a grant until ${format.time(untilMs)}.`;
    }
    case "author":
      return authorFinding(one);
    case "bot":
      return botFinding(one);
    case "scope": {
      const { scopes } = one.facts;
      return scopes === undefined || scopes.length === 0
        ? rich`App: it lacks a permission.`
        : rich`App: it lacks the permission ${{ code: scopes.slice(0, 3).join(" / ") }}.`;
    }
    case "group": {
      const deed = one.facts.about === "top" ? "put messages on top" : "pin";
      return one.verdict === "pass"
        ? rich`Group setting: as an admin I may ${deed} in any case.`
        : one.facts.atMs === undefined
          ? rich`Group setting: whether I may ${deed}, the platform tells only when I try.`
          : rich`Group setting: on ${format.time(one.facts.atMs)} only the owner and admins could ${deed}.`;
    }
    case "window": {
      const { ageMs, withinMs } = one.facts;
      if (ageMs === undefined || withinMs === undefined)
        return rich`Age: the platform tells only when I try.`;
      return rich`Age: ${days(ageMs)}; it can be recalled for ${days(withinMs)}.`;
    }
  }
};

const subject = (person: Who | undefined): { readonly name: string; readonly own: string } =>
  person === undefined ? { name: "You", own: "your" } : { name: who(person), own: "their" };

/** What would change a denial, for somebody who asks about another one. */
const remedy = (facts: ExplanationFacts): readonly Rich[] => {
  const { who: person, deniedBy, command, because, required, layers } = facts;
  if (person === undefined || because !== undefined) return [];
  const ownOnly = layers.some((one) => one.layer === "author" && one.facts.ownOnly);
  if (deniedBy === "caller" || (deniedBy === "author" && ownOnly))
    return [
      rich`${required === "owner" ? "The owner" : "An admin"} can give the right: ${{ code: `/grant @${who(person)} ${command} 7d` }}.`,
    ];
  if (deniedBy === "policy")
    return [rich`An admin can change the rule: ${{ code: `/settings ${command}` }}.`];
  if (deniedBy === "author") return [rich`Somebody above the author can do it.`];
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

/** What is said about who may do what. `speak` renders a sentence within a sentence. */
export const enUSRights = (
  speak: (sentence: Sentence, format: Format) => Words,
): Pick<Catalogue, RightSentence> => ({
  "can.usage": () =>
    words(
      rich`Say which command, and whom you mean if it is not you, for example \`/can @Li recall\`. Sent as a reply, it is about that very message.`,
    ),
  "can.stranger": ({ who: person }) =>
    words(rich`${who(person)} is not in this group, so cannot use anything here. Add them first.`),
  explanation: (facts, format) => {
    const { name, own } = subject(facts.who);
    const command = { code: `/${facts.command}` };
    const head =
      facts.verdict === "allowed"
        ? rich`${name} may use ${command} here.`
        : facts.verdict === "on-own-message"
          ? rich`${name} may use ${command} on ${own} own messages here.`
          : rich`${name} may not use ${command} here.`;
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
      small: rich`As of ${format.time(facts.atMs)}.`,
    };
  },
  "why.none": () => words(rich`You have not been refused anything here lately.`),
  preview: ({ would, because }, format) => ({
    lines: [
      rich`Nothing was done. This would happen:`,
      ...would.map((item) => wouldDo(item, format)),
    ],
    small:
      because === "asked"
        ? rich`Send it without --preview to do it.`
        : rich`This group only observes. An admin can change that: /settings mode act.`,
  }),
  "button.why": () => words(rich`Why?`),
  "denied.listed": ({ command }) =>
    words(
      rich`You are on the list of people who may not use ${{ code: `/${command}` }} here. Ask an admin for help.`,
    ),
  "denied.cooling": ({ command, readyAtMs }, format) =>
    words(
      rich`You used ${{ code: `/${command}` }} only a moment ago. Please try again after ${format.time(readyAtMs)}.`,
    ),
  "denied.senior": ({ author, equal }) =>
    words(
      equal
        ? rich`It was written by ${roleNames[author]}, and here nobody acts on the messages of people with the same role. Ask somebody above for help.`
        : rich`It was written by ${roleNames[author]}, and nobody acts on the messages of somebody above them. Ask ${roleNames[author]} for help.`,
    ),
  "denied.author-unknown": () =>
    words(
      rich`I cannot tell who wrote this message, so I cannot tell whether you may. Ask the owner for help.`,
    ),
  "click.unknown": () =>
    words(rich`I do not know this button. Send the command again for a new card.`),
  "click.elsewhere": () =>
    words(rich`This card belongs elsewhere. Send the command here for a card of your own.`),
  "click.expired": () => words(rich`This card has expired. Send the command again for a new one.`),
  "click.not-yours": () =>
    words(rich`This card is for somebody else. Send the command yourself for one of your own.`),
  "click.working": () => words(rich`I am still working on it. Please look again in a moment.`),
  "click.busy": () => words(rich`Too much is waiting here. Please try again in a moment.`),
});
