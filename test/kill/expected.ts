import type { Effect, Said } from "./groups.ts";
import type { CaseRow, JournalRow } from "./journal-rows.ts";

/** What the commands of one chat come to when they act one after another, in the order of the journal; what was overtaken does not. */
export const effectsOf = (
  rows: readonly JournalRow[],
  said: ReadonlyMap<string, Said>,
): Effect[] => {
  const pinned = new Set<string>();
  return rows.flatMap(({ chat, command, message: key, outcome }): Effect[] => {
    const given = said.get(key);
    if (given === undefined || !given.allowed || outcome === "overtaken") return [];
    const message = given.target;
    if (command === "recall") return [{ chat, message, what: "recalled" }];
    if (command === "pin" && !pinned.has(message)) {
      pinned.add(message);
      return [{ chat, message, what: "pinned" }];
    }
    return command === "unpin" && pinned.delete(message)
      ? [{ chat, message, what: "unpinned" }]
      : [];
  });
};

/** The cases of the record that these commands must have left, one each. */
export const casesOf = (
  rows: readonly JournalRow[],
  said: ReadonlyMap<string, Said>,
): Pick<CaseRow, "chat" | "action" | "target">[] =>
  rows
    .filter(({ command, message }) => {
      if (command === "pins") return false;
      return command === "recall" || said.get(message)?.allowed === true;
    })
    .map(({ chat, command, message }) => ({
      chat,
      action: command,
      target: said.get(message)?.target ?? "",
    }));
