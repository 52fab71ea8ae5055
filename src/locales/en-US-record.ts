import { type Rich, rich } from "../core/answers/rich.ts";
import type { CaseLine, Catalogue, Format } from "../core/answers/sentences.ts";
import { rights } from "./en-US-grants.ts";
import { who, words } from "./en-US-phrases.ts";
import { enUSSettingNames, setting } from "./en-US-settings.ts";

const actions: Readonly<Record<string, string>> = {
  pin: "pin",
  unpin: "unpin",
  recall: "recall",
  "unpin-due": "unpin when due",
  "renew-pin": "pin again",
  "self-test": "self-test",
  joined: "joined the group",
  "recall-by-hand": "recall by hand",
  top: "put on top",
  untop: "take down from top",
  grant: "give a right",
  revoke: "take away a right",
  "grant-due": "right ended",
  settings: "change a setting",
};

const outcomes: Readonly<Record<CaseLine["outcome"], string>> = {
  done: "done",
  already: "was so already",
  denied: "denied",
  failed: "failed",
  requested: "requested",
  unknown: "outcome unknown",
  overtaken: "overtaken by a later command",
};

const caseLine = (entry: CaseLine, format: Format): Rich => [
  { bold: `#${entry.number}` },
  ...rich` ${format.time(entry.atMs)} · ${who(entry.actor)} · ${actions[entry.action] ?? entry.action} · ${outcomes[entry.outcome]}`,
  ...(entry.reason === undefined ? [] : rich`: ${entry.reason}`),
];

type RecordSentence = Extract<keyof Catalogue, `case.${string}` | `audit.${string}`>;

/** What is said about the record. */
export const enUSRecord: Pick<Catalogue, RecordSentence> = {
  "case.none": ({ number }) =>
    words(rich`This group has no case ${number}. \`/audit\` lists the latest ones.`),
  "case.shown": (entry, format) => ({
    lines: [
      caseLine(entry, format),
      ...(entry.author === undefined ? [] : [rich`Written by ${who(entry.author)}`]),
      ...(entry.dueAtMs === undefined ? [] : [rich`Ends ${format.time(entry.dueAtMs)}`]),
      ...(entry.right === undefined
        ? []
        : [rich`${who(entry.right.person)}: ${rights(entry.right.whats)}`]),
      ...(entry.change === undefined
        ? []
        : [
            rich`${setting(entry.change.option)}: ${enUSSettingNames.value(entry.change.option, entry.change.before)} → ${enUSSettingNames.value(entry.change.option, entry.change.after)}`,
          ]),
      ...(entry.replacedLink === undefined
        ? []
        : [rich`${{ link: entry.replacedLink, text: "What it replaced" }}`]),
      ...(entry.link === undefined
        ? []
        : [rich`${{ link: entry.link, text: "Open in the group" }}`]),
      ...entry.notes.map(
        (note) => rich`${format.time(note.atMs)}, ${who(note.by)} added: ${note.text}`,
      ),
    ],
    ...(entry.logId === undefined ? {} : { small: rich`log_id: ${entry.logId}` }),
  }),
  "case.text": ({ text }) => words(rich`The message said, shown to you alone: “${text}”.`),
  "case.text-over": () =>
    words(rich`The text of the message is not kept any more: its time is over.`),
  "case.text-private": () =>
    words(
      rich`The text of the message is kept, but I show it to the asker alone, and that is not possible here right now. The operator can export it.`,
    ),
  "case.noted": ({ number }) => words(rich`Added to case ${number}.`),
  "case.number-missing": () =>
    words(rich`Say which case, for example \`/case 12\`. \`/audit\` lists the latest ones.`),
  "audit.none": () => words(rich`There are no such cases.`),
  "audit.list": ({ items }, format) => ({
    lines: items.map((item) => caseLine(item, format)),
    small: rich`/case with a number shows one in full.`,
  }),
  "audit.invalid": ({ typed }) =>
    words(
      rich`I do not understand “${typed}”. Give a count, an @mention or a time span, for example \`/audit 20 7d\`.`,
    ),
};
