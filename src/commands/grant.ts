import { type Sentence, say, sayProblem, type Who } from "../core/answers/sentences.ts";
import { type Command, defineCommand, type Outcome, type Parsed } from "../core/command.ts";
import type { UserId } from "../core/ids.ts";
import type { Argument } from "../core/invocation.ts";
import { atLeast } from "../core/permissions/roles.ts";
import type { Decision } from "../core/permissions/verdicts.ts";
import { moderator } from "../core/store.ts";
import { nearest } from "../core/text/nearest.ts";
import { shortened } from "../core/text/shortened.ts";
import { parsePin } from "./pin-arguments.ts";
import { meansModerator, readPerson } from "./right-arguments.ts";

interface GrantArguments {
  readonly user: UserId;
  readonly name: string;
  readonly word: string;
  readonly durationMs?: number;
  readonly reason?: string;
}

/** `@user moderator|command [7d] [reason]`. */
export const parseGrant = (args: readonly Argument[]): Parsed<GrantArguments> => {
  const read = readPerson(args, say("grant.usage"));
  if (!read.ok) return read;
  const [word, ...rest] = read.rest;
  if (word?.kind !== "word") return { ok: false, sentence: say("grant.usage") };
  const time = parsePin(rest);
  if (!time.ok) return time;
  const { durationMs, reason } = time.args;
  return {
    ok: true,
    args: {
      user: read.person.id,
      name: read.person.name,
      word: word.text,
      ...(durationMs === undefined ? {} : { durationMs }),
      ...(reason === undefined ? {} : { reason }),
    },
  };
};

const refused = (sentence: Sentence): Outcome => ({ kind: "failed", sentence });

/** Whether the giver has what they give; somebody who may act only on their own message does not. */
const beyondOwn = (
  giver: Decision,
  given: { readonly what: string; readonly dueAtMs: number | undefined },
): Sentence | undefined => {
  if (giver.verdict !== "allowed") return say("grant.beyond-own", { what: given.what });
  const { untilMs } = giver;
  return untilMs === undefined || (given.dueAtMs !== undefined && given.dueAtMs <= untilMs)
    ? undefined
    : say("grant.outlasts-own", { dueAtMs: untilMs });
};

export const grant = defineCommand({
  name: "grant",
  aliases: ["授权"],
  role: "admin",
  target: "none",
  freshRoles: true,
  summary: "help.grant",
  needs: ["commandNamed", "commandWords", "judge", "isMember", "roleOf", "nameOf", "giveGrant"],
  parse: parseGrant,
  run: async ({ args, sender, role, powers, nowMs }): Promise<Outcome> => {
    const { user, word, reason } = args;
    const command: Command | undefined = meansModerator(word)
      ? undefined
      : powers.commandNamed(word);
    if (command === undefined && !meansModerator(word)) {
      const typed = shortened(word.replace(/^[/／]/u, ""), 32);
      const meant = nearest(typed.toLowerCase(), [moderator, ...powers.commandWords()]);
      return refused(
        say("unknown-command", { typed, ...(meant === undefined ? {} : { nearest: meant }) }),
      );
    }
    const what = command?.name ?? moderator;
    const to: Who = { kind: "person", name: args.name };
    const dueAtMs = args.durationMs === undefined ? undefined : nowMs + args.durationMs;

    const tooMuch = command
      ? beyondOwn(powers.judge({ command, user: sender }), { what, dueAtMs })
      : atLeast(role, "admin")
        ? undefined
        : say("grant.beyond-own", { what });
    if (tooMuch) return refused(tooMuch);

    const membership = await powers.isMember(user);
    if (!membership.ok) return refused(sayProblem("look-up-members", membership.problem));
    if (!membership.value) return refused(say("grant.stranger", { name: args.name }));

    const receiver = command && powers.judge({ command, user });
    const needless = receiver
      ? receiver.layers.some(
          (one) => one.layer === "caller" && (one.facts.via === "role" || one.facts.via === "list"),
        )
      : atLeast(powers.roleOf(user) ?? "member", "admin");
    if (needless) return { kind: "told", sentence: say("grant.needless", { to, what }) };

    const byName = await powers.nameOf(sender);
    const due = dueAtMs === undefined ? {} : { dueAtMs };
    const why = reason === undefined ? {} : { reason };
    const act = {
      action: "grant",
      outcome: "done" as const,
      ...why,
      details: { person: user, whats: [what], ...due },
    };
    await powers.giveGrant(
      {
        user,
        userName: args.name,
        what,
        by: sender,
        ...(byName === undefined ? {} : { byName }),
        atMs: nowMs,
        ...due,
        ...why,
      },
      act,
    );
    return {
      kind: "done",
      mark: "done",
      aloud: true,
      sentence: say("grant.done", {
        to: { kind: "person", id: user, name: args.name },
        what,
        ...due,
      }),
      act,
    };
  },
});
