import { type LaneWork, type RunEntry, submitted } from "./lane-work.ts";
import type { Lanes } from "./lanes.ts";

/** The work of a process that has the store for itself, and so every lane. */
export const createOwnLanes = (parts: {
  readonly lanes: Lanes;
  readonly run: RunEntry;
}): LaneWork => {
  const { lanes, run } = parts;
  return {
    hasRoom: lanes.hasRoom,
    isFree: lanes.isFree,
    // Queued before it is written, so that order and bounds are those of arrival however long writing takes.
    command: (lane, accepting) =>
      lanes.submit(lane, async (stopping) => {
        const [entry] = await accepting.catch(() => []);
        if (entry) await run(entry, stopping);
      }),
    inTurn: (lane, task) => submitted((queued) => lanes.submit(lane, queued), task),
    keep: () => {},
    letGo: () => {},
  };
};
