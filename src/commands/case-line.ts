import type { CaseLine } from "../core/answers/sentences.ts";
import type { Powers } from "../core/command.ts";
import type { Case } from "../core/store.ts";
import { member } from "./who.ts";

/** Acts that nobody in the chat ordered at that moment: the bot itself did them. */
const byItself: ReadonlySet<string> = new Set(["unpin-due", "renew-pin", "grant-due"]);

/** A case as one line of a list. */
export const shownCase = async (
  powers: Pick<Powers, "nameOf">,
  entry: Case,
): Promise<CaseLine> => ({
  number: entry.number,
  action: entry.action,
  outcome: entry.outcome,
  actor: byItself.has(entry.action)
    ? { kind: "bot" }
    : entry.actorName === undefined
      ? await member(powers, entry.actor)
      : { kind: "person", name: entry.actorName },
  atMs: entry.atMs,
  ...(entry.reason === undefined ? {} : { reason: entry.reason }),
});
