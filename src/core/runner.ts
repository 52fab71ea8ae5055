import type { Catalogues } from "./answers/replies.ts";
import { keysHoldMs } from "./answers/send-key.ts";
import { say } from "./answers/sentences.ts";
import { createTelling, mayTellBeforeRecord } from "./answers/telling.ts";
import type { Clock } from "./clock.ts";
import type { Act, Command, Outcome } from "./command.ts";
import type { Checkup } from "./doctor/checkup.ts";
import { execute } from "./execute.ts";
import type { ChatId, MessageId } from "./ids.ts";
import type { Log } from "./log.ts";
import type { Observer } from "./observer.ts";
import { patientStore } from "./patient-store.ts";
import type { Roles } from "./permissions/roles.ts";
import type { Memory } from "./permissions/situation.ts";
import { readUses } from "./permissions/uses.ts";
import { persist } from "./persist.ts";
import type { CommandWrites } from "./pins/overtaken.ts";
import type { Platform } from "./platform.ts";
import { isDryRun } from "./preview.ts";
import { keepsText, withText } from "./records/kept-text.ts";
import { recordAct } from "./records/record-act.ts";
import { createUndertaking, cutOff, type Undertaking } from "./records/undertaking.ts";
import { type ChatState, readChatState } from "./settings/chat-state.ts";
import type { Settings } from "./settings/settings.ts";
import type { JournalEntry, Store } from "./store.ts";
import { within } from "./within.ts";

export interface RunnerParts {
  readonly platform: Platform;
  readonly roles: Roles;
  readonly commands: readonly Command[];
  readonly catalogues: Catalogues;
  readonly store: Store;
  readonly settings: Settings;
  readonly memory: Memory;
  readonly checkup: Checkup;
  /** 32 hexadecimal digits that nobody can guess. */
  readonly newToken: () => string;
  readonly clock: Clock;
  readonly log: Log;
  readonly observer: Observer;
  /** A short random id, shown in chat and logged when something unexpected happened. */
  readonly incidentId: () => string;
  /** It was answered, or will not be. */
  readonly onOver: (entry: JournalEntry) => void;
  /** Runs an entry once more later, to say what could not be said; `false` when it cannot be kept until then. */
  readonly later: (entry: JournalEntry) => boolean;
}

/** How a command is run where it is not run by itself, or not for the first time. */
export interface RunManner {
  /** An answer that got through in no form, in this life, is given once more. */
  readonly unsaid?: boolean;
  /** Takes the place of the platform's own. */
  readonly writes?: CommandWrites;
  /** What it changes is changed; nothing of it is on record yet. */
  readonly onActed?: () => void;
  /** When it is its turn to be recorded and told; `false`: not in this life. */
  readonly turn?: Promise<boolean>;
  readonly onRecorded?: () => void;
}

/** A command that kills the process must not do so for ever. */
const mostAttempts = 5;
/** The platform redelivers for a little over 7 hours: a larger difference is a clock at fault, not age. */
const oldestDeliveryMs = 8 * 3_600_000;
const ageMs = (entry: JournalEntry, nowMs: number): number => {
  const waitedMs = nowMs - entry.acceptedAtMs;
  const sinceSentMs = nowMs - entry.invocation.sentAtMs;
  return Math.max(waitedMs, sinceSentMs < oldestDeliveryMs ? sinceSentMs : 0);
};

const failed = (sentence: Outcome["sentence"], act?: Act): Outcome => ({
  kind: "failed",
  sentence,
  ...(act === undefined ? {} : { act }),
});

/**
 * Carries an accepted command through to its answer. The journal is written before and after every step that
 * the outside world can see, so that a run that was cut off at any point is continued without acting or
 * answering twice. Rejects only for a bug; an expected failure is an outcome.
 */
export const createRunner = (parts: RunnerParts) => {
  const { platform, store, clock, log } = parts;

  const stateOf = (chat: ChatId): Promise<ChatState> => readChatState(parts, platform, chat);
  const tell = createTelling(parts);

  /** What goes on record of a command that earlier lives began and this one does not run. */
  const interrupted = async (
    command: Command,
    { invocation, key }: JournalEntry,
    undertaking: Undertaking,
    stopping: AbortSignal,
  ): Promise<Act | undefined> => {
    const { chat } = invocation;
    const patiently = <T>(read: () => Promise<T>): Promise<T> =>
      persist(read, { clock, log, stopping });
    const { settings } = await patiently(() => stateOf(chat));
    if (isDryRun({ command, invocation, settings })) return undefined;
    const [opening] = invocation.args;
    const typed = opening?.kind === "word" ? platform.typedTarget(opening.text) : undefined;
    const target = typed?.kind === "message" ? typed.message : invocation.replyTo;
    if (await patiently(() => store.texts.find(platform, chat, key))) undertaking.textOf = target;
    return cutOff(command, target);
  };

  const act = async (
    entry: JournalEntry,
    attempts: number,
    undertaking: Undertaking,
    stopping: AbortSignal,
    writes: CommandWrites | undefined,
  ): Promise<Outcome> => {
    const { invocation } = entry;
    const { settings } = parts;
    const command = parts.commands.find(({ name }) => name === invocation.command);
    const age = ageMs(entry, clock.now());
    const stale = age > settings.maxAgeMs;
    // An earlier run may have had its effect, so only the first may say that nothing was done.
    const earlier = async (): Promise<Act | undefined> =>
      command && attempts > 1 ? interrupted(command, entry, undertaking, stopping) : undefined;
    if (command === undefined || attempts > mostAttempts || (stale && attempts > 1))
      return failed(say("gave-up", { command: invocation.command }), await earlier());
    if (stale) {
      const minutes = Math.max(1, Math.round(age / 60_000));
      return failed(say("stale", { command: command.name, minutes }));
    }
    const deadline = { ms: settings.commandTimeoutMs, stopping };
    try {
      const outcome = await within(clock, deadline, async (signal) => {
        const patience = { clock, log, stopping: signal };
        const state = await persist(() => stateOf(invocation.chat), patience);
        const where = { ...invocation, settings: state.settings };
        return execute({
          ...state,
          uses: await persist(() => readUses(parts, where, clock.now()), patience),
          command,
          commands: parts.commands,
          invocation,
          platform,
          roles: parts.roles,
          store: patientStore(store, patience),
          memory: parts.memory,
          checkup: parts.checkup,
          newToken: parts.newToken,
          rerun: attempts > 1,
          undertaking,
          writes,
          now: clock.now,
          options: { signal },
        });
      });
      if (outcome !== undefined) return outcome;
      const left = undertaking.leftOpen({ reason: "timeout" }) ?? (await earlier());
      return failed(say("timed-out", { command: command.name }), left);
    } catch (error) {
      const id = parts.incidentId();
      log.error(
        { err: error, incident: id, command: command.name },
        "a command failed unexpectedly",
      );
      const left = undertaking.leftOpen({ reason: "bug", incident: id }) ?? (await earlier());
      return failed(say("bug", { id }), left);
    }
  };

  const record = async (
    { invocation, key }: JournalEntry,
    outcome: Outcome,
    text: { readonly of: MessageId | undefined; readonly mayBeThere: boolean },
  ): Promise<void> => {
    const { act: done, card } = outcome;
    const { chat, sender } = invocation;
    const where = { platform: platform.platform, account: platform.account, chat };
    const atMs = clock.now();
    const kept = done !== undefined && keepsText(done, text.of);
    await Promise.all([
      done &&
        recordAct(store.cases, { ...where, sender, key, atMs }, kept ? withText(done, key) : done),
      !kept && text.mayBeThere && store.texts.remove(where, chat, key),
      card &&
        store.cards.put({
          ...where,
          token: card.token,
          kind: card.kind,
          data: card.data,
          ...(card.requester === undefined ? {} : { requester: card.requester }),
          atMs,
          expiresAtMs: atMs + card.lifetimeMs,
        }),
    ]);
  };

  const run = async (
    entry: JournalEntry,
    stopping: AbortSignal,
    { unsaid = false, writes, onActed, turn, onRecorded }: RunManner = {},
  ): Promise<void> => {
    const { key, invocation } = entry;
    const startedMs = clock.now();
    const again = entry.state === "answering";
    const safely = <T>(write: () => Promise<T>): Promise<T> =>
      persist(write, { clock, log, stopping });

    const how = { again, unsaid, stopping };
    let outcome: Outcome;
    let telling: ReturnType<typeof tell> | undefined;
    if (again) {
      outcome = entry.outcome as Outcome;
    } else {
      const attempts = entry.begun
        ? entry.attempts
        : await safely(() => store.journal.begin(key, clock.now()));
      const undertaking = createUndertaking();
      outcome = await act(entry, attempts, undertaking, stopping, writes);
      const succeeded = ["done", "told", "overtaken"].includes(outcome.kind);
      // Stopped in the middle: the journal says `running`, and the next start runs it again.
      if (stopping.aborted && !succeeded) return;
      onActed?.();
      if (turn !== undefined && !(await turn)) return;
      const happened = outcome;
      // In one step, which the store commits together; the record comes first.
      const recorded = safely(() =>
        Promise.all([
          record(entry, happened, {
            of: undertaking.textOf,
            mayBeThere: undertaking.textOf !== undefined || attempts > 1,
          }),
          store.journal.acted(key, happened, clock.now()),
        ]),
      );
      if (mayTellBeforeRecord(platform, outcome)) telling = tell(entry, outcome, how);
      await recorded;
      onRecorded?.();
    }

    if (!again || clock.now() - entry.acceptedAtMs < keysHoldMs) {
      const told = await (telling ?? tell(entry, outcome, how));
      if (stopping.aborted && told !== "told") return;
      if (told === "later" && parts.later({ ...entry, state: "answering", outcome })) return;
    }
    const state = outcome.kind === "failed" ? "failed" : "done";
    await safely(() => store.journal.finish(key, state, clock.now()));
    parts.onOver(entry);
    parts.observer.command({
      name: invocation.command,
      outcome: outcome.kind,
      ms: clock.now() - startedMs,
    });
  };

  return { run };
};

export type Runner = ReturnType<typeof createRunner>;
