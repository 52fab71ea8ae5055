import type { Clock } from "../core/clock.ts";
import type { SharedWindows } from "../core/limits/shared-windows.ts";
import type { Log } from "../core/log.ts";
import { createShareWindows } from "./share-windows.ts";

/**
 * How this process keeps to the platforms' limits together with others, as configured; `undefined` when there are no
 * others, and each limit is its own.
 */
export const openWindows = async (options: {
  readonly redisUrl?: string;
  /** How many processes live; absent when there can be only one. */
  readonly instances: (() => number) | undefined;
  readonly clock: Clock;
  readonly log: Log;
}): Promise<SharedWindows | undefined> => {
  const { redisUrl, instances, clock, log } = options;
  const steadyNow = (): number => performance.now();
  if (redisUrl !== undefined) {
    const { createRedisWindows } = await import("./redis-windows.ts");
    return createRedisWindows({
      url: redisUrl,
      prefix: "steward:",
      instances: instances ?? (() => 1),
      clock,
      steadyNow,
      log,
    });
  }
  return instances && createShareWindows({ instances, clock, steadyNow });
};
