import { say, sayProblem } from "../core/answers/sentences.ts";
import { defineCommand, type Outcome, type Parsed } from "../core/command.ts";
import type { UserId } from "../core/ids.ts";
import type { Argument } from "../core/invocation.ts";
import { denialOf } from "../core/permissions/denial.ts";
import { explain } from "../core/permissions/explanation.ts";
import { nearest } from "../core/text/nearest.ts";
import { shortened } from "../core/text/shortened.ts";
import { mentioned } from "./who.ts";

interface CanArguments {
  /** Absent: the asker. */
  readonly person?: { readonly id: UserId; readonly name: string };
  readonly word: string;
}

/** A person, or nobody for oneself, and a command, in either order. */
const parseCan = (args: readonly Argument[]): Parsed<CanArguments> => {
  const people = args.filter((argument) => argument.kind === "member");
  const words = args.filter((argument) => argument.kind === "word");
  const [person, ...others] = people;
  const [word] = words;
  if (person?.isBot) return { ok: false, sentence: say("grant.bot") };
  const usable = args.every(({ kind }) => kind !== "everyone") && others.length === 0;
  if (!usable || word === undefined) return { ok: false, sentence: say("can.usage") };
  return {
    ok: true,
    args: {
      word: shortened(word.text, 32),
      ...(person === undefined ? {} : { person: { id: person.user, name: person.name } }),
    },
  };
};

export const can = defineCommand({
  name: "can",
  aliases: ["能否", "可以吗"],
  role: "member",
  target: "optional",
  looksAtTarget: true,
  summary: "help.can",
  needs: ["commandNamed", "commandWords", "judge", "isMember", "nameOf"],
  parse: parseCan,
  run: async ({ args, target, sender, powers, nowMs }): Promise<Outcome> => {
    const command = powers.commandNamed(args.word);
    if (command === undefined) {
      const typed = args.word.replace(/^[/／]/u, "");
      const meant = nearest(typed.toLowerCase(), powers.commandWords());
      const sentence = say("unknown-command", {
        typed,
        ...(meant === undefined ? {} : { nearest: meant }),
      });
      return { kind: "failed", sentence };
    }
    const other = args.person?.id === sender ? undefined : args.person;
    const shown = other && (await mentioned(powers, other));
    if (other && shown) {
      const membership = await powers.isMember(other.id);
      if (!membership.ok)
        return { kind: "failed", sentence: sayProblem("look-up-members", membership.problem) };
      if (!membership.value) return { kind: "told", sentence: say("can.stranger", { who: shown }) };
    }
    const user = other?.id ?? sender;
    const decision = powers.judge({ command, user, target: target?.facts });
    const denial = decision.verdict === "denied" ? denialOf(command.name, decision) : undefined;
    // What is said to somebody's face does not fit when another one asks.
    const fits = shown === undefined || denial?.key === "problem";
    return {
      kind: "told",
      sentence: explain({
        command: command.name,
        decision,
        ...(shown === undefined ? {} : { who: shown }),
        ...(denial && fits ? { because: denial } : {}),
        atMs: nowMs,
      }),
    };
  },
});
