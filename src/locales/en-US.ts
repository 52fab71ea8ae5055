import { type Rich, rich, type Words } from "../core/answers/rich.ts";
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
import { enUSDoctor } from "./en-US-doctor.ts";
import { enUSGrants } from "./en-US-grants.ts";
import { allowed, roleNames, told, who, words } from "./en-US-phrases.ts";
import { enUSProblems } from "./en-US-problems.ts";
import { enUSRecord } from "./en-US-record.ts";
import { enUSRights } from "./en-US-rights.ts";
import { enUSSettings } from "./en-US-settings.ts";
import { enUSUses } from "./en-US-uses.ts";

const doings: Readonly<Record<Doing, string>> = {
  pin: "pin this message",
  unpin: "unpin this message",
  recall: "recall this message",
  "list-pins": "list the pins",
  "look-up-chat": "check your role in this group",
  "look-up-message": "find that message",
  "look-up-members": "see who is in this group",
  top: "put this message on top",
  untop: "take down what is on top",
  answer: "answer",
};

/** What only some may do; a command that is not listed is named itself. */
const deeds: Readonly<Record<string, Rich>> = {
  pin: rich`pin`,
  unpin: rich`unpin`,
  recall: rich`recall the messages of others`,
  audit: rich`see the record`,
  case: rich`see the record`,
  top: rich`put messages on top`,
  untop: rich`take down what is on top`,
  grant: rich`give rights`,
  revoke: rich`take away rights`,
  grants: rich`see who was given rights`,
  settings: rich`change the settings`,
};

const topic = (topicStart: boolean): Rich =>
  topicStart ? rich` (the first message of this topic)` : [];

const pinLine = (item: PinLine, index: number, format: Format): Rich => [
  `${index + 1}. `,
  item.link === undefined
    ? (item.excerpt ?? "a message")
    : { link: item.link, text: item.excerpt ?? "a message" },
  ...rich` — by ${who(item.by)}, ${format.time(item.atMs)}`,
  ...(item.viaBot ? [] : rich` (by hand)`),
  ...(item.dueAtMs === undefined ? [] : rich`, until ${format.time(item.dueAtMs)}`),
  ...(item.reason === undefined ? [] : rich`: ${item.reason}`),
];

/** Whom a message is for that replies to nothing. */
const forAsker = (person: Who | undefined): Rich =>
  person === undefined ? [] : rich`${told(person)}: `;

const ago = (minutes: number): string =>
  minutes === 1
    ? "a minute ago"
    : minutes < 120
      ? `${minutes} minutes ago`
      : `${Math.round(minutes / 60)} hours ago`;

/** What a command is for and how it is written, as one line. */
const helpLine = (key: HelpKey): Rich => [
  { code: enUSUses[key].usage },
  " ",
  ...(enUS[key]({}, { time: String }).lines[0] ?? []),
];

/** A sentence within a sentence. */
const speak = (sentence: Sentence, format: Format): Words =>
  (enUS[sentence.key] as (facts: unknown, format: Format) => Words)(sentence.facts, format);

/** Who can do it instead. */
const askFor = (required: Role): Rich =>
  required === "owner" ? rich`Ask the owner for help.` : rich`Ask an admin for help.`;

/** What somebody whose role is too low can do about it. */
const nextStep = (required: Role): Rich =>
  required === "owner"
    ? askFor(required)
    : rich`Ask an admin, or ask the owner to \`/grant\` you the right.`;

export const enUS: Catalogue = {
  ...enUSSettings,
  ...enUSRights(speak),
  ...enUSDoctor,
  ...enUSGrants,
  ...enUSRecord,
  "pin.done": ({ topicStart }) => words(rich`Pinned${topic(topicStart)}.`),
  "pin.until": ({ dueAtMs, topicStart }, format) =>
    words(rich`Pinned${topic(topicStart)} until ${format.time(dueAtMs)}.`),
  "pin.replaced": ({ dueAtMs, topicStart, replaced }, format) => {
    const pinned =
      dueAtMs === undefined
        ? rich`Pinned${topic(topicStart)}.`
        : rich`Pinned${topic(topicStart)} until ${format.time(dueAtMs)}.`;
    const text =
      replaced.excerpt === undefined ? "the message pinned before" : `“${replaced.excerpt}”`;
    const earlier = replaced.link === undefined ? text : { link: replaced.link, text };
    return words(
      replaced.removed
        ? rich`${pinned} It takes the place of ${earlier}.`
        : rich`${pinned} It should take the place of ${earlier}, but I could not unpin that. Please unpin it by hand.`,
    );
  },
  requested: ({ doing, dueAtMs, topicStart }, format) =>
    words(
      dueAtMs === undefined
        ? rich`I asked the platform to ${doings[doing]}${topic(topicStart)}. It does not tell whether it took effect, so please have a look.`
        : rich`I asked the platform to ${doings[doing]}${topic(topicStart)} until ${format.time(dueAtMs)}. It does not tell whether it took effect, so please have a look.`,
    ),
  "top.done": ({ topicStart }) => words(rich`On top of the chat now${topic(topicStart)}.`),
  "untop.done": () => words(rich`Nothing is on top of the chat any more.`),
  "pins.none-known": () =>
    words(
      rich`Nothing has been pinned through me yet, and the platform does not tell what was pinned by hand. Reply to a message with \`/pin\` to pin it.`,
    ),
  "pin.already": ({ by, atMs, dueAtMs }, format) =>
    words(
      dueAtMs === undefined
        ? rich`Already pinned by ${who(by)} on ${format.time(atMs)}.`
        : rich`Already pinned by ${who(by)} on ${format.time(atMs)}, until ${format.time(dueAtMs)}.`,
    ),
  "unpin.done": ({ topicStart }) => words(rich`Unpinned${topic(topicStart)}.`),
  overtaken: ({ command, last }) =>
    words(
      command === last
        ? rich`More commands for this message came right after your ${{ code: `/${command}` }}. The last one, ${{ code: `/${last}` }} as well, was carried out, so it is as you wanted.`
        : rich`More commands for this message came right after your ${{ code: `/${command}` }}, so only the last one, ${{ code: `/${last}` }}, was carried out. Send yours again if it should count.`,
    ),
  "recall.done": ({ topicStart }) => words(rich`Recalled${topic(topicStart)}.`),
  "recall.already": () => words(rich`This message has already been recalled.`),
  "pins.none": () =>
    words(rich`Nothing is pinned here yet. Reply to a message with \`/pin\` to pin it.`),
  "pins.list": ({ items, total, onlyKnown }, format) => ({
    lines: [
      total === 1
        ? rich`One message is pinned here:`
        : rich`${total} messages are pinned here, newest first:`,
      ...items.map((item, index) => pinLine(item, index, format)),
    ],
    ...(onlyKnown
      ? {
          small: rich`Only what was pinned through me: the platform does not tell the rest.`,
        }
      : total > items.length
        ? { small: rich`Only the newest ${items.length} are shown.` }
        : {}),
  }),
  "expiry.gave-up": ({ link, problem, askedBy }) =>
    words(
      rich`${forAsker(askedBy)}The pin of ${link === undefined ? "a message" : { link, text: "this message" }} is over, but I could not remove it after several tries: ${enUSProblems[problem]({ doing: "unpin" })} If it still stands, please unpin it by hand.`,
    ),
  "renewal.gave-up": ({ link, problem, endsAtMs, askedBy }, format) =>
    words(
      rich`${forAsker(askedBy)}The platform keeps the pin of ${link === undefined ? "a message" : { link, text: "this message" }} until ${format.time(endsAtMs)} only, and I could not pin it again after several tries: ${enUSProblems[problem]({ doing: "pin" })} Please pin it again if it shall stay.`,
    ),
  "commands.list": ({ role, commands }) => ({
    lines: [rich`You are ${roleNames[role]} here and can use:`, ...commands.map(helpLine)],
    small: rich`/help with a command shows an example, such as /help pin.`,
  }),
  "commands.direct": ({ commands }) => ({
    lines: [
      rich`I work in groups. Add me to one and send a command there; your role in the group decides which you may use:`,
      ...commands.map(helpLine),
    ],
    small: rich`/help with a command shows an example, such as /help pin.`,
  }),
  "commands.one": ({ command, aliases }) =>
    words(
      helpLine(command),
      rich`For example: ${{ code: enUSUses[command].example }}`,
      ...(aliases.length === 0 ? [] : [rich`Also: ${aliases.join(", ")}`]),
    ),
  "help.pin": () => words(rich`reply to a message to pin it, for a while if you give a time`),
  "help.unpin": () => words(rich`reply to a message to unpin it`),
  "help.pins": () => words(rich`list what is pinned here: by whom, when and why`),
  "help.recall": () => words(rich`reply to a message to recall it; you may always recall your own`),
  "help.case": () => words(rich`show one case of the record, or add to it`),
  "help.audit": () => words(rich`list the latest cases, by person and time`),
  "help.help": () => words(rich`show what you can use here`),
  "help.top": () => words(rich`reply to a message to put it on top of the chat`),
  "help.untop": () => words(rich`take down what is on top of the chat`),
  "help.grant": () => words(rich`give somebody a right, for a while if you give a time`),
  "help.revoke": () => words(rich`take away what was granted`),
  "help.grants": () => words(rich`list the rights that were given here`),
  "help.settings": () => words(rich`see and change the settings of this group`),
  "help.can": () => words(rich`check what you or somebody else may do here, and why`),
  "help.why": () => words(rich`explain what you were refused last`),
  "unknown-command": ({ typed, nearest }) =>
    words(
      nearest === undefined
        ? rich`I don't know ${{ code: `/${typed}` }}. Try \`/help\`.`
        : rich`I don't know ${{ code: `/${typed}` }}. Did you mean ${{ code: `/${nearest}` }}? \`/help\` shows what I can do.`,
    ),
  "target.missing": ({ command }) =>
    words(
      rich`Reply to the message you mean with ${{ code: `/${command}` }}, or give its message id.`,
    ),
  "target.invalid": ({ typed, command }) =>
    words(
      rich`“${typed}” is not a message id or link. Reply to the message itself with ${{ code: `/${command}` }}.`,
    ),
  "target.opaque-link": ({ command }) =>
    words(
      rich`A copied message link does not tell bots which message it is. Reply to the message itself with ${{ code: `/${command}` }}.`,
    ),
  "duration.invalid": ({ typed, why }) => {
    switch (why) {
      case "unit":
        return words(rich`“${typed}” needs a unit: \`7d\` is seven days, \`24h\` is 24 hours.`);
      case "zero":
        return words(
          rich`A time is one second at least: \`30m\` is 30 minutes, \`7d\` is seven days.`,
        );
      case "too-long":
        return words(
          rich`A time is one year at most: \`30d\` is 30 days, and \`forever\` has no end.`,
        );
      case "nonsense":
        return words(
          rich`I do not understand the time “${typed}”. Try \`30m\`, \`24h\`, \`7d\`, \`2w\` or \`1d12h\`.`,
        );
    }
  },
  "denied.role": ({ doing, required, actual }) =>
    words(
      rich`Only ${allowed[required]} may ${deeds[doing] ?? rich`use ${{ code: `/${doing}` }}`} here, and you are ${roleNames[actual]}. ${nextStep(required)}`,
    ),
  "denied.not-author": ({ required }) =>
    words(
      rich`You may recall your own messages; only ${allowed[required]} may recall those of others. ${nextStep(required)}`,
    ),
  "denied.sender-unknown": () =>
    words(
      rich`I cannot tell who you are, because this message has no sender. Please send it under your own name.`,
    ),
  "denied.disabled": ({ command }) =>
    words(
      command === "settings"
        ? rich`${{ code: `/${command}` }} is switched off in this group. Ask the operator if you need it.`
        : rich`${{ code: `/${command}` }} is switched off in this group. An admin can switch it on again: ${{ code: `/settings ${command}.enabled on` }}.`,
    ),
  "denied.groups-only": ({ command }) =>
    words(rich`${{ code: `/${command}` }} works in groups only. Use it in the group it is about.`),
  stale: ({ command, minutes }) =>
    words(
      rich`Your ${{ code: `/${command}` }} of ${ago(minutes)} reached me only now, so I did not run it. Send it again if you still want it.`,
    ),
  waiting: () =>
    words(
      rich`Much is going on here, so your command takes a moment. It is done in its turn; there is no need to send it again.`,
    ),
  "timed-out": ({ command }) =>
    words(
      rich`${{ code: `/${command}` }} took too long and I stopped, so I do not know whether it took effect. Have a look, and send it again if needed.`,
    ),
  "gave-up": ({ command }) =>
    words(
      rich`${{ code: `/${command}` }} was interrupted, so I do not know whether it took effect. Have a look, and send it again if needed.`,
    ),
  bug: ({ id }) => ({
    lines: [
      rich`Something unexpected happened and this command was not finished. Please pass the number below to the operator.`,
    ],
    small: rich`Number ${id}`,
  }),
  problem: (facts) => ({
    lines: [rich`I could not ${doings[facts.doing]}: ${enUSProblems[facts.reason](facts)}`],
    ...(facts.logId === undefined ? {} : { small: rich`log_id: ${facts.logId}` }),
  }),
};
