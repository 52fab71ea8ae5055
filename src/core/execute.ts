import { type Sentence, say, sayProblem } from "./answers/sentences.ts";
import type { Act, Command, Outcome, Target } from "./command.ts";
import type { Checkup } from "./doctor/checkup.ts";
import { type Invocation, invocationKey } from "./invocation.ts";
import type { CommandStore } from "./patient-store.ts";
import { denialOf } from "./permissions/denial.ts";
import { explain, whyCard, whyLifetimeMs } from "./permissions/explanation.ts";
import { underKnownIds } from "./permissions/known-ids.ts";
import { effectivePolicy } from "./permissions/policy.ts";
import { powersFor } from "./permissions/powers.ts";
import type { Roles } from "./permissions/roles.ts";
import { judge, type Memory, type Situation } from "./permissions/situation.ts";
import type { Decision } from "./permissions/verdicts.ts";
import type { CommandWrites } from "./pins/overtaken.ts";
import type { CallOptions, Platform } from "./platform.ts";
import { readAsked } from "./preview.ts";
import { keepable } from "./records/kept-text.ts";
import { createRecords } from "./records/records.ts";
import { mayChange, noted, type Undertaking } from "./records/undertaking.ts";
import { ok } from "./result.ts";
import type { ChatSettings } from "./settings/settings.ts";
import { type Notes, simulateRecords, simulateWrites } from "./simulate.ts";
import type { Grant, Use } from "./store.ts";
import { findTarget } from "./target.ts";

export interface Execution {
  readonly command: Command;
  readonly commands: readonly Command[];
  readonly invocation: Invocation;
  readonly platform: Platform;
  readonly roles: Roles;
  readonly store: CommandStore;
  readonly settings: ChatSettings;
  readonly configured: ChatSettings;
  readonly grants: readonly Grant[];
  readonly uses: readonly Use[];
  readonly memory: Memory;
  readonly checkup: Checkup;
  readonly newToken: () => string;
  /** An earlier run of this command may have had its effect already. */
  readonly rerun: boolean;
  /** Told of every change before it is made. */
  readonly undertaking: Undertaking;
  /** Where a change may be overtaken by that of a later command; the platform's own otherwise. */
  readonly writes?: CommandWrites | undefined;
  readonly now: () => number;
  readonly options: CallOptions;
}

/** Who wrote the target, where that is known and a person. */
const authorOf = (target: Target | undefined): Pick<Act, "author"> => {
  const author = target?.facts?.author;
  return author?.kind === "user" ? { author: author.user } : {};
};

/** A denied attempt at something that cannot be taken back is put on record. */
const attempt = (
  { command, invocation }: Execution,
  how: { readonly target?: Target | undefined; readonly foreseen?: string },
): Act | undefined => {
  if (!command.destructive) return undefined;
  const message = how.target?.message ?? invocation.replyTo;
  return {
    action: command.name,
    outcome: how.foreseen === undefined ? "denied" : "failed",
    ...(message === undefined ? {} : { target: message }),
    ...authorOf(how.target),
    ...(how.foreseen === undefined ? {} : { details: { reason: how.foreseen } }),
  };
};

/** A refusal, with what `/why` and the button under it will tell. */
const refusal = (
  execution: Execution,
  kind: "denied" | "failed",
  said: { readonly sentence: Sentence; readonly why?: Sentence; readonly act?: Act | undefined },
): Outcome => {
  const { sender } = execution.invocation;
  return {
    kind,
    sentence: said.sentence,
    ...(said.act === undefined ? {} : { act: said.act }),
    ...(sender === undefined
      ? {}
      : {
          card: {
            token: execution.newToken(),
            kind: whyCard,
            data: said.why ?? said.sentence,
            requester: sender,
            lifetimeMs: whyLifetimeMs,
          },
        }),
  };
};

const refuse = (
  execution: Execution,
  decision: Decision,
  how: { readonly target?: Target | undefined; readonly preview: boolean },
): Outcome => {
  const { command } = execution;
  const sentence = denialOf(command.name, decision);
  // The human may; the platform would refuse the bot.
  const foreseen = sentence.key === "problem" ? sentence.facts.reason : undefined;
  return refusal(execution, foreseen === undefined ? "denied" : "failed", {
    sentence,
    why: explain({
      command: command.name,
      decision,
      because: sentence,
      atMs: execution.now(),
    }),
    act: how.preview
      ? undefined
      : attempt(execution, {
          target: how.target,
          ...(foreseen === undefined ? {} : { foreseen }),
        }),
  });
};

/** What the command itself refuses is explained like any other refusal. */
const explained = (execution: Execution, outcome: Outcome): Outcome =>
  outcome.kind === "denied" ? refusal(execution, "denied", outcome) : outcome;

/** Says what would have happened, and forgets it. */
const asPreview = (outcome: Outcome, notes: Notes, observing: boolean): Outcome => {
  const { act: _nothingHappened, ...rest } = outcome;
  if (outcome.kind === "denied" || outcome.kind === "failed" || notes.length === 0) return rest;
  const because = observing ? "observing" : "asked";
  return { kind: "told", sentence: say("preview", { would: notes, because }) };
};

type Targeted =
  | { readonly ok: true; readonly target: Target | undefined; readonly args: Invocation["args"] }
  | { readonly ok: false; readonly sentence: Sentence };

const target = async (execution: Execution, invocation: Invocation): Promise<Targeted> => {
  const { command, platform, options } = execution;
  const [opening] = invocation.args;
  const named =
    invocation.replyTo !== undefined ||
    (opening?.kind === "word" && platform.typedTarget(opening.text).kind !== "none");
  if (command.target === "none" || (command.target === "optional" && !named))
    return { ok: true, target: undefined, args: invocation.args };
  const found = await findTarget({
    command,
    invocation,
    platform,
    facts: Boolean(command.authorMay || command.destructive || command.looksAtTarget),
    options,
  });
  return found.kind === "refused"
    ? { ok: false, sentence: found.sentence }
    : { ok: true, target: found.target, args: found.args };
};

/**
 * Keeps the words of the target while they can be read, where the group wants that. Before anything is done: a run
 * that was cut off and finds the message gone still has them.
 */
const keepText = async (execution: Execution, target: Target): Promise<void> => {
  const { settings, command, platform, store, undertaking, options } = execution;
  if (!settings.keepText || !mayChange(command)) return;
  const { chat, message } = target;
  const account = { platform: platform.platform, account: platform.account };
  const key = invocationKey(execution.invocation);
  const read =
    target.facts === undefined
      ? await platform.ports.message({ chat, message }, options)
      : ok(target.facts);
  const known = read.ok && read.value.chat === chat ? read.value.text : undefined;
  const text = known === undefined ? undefined : keepable(known);
  if (text !== undefined)
    await store.texts.put({ ...account, chat, key, text, atMs: execution.now() });
  const kept =
    text !== undefined || (execution.rerun && (await store.texts.find(account, chat, key)));
  if (kept) undertaking.textOf = message;
};

/**
 * Authorises, finds the target, authorises again with the message in hand, reads the words and runs the command:
 * in this order, so that nobody learns anything about a message that they may not touch.
 */
export const execute = async (asked: Execution): Promise<Outcome> => {
  const { command, commands, platform, store, options, now } = asked;
  const { chat, chatKind } = asked.invocation;
  if (chatKind === "direct" && !command.direct) {
    return { kind: "denied", sentence: say("denied.groups-only", { command: command.name }) };
  }

  const facts = await asked.roles.facts(chat, {
    ...options,
    fresh: command.destructive === true || command.freshRoles === true,
  });
  if (!facts.ok)
    return refusal(asked, "denied", { sentence: sayProblem("look-up-chat", facts.problem) });

  // Only after that look the platform knows all ids of everybody.
  const execution = underKnownIds(asked);
  const { invocation, observing, preview } = readAsked(execution);
  const { settings } = execution;
  const { sender } = invocation;
  const situation: Situation = {
    platform,
    chat,
    sender,
    facts: facts.value,
    settings,
    configured: execution.configured,
    grants: execution.grants,
    commands,
    uses: execution.uses,
    memory: execution.memory,
    checkup: execution.checkup,
    now,
  };
  const before = judge(situation, { command, user: sender });
  if (before.verdict === "denied" || sender === undefined)
    return refuse(execution, before, { preview });

  const found = await target(execution, invocation);
  if (!found.ok) return { kind: "failed", sentence: found.sentence };
  const decision =
    found.target?.facts === undefined || command.looksAtTarget
      ? before
      : judge(situation, { command, user: sender, target: found.target.facts });
  if (decision.verdict !== "allowed" || decision.role === undefined)
    return refuse(execution, decision, { target: found.target, preview });

  const parsed = command.parse(found.args);
  if (!parsed.ok) return { kind: "failed", sentence: parsed.sentence };

  const notes: Notes = [];
  const account = { platform: platform.platform, account: platform.account };
  const occasion = { ...account, chat, sender, key: invocationKey(invocation) };
  const nameOf = (user: typeof sender) => powers.nameOf(user);
  const powers = powersFor({
    situation,
    store,
    writes: preview ? simulateWrites(platform, notes, now) : (execution.writes ?? platform.ports),
    records: preview
      ? simulateRecords(notes)
      : createRecords({ store, occasion, nameOf, platform, now }),
    runnable: () =>
      commands.filter(
        (candidate) =>
          !candidate.internal &&
          (invocation.chatKind === "direct"
            ? effectivePolicy(candidate, settings.command(candidate.name)).enabled
            : judge(situation, { command: candidate, user: sender }).verdict !== "denied"),
      ),
    newToken: execution.newToken,
    options,
  });
  if (!preview && found.target !== undefined) await keepText(execution, found.target);
  const ended = await command.run({
    args: parsed.args,
    target: found.target,
    invocation,
    chat,
    sender,
    role: decision.role,
    facts: facts.value,
    settings,
    capabilities: platform.capabilities,
    powers: preview
      ? powers
      : noted(powers, execution.undertaking, {
          ...(found.target === undefined ? {} : { target: found.target.message }),
          ...authorOf(found.target),
        }),
    rerun: execution.rerun,
    nowMs: now(),
  });
  const outcome = explained(execution, ended);
  return preview ? asPreview(outcome, notes, observing) : outcome;
};
