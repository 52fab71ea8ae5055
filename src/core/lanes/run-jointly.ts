import type { Clock } from "../clock.ts";
import type { Command } from "../command.ts";
import type { MessageId } from "../ids.ts";
import type { Argument } from "../invocation.ts";
import { effectivePolicy } from "../permissions/policy.ts";
import { createJointPins } from "../pins/joint-pins.ts";
import type { Platform } from "../platform.ts";
import { isPreview } from "../preview.ts";
import type { Runner } from "../runner.ts";
import { readChatState } from "../settings/chat-state.ts";
import type { ChatSettings, Settings } from "../settings/settings.ts";
import type { JournalEntry, Store } from "../store.ts";
import type { Behind, RunEntry } from "./lane-work.ts";

/** So many are done together at the most. */
const mostTogether = 100;
/** The part of the time that a command may take for which the first waits for others to be authorised. */
const shareForOthers = 3;

/** How often it was run before, and cut off. */
const timesOf = ({ attempts, begun }: JournalEntry): number => (begun ? 0 : attempts);

/**
 * Runs a command; and where it pins or unpins a message for which more such commands wait right behind it, those with
 * it, so that the platform is asked for the last wanted state only (`createJointPins`). Every one of them is
 * authorised, recorded and answered by itself, in order, and written down as begun before it acts. Those that were cut
 * off together are run again together, so that what was done is not undone and done once more; what was cut off twice
 * is run alone, so that a command that kills the process is given up alone.
 */
export const createJointRunner = (parts: {
  readonly platform: Platform;
  readonly commands: readonly Command[];
  readonly runner: Runner;
  readonly store: Pick<Store, "settings" | "grants">;
  readonly settings: Settings;
  readonly clock: Pick<Clock, "after">;
}): RunEntry => {
  const { platform, runner } = parts;

  const commandOf = ({ invocation }: JournalEntry): Command | undefined =>
    parts.commands.find(({ name, setsPin }) => setsPin && name === invocation.command);

  /** The message that is to be pinned or unpinned, if that is all there is to it. */
  const subjectOf = (entry: JournalEntry): MessageId | undefined => {
    const { args, replyTo } = entry.invocation;
    if (entry.state === "answering" || commandOf(entry) === undefined) return undefined;
    if (args.some(isPreview)) return undefined;
    const opening: Argument | undefined = args[0];
    const typed = opening?.kind === "word" ? platform.typedTarget(opening.text) : undefined;
    if (typed?.kind === "message") return typed.message;
    return typed === undefined || typed.kind === "none" ? replyTo : undefined;
  };

  /** Whether nothing else depends on each pin of its own: no earlier pin gives way, no pause between uses is due. */
  const isJoinable = (entry: JournalEntry, settings: ChatSettings): boolean => {
    const command = commandOf(entry);
    return (
      platform.capabilities.pins.most > 1 &&
      settings.pinPolicy === "any" &&
      settings.mode === "act" &&
      command !== undefined &&
      effectivePolicy(command, settings.command(command.name)).cooldownMs === 0
    );
  };

  /** Takes the next command out of the lane, if it can be done together with `first`. */
  const takesBehind = (first: JournalEntry, behind: Behind) => {
    const subject = subjectOf(first);
    const times = timesOf(first);
    let settings: ChatSettings | undefined;
    const wanted = async (entry: JournalEntry): Promise<boolean> => {
      if (timesOf(entry) !== times || subjectOf(entry) !== subject) return false;
      settings ??= (await readChatState(parts, platform, first.invocation.chat)).settings;
      return isJoinable(first, settings) && isJoinable(entry, settings);
    };
    // What cannot be read now is run in its own turn.
    return async (): Promise<JournalEntry | undefined> =>
      subject === undefined || times > 1 ? undefined : behind.take(wanted).catch(() => undefined);
  };

  const runTogether = async (
    entries: readonly [JournalEntry, JournalEntry],
    takeNext: () => Promise<JournalEntry | undefined>,
    stopping: AbortSignal,
  ): Promise<void> => {
    const pins = createJointPins(platform);
    const running: { acted: Promise<unknown>; over: Promise<void>; release: () => void }[] = [];
    // What is not on record when the app stops is run again, and with it all that came after it.
    let turn: Promise<boolean> = Promise.resolve(true);
    const join = async (entry: JournalEntry): Promise<void> => {
      const { writes, asked, release } = pins.join();
      const acted = Promise.withResolvers<void>();
      let recorded = false;
      const over = runner.run(entry, stopping, {
        writes,
        onActed: acted.resolve,
        turn,
        onRecorded: () => {
          recorded = true;
        },
      });
      const ended = over.catch(() => {});
      turn = ended.then(() => recorded || !stopping.aborted);
      running.push({ acted: Promise.race([acted.promise, ended]), over, release });
      await Promise.race([asked, acted.promise, ended]);
    };

    const enough = new AbortController();
    const { commandTimeoutMs } = parts.settings;
    const cancel = parts.clock.after(commandTimeoutMs / shareForOthers, () => enough.abort());
    const { signal } = enough;
    for (const entry of entries) await join(entry);
    while (running.length < mostTogether && !signal.aborted && !stopping.aborted) {
      const next = await takeNext();
      if (next === undefined) break;
      await join(next);
    }
    cancel();
    await pins.settle();
    for (const { acted, release } of running) {
      release();
      await acted;
    }
    await Promise.all(running.map(({ over }) => over));
  };

  return async (entry, stopping, behind) => {
    const takeNext = behind && takesBehind(entry, behind);
    const second = await takeNext?.();
    if (takeNext === undefined || second === undefined) return runner.run(entry, stopping);
    return runTogether([entry, second], takeNext, stopping);
  };
};
