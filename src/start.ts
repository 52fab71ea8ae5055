import { randomBytes } from "node:crypto";
import type { App } from "./app.ts";
import { liveSettings } from "./config/chat-settings.ts";
import { problemLine } from "./config/config-problem.ts";
import type { PlatformAccounts } from "./config/deployment.ts";
import type { Config, LoadedConfig } from "./config/load.ts";
import { type ConfigWatch, watchConfig } from "./config/watch.ts";
import { systemClock } from "./core/clock.ts";
import type { SharedWindows } from "./core/limits/shared-windows.ts";
import type { Log } from "./core/log.ts";
import { health, readiness, type Verdict } from "./ops/health.ts";
import type { HttpServer } from "./ops/http.ts";
import { startLoopMonitor } from "./ops/loop-monitor.ts";
import { isAlone, type Reached, reachPlatforms } from "./reach-platforms.ts";

/** A bot: its app and its HTTP server. */
export interface Steward {
  readonly app: App;
  readonly http: HttpServer;
  /**
   * Continues what was left unfinished and connects. Resolves after the first attempt, whatever its outcome: a
   * platform that cannot be reached is tried again for ever. Leaves nothing running when it rejects.
   */
  start(): Promise<void>;
  /** Reads the configuration again, as when its file changes. */
  reloadConfig(): void;
  /** Ends everything in order, also while it is starting. */
  stop(): Promise<void>;
}

/** Where the configuration comes from, for reading it again while the bot runs. */
export interface ConfigSource {
  /** The YAML file, which is watched. */
  readonly file: string;
  readonly load: () => LoadedConfig;
}

/** What a running bot cannot take over: accounts, folders and ports are those of its start. */
const untilRestart = ({ settings: _live, ...rest }: Config): string => JSON.stringify(rest);

/** Accounts of a platform stand in one place: where some were reached before the file was read, all were. */
const notReachedBy = (early: Reached | undefined, config: Config): PlatformAccounts => ({
  feishu: early?.accounts.feishu.length ? [] : config.feishu,
  imkit: early?.accounts.imkit.length ? [] : config.imkit,
  whatsapp: early?.accounts.whatsapp.length ? [] : config.whatsapp,
});

type Undo = () => Promise<void> | void;

/** What a bot can be given beside its configuration. */
export interface OpeningOptions {
  /** Where the configuration is read again while the bot runs. */
  readonly source?: ConfigSource;
  /** Platforms that are being connected to already. Stopped with the bot; if it cannot be opened, left to the caller. */
  readonly early?: Reached;
}

/**
 * Opens what the bot needs as configured: store, platforms, HTTP server. Rejects when the store cannot be opened
 * or the port cannot be had, and then leaves nothing open.
 */
export const openSteward = async (
  config: Config,
  log: Log,
  options: OpeningOptions = {},
): Promise<Steward> => {
  const undo: Undo[] = [];
  try {
    return await assemble({ config, log, ...options, onFailure: (step) => undo.push(step) });
  } catch (error) {
    for (const step of undo.toReversed()) await step();
    throw error;
  }
};

const assemble = async (
  parts: OpeningOptions & {
    readonly config: Config;
    readonly log: Log;
    /** Steps that take back what was opened, the latest first. */
    readonly onFailure: (step: Undo) => void;
  },
): Promise<Steward> => {
  const { config, log, source, early, onFailure } = parts;
  const clock = systemClock;
  let current = config.settings;
  let watch: ConfigWatch | undefined;
  const settings = liveSettings(
    () => current,
    () => (watch?.last()?.problems ?? []).map(problemLine),
  );
  const loop = startLoopMonitor();
  onFailure(() => loop.stop());
  const phase = { started: false, stopping: false };
  const reached: Reached[] = early === undefined ? [] : [early];
  const reach = async (windows?: SharedWindows): Promise<void> => {
    const some = await reachPlatforms(notReachedBy(early, config), log, windows);
    onFailure(() => some.close());
    reached.push(some);
  };

  if (isAlone(config)) await reach();
  const { openStore } = await import("./store/open-store.ts");
  const store = await openStore({ ...config, clock, log });
  onFailure(() => store.close());
  const { openWindows } = await import("./limits/open-windows.ts");
  const windows = await openWindows({
    ...config,
    ownership: store.ownership,
    clock,
    log,
  });
  onFailure(() => windows?.close());
  if (!isAlone(config)) await reach(windows);
  const platforms = reached.flatMap((some) => some.platforms);
  const { createMetrics } = await import("./ops/metrics.ts");
  const metrics = createMetrics({
    app: () => app.state(),
    timers: () => store.timers.count(),
    loopStalledMs: () => loop.stalledMs(),
    storeWorks: () =>
      store.probe().then(
        () => true,
        () => false,
      ),
    ...(windows === undefined ? {} : { sharedLimits: () => windows.state() }),
  });
  for (const some of reached) some.observedBy(metrics.observer);
  const { createApp } = await import("./app.ts");
  /** Without Redis nothing is amiss when every instance keeps to its share. */
  const sharedLimits = config.redisUrl === undefined ? undefined : windows;
  const app = createApp({
    platforms,
    store,
    config: settings,
    clock,
    log,
    observer: metrics.observer,
    incidentId: () => randomBytes(4).toString("hex"),
    newToken: () => randomBytes(16).toString("hex"),
    ...(sharedLimits === undefined ? {} : { sharedLimits: () => sharedLimits.state() }),
  });

  const healthNow = (): Verdict =>
    health(
      {
        links: app.state().links,
        ...(sharedLimits === undefined ? {} : { sharedLimits: sharedLimits.state() }),
        loopStalledMs: loop.stalledMs(),
        linkDeadMs: current.health.linkDeadSeconds * 1000,
        loopStallMs: current.health.loopStallMs,
      },
      clock.now(),
    );
  const readinessNow = async (): Promise<Verdict> => {
    const { links, hasRoom } = app.state();
    const storeProblem = await store.probe().then(
      () => undefined,
      (error: unknown) => (error instanceof Error ? error.message : "unknown"),
    );
    return readiness({
      ...phase,
      links,
      hasRoom,
      ...(storeProblem === undefined ? {} : { storeProblem }),
    });
  };

  const { startHttpServer } = await import("./ops/http.ts");
  const http = await startHttpServer({
    host: config.host,
    port: config.port,
    log,
    health: healthNow,
    readiness: readinessNow,
    metrics,
    webhooks: platforms.flatMap(({ webhook }) => (webhook ? [webhook] : [])),
  });
  log.info({ port: http.port }, "listening for health, metrics and webhooks");
  if (source !== undefined) {
    watch = watchConfig({
      ...source,
      apply: (read) => {
        current = read.settings;
        if (untilRestart(read) !== untilRestart(config))
          log.warn({ file: source.file }, "accounts, folders and ports change at the next start");
      },
      onReload: metrics.configReloaded,
      log,
      clock,
    });
  }

  const end = async (): Promise<void> => {
    phase.stopping = true;
    watch?.stop();
    await app.stop();
    await windows?.close();
    await http.close();
    loop.stop();
  };
  let ending: Promise<void> | undefined;
  const stop = (): Promise<void> => {
    ending ??= end();
    return ending;
  };
  return {
    app,
    http,
    reloadConfig: () => watch?.reload(),
    stop,
    start: async () => {
      try {
        await app.start();
      } catch (error) {
        await stop();
        throw error;
      }
      phase.started = true;
    },
  };
};
