import { setTimeout as pause } from "node:timers/promises";
import type { Deployment, PlatformAccounts } from "./config/deployment.ts";
import { systemClock } from "./core/clock.ts";
import type { SharedWindows } from "./core/limits/shared-windows.ts";
import type { Log } from "./core/log.ts";
import type { Observer } from "./core/observer.ts";
import type { Platform } from "./core/platform.ts";
import { createLateObserver } from "./ops/late-observer.ts";

/** One process alone can call the platforms at once; several share the limits and find each other in the store. */
export const isAlone = ({ databaseUrl, redisUrl }: Deployment): boolean =>
  databaseUrl === undefined && redisUrl === undefined;

/** Platforms that are being connected to. */
export interface Reached {
  readonly accounts: PlatformAccounts;
  readonly platforms: readonly Platform[];
  /** Who counts what happens there, also what happened so far. */
  observedBy(observer: Observer): void;
  close(): Promise<void>;
}

/**
 * How long connecting has the process for itself. Loading the rest takes a quarter second of it, in long steps, and
 * each answer of the platform would wait for the end of one.
 */
const headStartMs = 100;

/** The platforms as configured; what is not configured is not loaded. */
const createPlatforms = async (
  accounts: PlatformAccounts,
  surroundings: {
    readonly log: Log;
    readonly observer: Observer;
    readonly sharedWindows?: SharedWindows;
  },
): Promise<readonly Platform[]> => {
  const around = { ...surroundings, clock: systemClock };
  const platforms: Platform[] = [];
  if (accounts.feishu.length > 0) {
    const { createFeishuPlatform } = await import("./platforms/feishu/platform.ts");
    for (const account of accounts.feishu)
      platforms.push(createFeishuPlatform({ ...account, ...around }));
  }
  if (accounts.imkit.length > 0) {
    const { createImkitPlatform } = await import("./platforms/imkit/platform.ts");
    for (const account of accounts.imkit)
      platforms.push(createImkitPlatform({ ...account, ...around }));
  }
  if (accounts.whatsapp.length > 0) {
    const { createWhatsappPlatform } = await import("./platforms/whatsapp/platform.ts");
    for (const account of accounts.whatsapp)
      platforms.push(createWhatsappPlatform({ ...account, ...around }));
  }
  return platforms;
};

/** Begins to connect. Where that takes long it goes on behind; what is delivered waits for the app to take it. */
export const reachPlatforms = async (
  accounts: PlatformAccounts,
  log: Log,
  sharedWindows?: SharedWindows,
): Promise<Reached> => {
  const { observer, passTo } = createLateObserver();
  const platforms = await createPlatforms(accounts, {
    log,
    observer,
    ...(sharedWindows === undefined ? {} : { sharedWindows }),
  });
  const prepared = Promise.all(platforms.map(async (platform) => platform.prepare?.()));
  await Promise.race([prepared, pause(headStartMs)]);
  return {
    accounts,
    platforms,
    observedBy: passTo,
    close: async () => {
      await Promise.all(platforms.map((platform) => platform.stop()));
      await Promise.all(platforms.map((platform) => platform.close()));
    },
  };
};
