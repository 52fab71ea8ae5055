import type { JournalEntry } from "../store.ts";
import type { Task } from "./lanes.ts";

/** What waits in a lane right behind the command that is run. */
export interface Behind {
  /**
   * Takes the next one out of the lane, if it is a command that is `wanted`: whoever takes it runs it. `undefined`
   * when nothing waits, when something else has its turn first, or when it is not wanted.
   */
  take(wanted: (entry: JournalEntry) => Promise<boolean>): Promise<JournalEntry | undefined>;
}

/** Carries one accepted command through to its end, and with it those behind it that it took. */
export type RunEntry = (entry: JournalEntry, signal: AbortSignal, behind?: Behind) => Promise<void>;

/** Work in lanes, of which each is worked on by one process at a time, one thing after another. */
export interface LaneWork {
  /** Whether one more task for this lane is within the bounds. */
  hasRoom(lane: string): boolean;
  /** Whether a command that comes now would be run as soon as it is written down, and surely here. */
  isFree?(lane: string): boolean;
  /** A command that is being written down: whatever `accepting` resolves to is run in its turn. */
  command(lane: string, accepting: Promise<readonly JournalEntry[]>): void;
  /**
   * Anything else that must have its turn in the lane. With `patienceMs`, rejects with `NotOurTurn` when another
   * process has the lane for longer than that.
   */
  inTurn<T>(
    lane: string,
    task: (signal: AbortSignal) => Promise<T>,
    patienceMs?: number,
  ): Promise<T>;
  /**
   * Keeps a lane for this process because of a command that will be continued here, until it is let go. `onLost`:
   * it will be continued elsewhere.
   */
  keep(lane: string, key: string, onLost: () => void): void;
  letGo(key: string): void;
}

/** The lane is another process's, and stayed so. */
export class NotOurTurn extends Error {
  override readonly name = "NotOurTurn";
}

/** Submits a task and tells what came of it. */
export const submitted = <T>(
  submit: (task: Task) => void,
  task: (signal: AbortSignal) => Promise<T>,
): Promise<T> =>
  new Promise((resolve, reject) => {
    submit(async (signal) => {
      try {
        resolve(await task(signal));
      } catch (error) {
        reject(error instanceof Error ? error : new Error("a task failed", { cause: error }));
      }
    });
  });
