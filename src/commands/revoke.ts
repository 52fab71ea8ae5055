import { say } from "../core/answers/sentences.ts";
import { defineCommand, type Outcome, type Parsed } from "../core/command.ts";
import type { UserId } from "../core/ids.ts";
import type { Argument } from "../core/invocation.ts";
import { moderator } from "../core/store.ts";
import { meansModerator, readPerson } from "./right-arguments.ts";
import { mentioned } from "./who.ts";

interface RevokeArguments {
  readonly person: { readonly id: UserId; readonly name: string };
  /** Absent: everything. */
  readonly word?: string;
}

/** `@user [moderator|command]`. */
const parseRevoke = (args: readonly Argument[]): Parsed<RevokeArguments> => {
  const read = readPerson(args, say("revoke.usage"));
  if (!read.ok) return read;
  const [word] = read.rest;
  return {
    ok: true,
    args: {
      person: read.person,
      ...(word?.kind === "word" ? { word: word.text } : {}),
    },
  };
};

export const revoke = defineCommand({
  name: "revoke",
  aliases: ["取消授权"],
  role: "admin",
  target: "none",
  freshRoles: true,
  namesPeople: true,
  summary: "help.revoke",
  needs: ["commandNamed", "grants", "nameOf", "takeGrants"],
  parse: parseRevoke,
  run: async ({ args, powers }): Promise<Outcome> => {
    const { person, word } = args;
    const user = person.id;
    const from = await mentioned(powers, person);
    const wanted =
      word === undefined
        ? undefined
        : meansModerator(word)
          ? moderator
          : (powers.commandNamed(word)?.name ?? word);
    const whats = powers
      .grants()
      .filter((one) => one.user === user && (wanted === undefined || one.what === wanted))
      .map(({ what }) => what);
    const act = {
      action: "revoke",
      outcome: "done" as const,
      details: { person: user, whats },
    };
    if (whats.length === 0) return { kind: "told", sentence: say("revoke.nothing", { from }) };
    await powers.takeGrants(user, whats, act);
    return {
      kind: "done",
      mark: "done",
      aloud: true,
      sentence: say("revoke.done", { from, whats }),
      act,
    };
  },
});
