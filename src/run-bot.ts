import { flushCompileCache } from "node:module";
import type { ConfigProblem } from "./config/config-problem.ts";
import { environmentDeployment } from "./config/deployment.ts";
import { defaultConfigFile, type Environment, readVariables } from "./config/environment.ts";
import type { LoadedConfig } from "./config/load.ts";
import type { ReadFile } from "./config/secret-file.ts";
import { systemClock } from "./core/clock.ts";
import { createLog } from "./ops/log.ts";
import { stopOnSignals } from "./ops/shutdown.ts";
import { isAlone, type Reached, reachPlatforms } from "./reach-platforms.ts";
import type { Steward } from "./start.ts";

/** Closing takes a moment beyond the grace that running commands have. */
const closingMs = 3_000;

/** What the bot needs of its process. */
export interface BotProcess {
  readonly process: Parameters<typeof stopOnSignals>[0]["process"] & {
    on(signal: "SIGHUP", listener: () => void): unknown;
  };
  /** The variables as they stand now. */
  readonly environment: () => Environment;
  readonly readFile: ReadFile;
  /** Tells the problems and ends the process. */
  readonly refuse: (problems: readonly ConfigProblem[]) => never;
}

/**
 * What `npm start` does. Whom the environment alone describes is connected at once; the YAML file, and the code that
 * checks it, are read meanwhile. What is delivered before all is checked and opened is not confirmed to the
 * platform, as when a process ends, and is delivered again.
 */
export const runBot = async ({
  process,
  environment,
  readFile,
  refuse,
}: BotProcess): Promise<void> => {
  const env = environment();
  const reading = readVariables(env, readFile);
  const log = createLog({ level: reading.values.LOG_LEVEL ?? "info" });
  const known = environmentDeployment(reading);
  let graceMs = 0;

  const openReached = async (early: Reached | undefined): Promise<Steward> => {
    const [{ commands }, { effectiveConfig }, { loadConfig }, { openSteward }] = await Promise.all([
      import("./commands/index.ts"),
      import("./config/effective.ts"),
      import("./config/load.ts"),
      import("./start.ts"),
    ]);
    const load = (from: Environment): LoadedConfig => loadConfig({ env: from, readFile, commands });
    const loaded = load(env);
    if (!loaded.ok) return refuse(loaded.problems);
    const { config } = loaded;
    log.info(effectiveConfig(config, commands), "configuration that differs from the defaults");
    graceMs = config.settings.shutdown.graceSeconds * 1000;
    // The file that was used at the start must still be there: without it, all defaults would hold at once.
    const file = env.STEWARD_CONFIG ?? defaultConfigFile;
    return openSteward(config, log, {
      source: { file, load: () => load({ ...environment(), STEWARD_CONFIG: file }) },
      ...(early === undefined ? {} : { early }),
    });
  };
  const open = async (): Promise<Steward> => {
    const early = known && isAlone(known) ? await reachPlatforms(known, log) : undefined;
    try {
      return await openReached(early);
    } catch (error) {
      // An open connection would keep the process alive.
      await early?.close();
      throw error;
    }
  };

  const opening = open();
  // Before anything is open: connecting takes as long as the network lets it, and a signal may come at any time.
  stopOnSignals({
    stop: async () => (await opening).stop(),
    deadlineMs: () => graceMs + closingMs,
    clock: systemClock,
    log,
    process,
  });
  const steward = await opening;
  process.on("SIGHUP", () => steward.reloadConfig());
  await steward.start();
  // Not only at the end, which may come without warning.
  flushCompileCache();
};
