import { type FSWatcher, watch } from "node:fs";
import { basename, dirname } from "node:path";
import { type Clock, systemClock } from "../core/clock.ts";
import type { Log } from "../core/log.ts";
import type { ConfigProblem } from "./config-problem.ts";
import type { Config, LoadedConfig } from "./load.ts";

/** What became of the last reload. */
export interface ReloadState {
  readonly atMs: number;
  /** Empty when it succeeded; otherwise why the configuration before it still holds. */
  readonly problems: readonly ConfigProblem[];
}

export interface ConfigWatch {
  /** Reads the configuration again now; also for SIGHUP. */
  reload(): void;
  /** Absent until the first reload. */
  last(): ReloadState | undefined;
  stop(): void;
}

/** An editor writes a file in several steps; only what stands after the last one counts. */
const settlingMs = 200;

/**
 * Follows the YAML file: the folder is watched, since editors and orchestrators put another file in its place.
 * What cannot be used is told precisely and changes nothing. Where the folder cannot be watched, `reload` remains.
 */
export const watchConfig = (parts: {
  readonly file: string;
  readonly load: () => LoadedConfig;
  /** Given a configuration without problems. */
  readonly apply: (config: Config) => void;
  readonly onReload: (result: "ok" | "invalid") => void;
  readonly log: Log;
  readonly clock?: Clock;
}): ConfigWatch => {
  const { file, log, clock = systemClock } = parts;
  let last: ReloadState | undefined;
  let cancel = (): void => {};
  let watcher: FSWatcher | undefined;

  const loaded = (): LoadedConfig => {
    try {
      return parts.load();
    } catch (error) {
      log.error({ err: error }, "the configuration could not be read");
      const wrong = "could not be read";
      return {
        ok: false,
        problems: [{ key: file, wrong, fix: "See the line before in the log." }],
      };
    }
  };

  const reload = (): void => {
    cancel();
    const result = loaded();
    last = { atMs: clock.now(), problems: result.ok ? [] : result.problems };
    if (result.ok) {
      parts.apply(result.config);
      log.info({ file }, "the configuration was read again and holds from now on");
    } else {
      for (const { key, wrong, fix } of result.problems)
        log.error(
          { file, key, wrong, fix },
          "the configuration is not valid; the last one still holds",
        );
    }
    parts.onReload(result.ok ? "ok" : "invalid");
  };

  try {
    watcher = watch(dirname(file), { persistent: false }, (_event, name) => {
      // Orchestrators swap a link beside the file, under a name of their own.
      if (name !== null && name !== basename(file) && !name.startsWith("..")) return;
      cancel();
      cancel = clock.after(settlingMs, reload);
    });
    watcher.on("error", (error) => {
      log.warn({ err: error, file }, "the configuration file is not watched any more");
    });
  } catch (error) {
    log.warn(
      { err: error, file },
      "the configuration file cannot be watched; SIGHUP reads it again",
    );
  }

  return {
    reload,
    last: () => last,
    stop: () => {
      cancel();
      watcher?.close();
    },
  };
};
