import { type Sentence, say } from "../core/answers/sentences.ts";
import type { UserId } from "../core/ids.ts";
import type { Argument } from "../core/invocation.ts";
import { moderator } from "../core/store.ts";

export type NamedPerson =
  | {
      readonly ok: true;
      readonly person: { readonly id: UserId; readonly name: string };
      /** The other words. */
      readonly rest: readonly Argument[];
    }
  | { readonly ok: false; readonly sentence: Sentence };

/** The one person who is mentioned. Everyone and bots are refused in words of their own. */
export const readPerson = (args: readonly Argument[], usage: Sentence): NamedPerson => {
  if (args.some(({ kind }) => kind === "everyone"))
    return { ok: false, sentence: say("grant.everyone") };
  const [person] = args.filter((argument) => argument.kind === "member");
  if (person === undefined) return { ok: false, sentence: usage };
  if (person.isBot) return { ok: false, sentence: say("grant.bot") };
  return {
    ok: true,
    person: { id: person.user, name: person.name },
    rest: args.filter((argument) => argument !== person),
  };
};

const moderatorWords: ReadonlySet<string> = new Set([moderator, "mod", "协管员", "协管"]);

/** Whether a word means Steward's own role. */
export const meansModerator = (word: string): boolean => moderatorWords.has(word.toLowerCase());
