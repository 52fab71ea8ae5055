import type { JournalEntry } from "../store.ts";
import { type Behind, type LaneWork, type RunEntry, submitted } from "./lane-work.ts";
import type { Lanes, Task } from "./lanes.ts";

/** Something that waits for its turn; a command with what becomes of writing it down. */
interface Place {
  readonly accepting?: Promise<readonly JournalEntry[]>;
  taken: boolean;
}

/** The work of a process that has the store for itself, and so every lane. */
export const createOwnLanes = (parts: {
  readonly lanes: Lanes;
  readonly run: RunEntry;
}): LaneWork => {
  const { lanes, run } = parts;
  /** What waits in each lane, in order; without what is run now. */
  const waiting = new Map<string, Place[]>();

  const queue = (lane: string, place: Place, task: Task): void => {
    const places = waiting.get(lane) ?? [];
    places.push(place);
    waiting.set(lane, places);
    lanes.submit(lane, async (stopping) => {
      if (place.taken) return;
      places.shift();
      if (places.length === 0) waiting.delete(lane);
      await task(stopping);
    });
  };

  const behindIn = (lane: string): Behind => ({
    take: async (wanted) => {
      for (;;) {
        const places = waiting.get(lane);
        const [next] = places ?? [];
        if (places === undefined || next?.accepting === undefined) return undefined;
        const [entry] = await next.accepting.catch(() => []);
        if (entry && !(await wanted(entry))) return undefined;
        next.taken = true;
        places.shift();
        if (places.length === 0) waiting.delete(lane);
        // Known already, or not written down: nothing that would be run.
        if (entry) return entry;
      }
    },
  });

  return {
    hasRoom: lanes.hasRoom,
    isFree: lanes.isFree,
    // Queued before it is written, so that order and bounds are those of arrival however long writing takes.
    command: (lane, accepting) =>
      queue(lane, { accepting, taken: false }, async (stopping) => {
        const [entry] = await accepting.catch(() => []);
        if (entry) await run(entry, stopping, behindIn(lane));
      }),
    inTurn: (lane, task) => submitted((queued) => queue(lane, { taken: false }, queued), task),
    keep: () => {},
    letGo: () => {},
  };
};
