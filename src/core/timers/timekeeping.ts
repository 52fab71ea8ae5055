import type { Clock } from "../clock.ts";
import type { Ownership, Tenure } from "../lanes/ownership.ts";
import type { Log } from "../log.ts";
import type { Schedule } from "./schedule.ts";

const againMs = 1_000;
/** No lane of a chat is called that. */
const timekeeper = "timers";

export interface Timekeeping {
  start(): void;
  /** Another process set a timer. */
  look(): void;
  stop(): void;
}

/**
 * Lets exactly one of several processes run the schedule, so that a timer fires once. When that process dies, or
 * cannot be heard of, another one takes over.
 */
export const createTimekeeping = (parts: {
  readonly ownership: Ownership;
  readonly schedule: Pick<Schedule, "start" | "stop" | "look">;
  readonly clock: Clock;
  readonly log: Log;
}): Timekeeping => {
  const { ownership, schedule, clock, log } = parts;
  let tenure: Tenure | undefined;
  let cancel = (): void => {};
  let stopped = false;

  const later = (): void => {
    if (!stopped) cancel = clock.after(againMs, () => void take());
  };

  const take = async (): Promise<void> => {
    let taken: Tenure | undefined;
    try {
      taken = await ownership.take(timekeeper);
    } catch (error) {
      log.warn({ err: error }, "whose turn it is with the timers could not be asked");
    }
    if (taken === undefined) return later();
    if (stopped) return taken.release();
    tenure = taken;
    schedule.start();
    taken.lost.addEventListener("abort", () => {
      tenure = undefined;
      schedule.stop();
      later();
    });
  };

  return {
    start: () => void take(),
    look: () => {
      if (tenure !== undefined) schedule.look();
    },
    stop: () => {
      stopped = true;
      cancel();
      schedule.stop();
      tenure?.release();
    },
  };
};
