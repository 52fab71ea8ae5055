import type { Clock } from "../clock.ts";
import { ok, type Result } from "../result.ts";
import { createLeaves, type Leave, type Leaves } from "./shared-leaves.ts";
import type { SharedKey, SharedWindows } from "./shared-windows.ts";

/** A limit of one credential that several processes use: how all keep to it together. */
export interface SharedCredential {
  readonly windows: SharedWindows;
  /** What stands for the credential, the same in every process; never the credential itself. */
  readonly key: string;
  /**
   * The most calls of all in a second. When Redis is lost, so many may have been let go unheard of: what is left of
   * the long window is shared without them.
   */
  readonly mostPerSecond: number;
}

interface Queue {
  size(): number;
  shift(): { settle(result: Result<Leave>): void } | undefined;
}

export interface ReservedLeaves extends Leaves {
  /** When there will be room, as far as was heard. */
  fullUntilMs(first: boolean): number;
  /** Nobody passes for so long, in no process. */
  pause(ms: number): void;
}

/**
 * Leaves for two queues: those in `first` go before all others, and have the last `reserve` calls of a window to
 * themselves. Guarantee: that of `windows`.
 */
export const createReservedLeaves = (options: {
  readonly shared: SharedCredential;
  readonly limit: number;
  readonly windowMs: number;
  readonly reserve: number;
  /** Calls that may be under way here at once. */
  readonly mostAtOnce: number;
  readonly first: Queue;
  readonly others: Queue;
  /** Steady. */
  readonly clock: Clock;
}): ReservedLeaves => {
  const { first, others, clock, limit, windowMs } = options;
  const { windows, key, mostPerSecond } = options.shared;
  const upTo = (most: number): SharedKey => ({
    key,
    limits: [
      { limit: mostPerSecond, windowMs: 1_000 },
      { limit: most, windowMs },
    ],
    spread: false,
  });
  const forFirst = upTo(limit);
  const forOthers = upTo(limit - options.reserve);
  const fullUntilMs = new Map<SharedKey, number>();
  let calls = 0;

  const leaves = createLeaves({
    windows,
    clock,
    newCall: () => {
      calls += 1;
      return String(calls);
    },
    next: () => {
      if (leaves.underWay() >= options.mostAtOnce) return undefined;
      if (first.size() > 0) return forFirst;
      return others.size() > 0 ? forOthers : undefined;
    },
    admit: (leave, of) => {
      // Nobody else may have what is kept for those that go first.
      const waiter = first.shift() ?? (of === forOthers ? others.shift() : undefined);
      waiter?.settle(ok(leave));
      return waiter !== undefined;
    },
    onWait: (of, ms) => fullUntilMs.set(of, clock.now() + ms),
  });
  return {
    ...leaves,
    fullUntilMs: (isFirst) => fullUntilMs.get(isFirst ? forFirst : forOthers) ?? clock.now(),
    pause: (ms) => windows.pause(forFirst, ms),
  };
};
