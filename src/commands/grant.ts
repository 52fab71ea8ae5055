import { type Sentence, say, sayProblem } from "../core/answers/sentences.ts";
import { type Command, defineCommand, type Outcome, type Parsed } from "../core/command.ts";
import type { UserId } from "../core/ids.ts";
import type { Argument } from "../core/invocation.ts";
import { explain } from "../core/permissions/explanation.ts";
import { beyondGiver, isListed, isOff, lastsLonger } from "../core/permissions/giving.ts";
import { atLeast } from "../core/permissions/roles.ts";
import type { Decision } from "../core/permissions/verdicts.ts";
import { moderator } from "../core/store.ts";
import { nearest } from "../core/text/nearest.ts";
import { shortened } from "../core/text/shortened.ts";
import { parsePin } from "./pin-arguments.ts";
import { meansModerator, readPerson } from "./right-arguments.ts";
import { mentioned } from "./who.ts";

interface GrantArguments {
  readonly person: { readonly id: UserId; readonly name: string };
  readonly word: string;
  readonly durationMs?: number;
  readonly reason?: string;
}

/** `@user moderator|command [7d] [reason]`. */
const parseGrant = (args: readonly Argument[]): Parsed<GrantArguments> => {
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
      person: read.person,
      word: word.text,
      ...(durationMs === undefined ? {} : { durationMs }),
      ...(reason === undefined ? {} : { reason }),
    },
  };
};

const refused = (sentence: Sentence): Outcome => ({ kind: "failed", sentence });

/** Why the giver may not give a command, if they may not. */
const beyondOwn = (
  command: Command,
  giver: Decision,
  { dueAtMs, nowMs }: { readonly dueAtMs: number | undefined; readonly nowMs: number },
): Outcome | undefined => {
  const fault = beyondGiver(giver, dueAtMs);
  if (fault === undefined) return undefined;
  if (fault.kind === "outlasts")
    return { kind: "denied", sentence: say("grant.outlasts-own", { dueAtMs: fault.untilMs }) };
  const what = command.name;
  const sentence = say("grant.beyond-own", { what, required: giver.required });
  const why = explain({ command: what, decision: giver, because: sentence, atMs: nowMs });
  return { kind: "denied", sentence, why };
};

export const grant = defineCommand({
  name: "grant",
  aliases: ["授权"],
  role: "admin",
  target: "none",
  freshRoles: true,
  namesPeople: true,
  summary: "help.grant",
  needs: [
    "commandNamed",
    "commandWords",
    "judge",
    "isMember",
    "roleOf",
    "nameOf",
    "grants",
    "giveGrant",
  ],
  parse: parseGrant,
  run: async ({ args, sender, role, powers, nowMs }): Promise<Outcome> => {
    const { person, word, reason } = args;
    const user = person.id;
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
    const dueAtMs = args.durationMs === undefined ? undefined : nowMs + args.durationMs;

    const judged = (one: Command): Decision => powers.judge({ command: one, user: sender });
    if (command && isOff(judged(command)))
      return refused(say("denied.disabled", { command: what }));
    if (command === undefined && !atLeast(role, "admin"))
      return { kind: "denied", sentence: say("grant.beyond-own", { what, required: "admin" }) };
    // A moderator gets every command that is open to moderators.
    const given = command
      ? [command]
      : powers
          .commandWords()
          .flatMap((one) => powers.commandNamed(one) ?? [])
          .filter((one) => judged(one).required === moderator);
    for (const one of given) {
      const refusal = beyondOwn(one, judged(one), { dueAtMs, nowMs });
      if (refusal) return refusal;
    }

    const to = await mentioned(powers, person);
    const membership = await powers.isMember(user);
    if (!membership.ok) return refused(sayProblem("look-up-members", membership.problem));
    if (!membership.value) return refused(say("grant.stranger", { to }));

    const receiver = command && powers.judge({ command, user });
    if (receiver && isListed(receiver)) return refused(say("grant.listed", { to, what }));
    const needless =
      user === sender ||
      (receiver
        ? receiver.layers.some(
            (one) =>
              one.layer === "caller" && (one.facts.via === "role" || one.facts.via === "list"),
          )
        : atLeast(powers.roleOf(user) ?? "member", "admin"));
    if (needless) return { kind: "told", sentence: say("grant.needless", { to, what }) };
    const standing = powers.grants().find((one) => one.user === user && one.what === what);
    if (standing && lastsLonger(standing.dueAtMs, dueAtMs))
      return {
        kind: "told",
        sentence: say("grant.lasts-longer", {
          to,
          what,
          ...(standing.dueAtMs === undefined ? {} : { dueAtMs: standing.dueAtMs }),
        }),
      };

    const byName = await powers.nameOf(sender);
    const due = dueAtMs === undefined ? {} : { dueAtMs };
    const why = reason === undefined ? {} : { reason };
    const named = to.kind === "person" ? { userName: to.name } : {};
    const act = {
      action: "grant",
      outcome: "done" as const,
      ...why,
      details: { person: user, whats: [what], ...due },
    };
    await powers.giveGrant(
      {
        user,
        ...named,
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
        to: to.kind === "person" ? { ...to, id: user } : to,
        what,
        ...due,
      }),
      act,
    };
  },
});
