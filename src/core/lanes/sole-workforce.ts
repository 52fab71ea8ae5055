import type { Account } from "../ids.ts";
import type { Log } from "../log.ts";
import type { JournalStore } from "../store.ts";
import type { Schedule } from "../timers/schedule.ts";
import { laneOf } from "./lane-of.ts";
import type { RunEntry } from "./lane-work.ts";
import type { Lanes } from "./lanes.ts";
import { createOwnLanes } from "./own-lanes.ts";
import type { Workforce } from "./workforce.ts";

/** One process that has the store for itself: everything in it is its own. */
export const createSoleWorkforce = (parts: {
  readonly lanes: Lanes;
  readonly journal: Pick<JournalStore, "unfinished">;
  readonly schedule: Pick<Schedule, "start" | "stop">;
  readonly run: RunEntry;
  /** Whether this process works for that account. */
  readonly serves: (account: Account) => boolean;
  readonly log: Log;
}): Workforce => {
  const { schedule } = parts;
  const work = createOwnLanes(parts);
  return {
    work,
    start: async () => {
      const unfinished = await parts.journal.unfinished();
      for (const entry of unfinished) {
        const { invocation } = entry;
        if (!parts.serves(invocation)) continue;
        work.command(laneOf(invocation, invocation.chat), Promise.resolve([entry]));
      }
      if (unfinished.length > 0)
        parts.log.info({ commands: unfinished.length }, "continuing unfinished commands");
      schedule.start();
    },
    leave: () => schedule.stop(),
    onTimerSet: () => {},
    onChanged: () => {},
  };
};
