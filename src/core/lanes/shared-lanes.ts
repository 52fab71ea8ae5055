import type { Clock } from "../clock.ts";
import type { Log } from "../log.ts";
import type { JournalStore } from "../store.ts";
import { type Behind, type LaneWork, NotOurTurn, type RunEntry, submitted } from "./lane-work.ts";
import type { Lanes } from "./lanes.ts";
import type { Ownership, Tenure } from "./ownership.ts";

/** Between two tries to get a lane that another process has. */
const tryAgainMs = 100;
/** How many commands are remembered as begun here. */
const mostBegun = 20_000;

export interface SharedLanes extends LaneWork {
  /** Commands of this lane may wait in the journal, accepted by anybody. */
  wake(lane: string): void;
  /** Begins no further command: another process can go on. */
  leave(): void;
}

/**
 * The work of one of several processes that share a store. The queue of a lane is the journal itself: whichever
 * process has the lane runs what anybody accepted, in order of acceptance. A process that accepts a command for a
 * lane of another tells it. When it dies, its lanes become free, and those who wake them begin anew with what is
 * not over.
 */
export const createSharedLanes = (parts: {
  readonly lanes: Lanes;
  readonly ownership: Ownership;
  readonly journal: Pick<JournalStore, "next">;
  readonly run: RunEntry;
  readonly maxWaitingPerChat: () => number;
  readonly clock: Clock;
  readonly log: Log;
  readonly onBug: (error: unknown) => void;
}): SharedLanes => {
  const { lanes, ownership, journal, clock, log } = parts;
  /** Begun here, by key. What is not over although it was run waits elsewhere in this process, or failed for good. */
  const begun = new Map<string, string>();
  const kept = new Map<string, Promise<Tenure | undefined>>();
  const woken = new Set<string>();
  let leaving = false;

  const remember = (key: string, lane: string): void => {
    begun.set(key, lane);
    const oldest = begun.keys().next();
    if (begun.size > mostBegun && !oldest.done) begun.delete(oldest.value);
  };

  const forget = (lane: string): void => {
    for (const [key, where] of begun) if (where === lane) begun.delete(key);
  };

  const runAll = async (lane: string, signal: AbortSignal): Promise<void> => {
    const lost = (): boolean => signal.aborted;
    let after = 0;
    const behind: Behind = {
      take: async (wanted) => {
        const next = leaving || lost() ? undefined : await journal.next(lane, after);
        if (next === undefined || begun.has(next.key) || !(await wanted(next))) return undefined;
        after = next.sequence;
        remember(next.key, lane);
        return next;
      },
    };
    while (!leaving && !lost()) {
      const entry = await journal.next(lane, after);
      if (entry === undefined) return;
      after = entry.sequence;
      if (begun.has(entry.key)) continue;
      remember(entry.key, lane);
      try {
        await parts.run(entry, signal, behind);
      } catch (error) {
        if (!lost()) parts.onBug(error);
      }
    }
  };

  /** Resolves to whether this process had the lane. */
  const workOff = async (lane: string, stopping: AbortSignal): Promise<boolean> => {
    const tenure = await ownership.take(lane);
    if (tenure === undefined) return false;
    try {
      await runAll(lane, AbortSignal.any([stopping, tenure.lost]));
    } finally {
      // Whoever has it in between may leave things undone that were begun here before.
      if (tenure.lost.aborted) forget(lane);
      tenure.release();
    }
    return true;
  };

  /** The journal knows what is to be done, and it is looked at again soon. */
  const onLoss = (error: unknown): void =>
    log.warn({ err: error }, "a lane could not be worked on; trying again");

  const wake = (lane: string): void => {
    if (leaving || woken.has(lane)) return;
    woken.add(lane);
    lanes.submit(lane, async (stopping) => {
      woken.delete(lane);
      await workOff(lane, stopping).catch(onLoss);
    });
  };

  const taken = async (lane: string, patienceMs: number): Promise<Tenure> => {
    const untilMs = clock.now() + patienceMs;
    for (;;) {
      const tenure = await ownership.take(lane);
      if (tenure !== undefined) return tenure;
      if (leaving || clock.now() >= untilMs) throw new NotOurTurn("another process has the lane");
      await new Promise<void>((resolve) => void clock.after(tryAgainMs, resolve));
    }
  };

  return {
    hasRoom: (lane) => lanes.hasRoom(lane) && ownership.backlog(lane) < parts.maxWaitingPerChat(),
    command: (lane, accepting) =>
      lanes.submit(lane, async (stopping) => {
        const [entry] = await accepting.catch(() => []);
        // Run meanwhile, by a look into the journal that was under way.
        if (entry === undefined || begun.has(entry.key)) return;
        try {
          if (!(await workOff(lane, stopping))) ownership.tell({ kind: "work", lane });
        } catch (error) {
          onLoss(error);
        }
      }),
    inTurn: async (lane, task, patienceMs = Number.POSITIVE_INFINITY) => {
      const tenure = await taken(lane, patienceMs);
      try {
        return await submitted(
          (queued) => lanes.submit(lane, queued),
          async (stopping) => {
            const signal = AbortSignal.any([stopping, tenure.lost]);
            // What a dead process left in the middle comes first: the task may be about what that did.
            await runAll(lane, signal);
            return task(signal);
          },
        );
      } finally {
        tenure.release();
      }
    },
    keep: (lane, key, onLost) => {
      if (kept.has(key)) return;
      const keeping = ownership.take(lane);
      const lost = (): void => {
        kept.delete(key);
        forget(lane);
        onLost();
      };
      keeping
        .then((tenure) =>
          tenure === undefined ? lost() : tenure.lost.addEventListener("abort", lost),
        )
        .catch((error: unknown) => {
          onLoss(error);
          lost();
        });
      kept.set(key, keeping);
    },
    letGo: (key) => {
      const keeping = kept.get(key);
      kept.delete(key);
      keeping?.then((tenure) => tenure?.release()).catch(() => {});
    },
    leave: () => {
      leaving = true;
    },
    wake,
  };
};
