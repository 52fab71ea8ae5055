import { type CaseFacts, say } from "../core/answers/sentences.ts";
import { defineCommand, type Outcome, type Parsed, type Powers } from "../core/command.ts";
import type { MessageId, UserId } from "../core/ids.ts";
import type { Argument } from "../core/invocation.ts";
import { textKeyOf } from "../core/records/kept-text.ts";
import { normal } from "../core/text/typed.ts";
import { shownCase } from "./case-line.ts";
import { reasonOf } from "./reason.ts";
import { saidValue } from "./settings-page.ts";
import { member } from "./who.ts";

interface CaseArguments {
  readonly number: number;
  readonly note?: string;
}

/** `12`, `#12`, or `12 reason …`. */
export const parseCase = (args: readonly Argument[]): Parsed<CaseArguments> => {
  const first = args[0];
  const match = first?.kind === "word" ? /^#?(\d{1,9})$/.exec(normal(first.text)) : null;
  if (!match) return { ok: false, sentence: say("case.number-missing") };
  const second = args[1];
  const label =
    second?.kind === "word" && /^(reason|note|理由|原因|备注)[:：]?$/i.test(second.text);
  const note = reasonOf(args.slice(label ? 2 : 1));
  return { ok: true, args: { number: Number(match[1]), ...(note === undefined ? {} : { note }) } };
};

/** As it can be typed, or the people on a list. */
type RecordedValue = string | readonly UserId[];

/** What cases of several kinds keep; written by this program, by this version or by another. */
interface CaseDetails {
  readonly dueAtMs?: unknown;
  readonly person?: UserId;
  readonly whats?: readonly string[];
  readonly option?: string;
  readonly before?: RecordedValue;
  readonly after?: RecordedValue;
  readonly replaced?: MessageId;
}

const shownDetails = async (
  powers: Pick<Powers, "nameOf" | "linkTo">,
  { person, whats, option, before, after, replaced }: CaseDetails,
): Promise<Pick<CaseFacts, "right" | "change" | "replacedLink">> => {
  const said = (value: RecordedValue) =>
    saidValue(powers, typeof value === "string" ? { value } : { value: "", people: value });
  const replacedLink = replaced === undefined ? undefined : powers.linkTo(replaced);
  return {
    ...(person === undefined || !Array.isArray(whats)
      ? {}
      : { right: { person: await member(powers, person), whats } }),
    ...(option === undefined || before === undefined || after === undefined
      ? {}
      : { change: { option, before: await said(before), after: await said(after) } }),
    ...(replacedLink === undefined ? {} : { replacedLink }),
  };
};

export const caseCommand = defineCommand({
  name: "case",
  aliases: ["记录"],
  role: "moderator",
  target: "none",
  summary: "help.case",
  needs: ["findCase", "addNote", "nameOf", "linkTo"],
  parse: parseCase,
  run: async ({ args, powers }): Promise<Outcome> => {
    const found = await powers.findCase(args.number);
    if (!found) return { kind: "told", sentence: say("case.none", { number: args.number }) };
    if (args.note !== undefined) {
      await powers.addNote(args.number, args.note);
      return {
        kind: "done",
        mark: "done",
        aloud: false,
        sentence: say("case.noted", { number: args.number }),
      };
    }

    const link = found.target === undefined ? undefined : powers.linkTo(found.target);
    const details = (found.details ?? {}) as CaseDetails;
    const textKey = textKeyOf(found);
    const facts: CaseFacts = {
      ...(await shownCase(powers, found)),
      ...(found.author === undefined ? {} : { author: await member(powers, found.author) }),
      ...(link === undefined ? {} : { link }),
      ...(typeof details.dueAtMs === "number" ? { dueAtMs: details.dueAtMs } : {}),
      ...(found.logId === undefined ? {} : { logId: found.logId }),
      ...(await shownDetails(powers, details)),
      notes: await Promise.all(
        found.notes.map(async (note) => ({
          by:
            note.byName === undefined
              ? await member(powers, note.by)
              : ({ kind: "person", name: note.byName } as const),
          atMs: note.atMs,
          text: note.text,
        })),
      ),
    };
    return {
      kind: "told",
      sentence: say("case.shown", facts),
      ...(textKey === undefined ? {} : { withTextOf: textKey }),
    };
  },
});
