import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { createApp } from "../src/app.ts";
import { commands } from "../src/commands/index.ts";
import { liveSettings } from "../src/config/chat-settings.ts";
import { settingsSchema } from "../src/config/schema.ts";
import { systemClock } from "../src/core/clock.ts";
import type { Intake, Platform, Ports } from "../src/core/platform.ts";
import { createLog } from "../src/ops/log.ts";
import { createMetrics } from "../src/ops/metrics.ts";
import { DeliveryDispatcher } from "../src/platforms/feishu/delivery-dispatcher.ts";
import { createFeishuPlatform } from "../src/platforms/feishu/platform.ts";
import { createReception, type ReceptionOptions } from "../src/platforms/feishu/reception.ts";
import { createSdkLogger } from "../src/platforms/feishu/sdk-logger.ts";
import { openSqliteStore } from "../src/store/open-sqlite.ts";
import type { TemporaryFolder } from "./temporary-folder.ts";

/** The whole corridor in this process, from a delivery as the SDK hands it over to the calls, which go to `ports`. */
export interface InProcessApp {
  readonly dispatcher: DeliveryDispatcher;
  /** What a reception of one's own needs, for instance that of a webhook. */
  readonly reception: ReceptionOptions;
  /** Deliveries taken so far, by kind. */
  readonly taken: Readonly<Record<string, number>>;
  /** Commands accepted and not over. */
  waiting(): number;
  close(): Promise<void>;
}

export const benchAppId = "cli_0123456789abcdef";

/** Starts the corridor with everything as in production except the network: SQLite on disk, metrics, settings. */
export const startInProcessApp = async (
  folder: TemporaryFolder,
  ports: Partial<Ports> = {},
): Promise<InProcessApp> => {
  const clock = systemClock;
  const log = createLog({ level: "silent" });
  const store = await openSqliteStore({ file: join(folder.path, "steward.db"), clock });
  const taken: Record<string, number> = {};
  const metrics = createMetrics({
    app: () => app.state(),
    timers: () => store.timers.count(),
    loopStalledMs: () => 0,
    storeWorks: () => Promise.resolve(true),
  });
  const observer: typeof metrics.observer = {
    ...metrics.observer,
    delivery: (event) => {
      taken[event.kind] = (taken[event.kind] ?? 0) + 1;
      metrics.observer.delivery(event);
    },
  };
  const feishu = createFeishuPlatform({
    appId: benchAppId,
    appSecret: "not-a-secret",
    // Nobody listens there, and nobody is asked.
    domain: "http://127.0.0.1:9",
    transport: { kind: "websocket" },
    clock,
    log,
    observer,
  });
  const { promise: started, resolve: start } = Promise.withResolvers<Intake>();
  const platform: Platform = {
    ...feishu,
    ports: { ...feishu.ports, ...ports },
    start: (intake) => {
      start(intake);
      return Promise.resolve();
    },
    stop: () => Promise.resolve(),
  };
  const settings = settingsSchema(commands).parse({});
  const parts = {
    platforms: [platform],
    store,
    config: {
      ...liveSettings(() => settings),
      maxWaiting: 1_000_000,
      maxWaitingPerChat: 1_000_000,
      graceMs: 1,
    },
    clock,
    log,
    observer,
    incidentId: () => "bench",
    newToken: randomUUID,
  };
  const app = createApp(parts);
  await app.start();
  const intake = await started;
  const reception = {
    self: () => ({ appId: benchAppId, openId: undefined }),
    intake,
    observer,
    log,
  };
  return {
    dispatcher: new DeliveryDispatcher(createReception(reception), createSdkLogger(log)),
    reception,
    taken,
    waiting: () => app.state().waiting,
    close: () => app.stop(),
  };
};
