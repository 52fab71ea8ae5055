import type { Groups, Said } from "./groups.ts";
import type { JournalRow } from "./journal-rows.ts";

/** Outcomes that are told by a private card, which carries no key. */
const privately = ["denied", "overtaken"];

/** The commands that are being answered by a private card: at a kill nobody knows whether it was shown. */
export const cardsInTheAir = (rows: readonly JournalRow[]): readonly string[] =>
  rows
    .filter(({ state, outcome }) => state === "answering" && privately.includes(outcome))
    .map(({ message }) => message);

/** The commands that were not answered exactly once, except those whose card was in the air at a kill. */
export const badlyAnswered = (
  groups: Groups,
  rows: readonly JournalRow[],
  inTheAir: ReadonlySet<string>,
) => {
  const rowOf = new Map(rows.map((row) => [row.message, row]));
  const isOvertaken = ({ message }: Said): boolean => rowOf.get(message)?.outcome === "overtaken";
  const isBad = (one: Said): boolean => {
    const { marks, replies, cards } = groups.answersTo(one);
    if (isOvertaken(one)) return marks + replies > 0;
    const total = marks + replies + (one.allowed ? 0 : cards);
    return total !== 1 && !(total === 0 && inTheAir.has(one.message));
  };
  // All commands that can be overtaken are the owner's, and so are the cards that tell of it.
  const untold = groups.chats.filter((chat) => {
    const overtaken = groups.said.filter((one) => one.chat === chat && isOvertaken(one));
    const sure = overtaken.filter(({ message }) => !inTheAir.has(message));
    const [first] = overtaken;
    return first !== undefined && groups.answersTo(first).cards < sure.length;
  });
  return {
    untold,
    commands: groups.said
      .filter(isBad)
      .map((one) => ({ ...one, ...groups.answersTo(one), row: rowOf.get(one.message) })),
  };
};
