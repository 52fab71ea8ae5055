import type { Clock } from "../core/clock.ts";
import type { Ownership } from "../core/lanes/ownership.ts";
import type { SharedWindows } from "../core/limits/shared-windows.ts";
import type { Log } from "../core/log.ts";
import { createShareWindows } from "./share-windows.ts";

type Others = Pick<Ownership, "instances" | "isHeardOf">;

/**
 * Ends what this process may not go on with before it lets anybody pass. One that stood still wakes with answers and
 * timers that are long due; a call that they let go would come after those of whoever took over.
 */
const lookingFirst = (windows: SharedWindows, { isHeardOf }: Others): SharedWindows => ({
  ...windows,
  take: async (...asked) => {
    const answer = await windows.take(...asked);
    isHeardOf();
    return answer;
  },
});

/**
 * How this process keeps to the platforms' limits together with others, as configured; `undefined` when there are no
 * others, and each limit is its own.
 */
export const openWindows = async (options: {
  readonly redisUrl?: string;
  /** How this process works together with others; absent when there can be none. */
  readonly ownership: Others | undefined;
  readonly clock: Clock;
  readonly log: Log;
}): Promise<SharedWindows | undefined> => {
  const { redisUrl, ownership, clock, log } = options;
  const instances = (): number => ownership?.instances() ?? 1;
  const steadyNow = (): number => performance.now();
  const open = async (): Promise<SharedWindows | undefined> => {
    if (redisUrl === undefined)
      return ownership && createShareWindows({ instances, clock, steadyNow });
    const { createRedisWindows } = await import("./redis-windows.ts");
    return createRedisWindows({
      url: redisUrl,
      prefix: "steward:",
      instances,
      clock,
      steadyNow,
      log,
    });
  };
  const windows = await open();
  return windows && ownership ? lookingFirst(windows, ownership) : windows;
};
