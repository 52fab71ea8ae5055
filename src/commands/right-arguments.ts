import { type Sentence, say } from "../core/answers/sentences.ts";
import type { UserId } from "../core/ids.ts";
import type { Argument } from "../core/invocation.ts";
import { moderator } from "../core/store.ts";
import { normal } from "../core/text/typed.ts";

export type NamedPerson =
  | {
      readonly ok: true;
      readonly person: { readonly id: UserId; readonly name: string };
      /** The other words. */
      readonly rest: readonly Argument[];
    }
  | { readonly ok: false; readonly sentence: Sentence };

/**
 * The one person who is mentioned. Everyone, bots and several at once are refused in words of their own; who is
 * mentioned further back belongs to the reason.
 */
export const readPerson = (args: readonly Argument[], usage: Sentence): NamedPerson => {
  if (args.some(({ kind }) => kind === "everyone"))
    return { ok: false, sentence: say("grant.everyone") };
  const [person] = args.filter((argument) => argument.kind === "member");
  const isBotNamed = person?.isBot ?? args.some(({ kind }) => kind === "self");
  if (isBotNamed) return { ok: false, sentence: say("grant.bot") };
  if (person === undefined) return { ok: false, sentence: usage };
  const rest = args.filter((argument) => argument !== person && argument.kind !== "self");
  if (rest.slice(0, 2).some(({ kind }) => kind === "member"))
    return { ok: false, sentence: say("grant.several") };
  return { ok: true, person: { id: person.user, name: person.name }, rest };
};

const moderatorWords: ReadonlySet<string> = new Set([moderator, "mod", "协管员", "协管"]);

/** Whether a word means Steward's own role. */
export const meansModerator = (word: string): boolean => moderatorWords.has(normal(word));
