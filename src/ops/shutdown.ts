import type { Clock } from "../core/clock.ts";
import type { Log } from "../core/log.ts";

type Signal = "SIGTERM" | "SIGINT";

export interface ShutdownOptions {
  /** Ends everything in order. It is given time for running commands by the app's own grace. */
  readonly stop: () => Promise<void>;
  /** Longest time for all of `stop`, in milliseconds, asked when it begins: the app's grace and a little for closing. */
  readonly deadlineMs: () => number;
  readonly clock: Clock;
  readonly log: Log;
  /** The process, or a stand-in. */
  readonly process: {
    on(signal: Signal, listener: (signal: Signal) => void): unknown;
    off(signal: Signal, listener: (signal: Signal) => void): unknown;
    exit(status: number): void;
  };
}

/**
 * The first SIGTERM or SIGINT stops in order and exits with 0; with 1 if that fails or takes longer than the
 * deadline. A second signal exits with 1 at once: what was accepted is in the journal and runs at the next
 * start. Returns a function that stops listening.
 */
export const stopOnSignals = (options: ShutdownOptions): (() => void) => {
  const { stop, clock, log, process } = options;
  let stopping = false;
  let ended = false;
  const exit = (status: number): void => {
    if (ended) return;
    ended = true;
    process.exit(status);
  };

  const inOrder = async (): Promise<void> => {
    const deadlineMs = options.deadlineMs();
    const cancel = clock.after(deadlineMs, () => {
      log.error(
        { deadlineMs },
        "stopping took too long; unfinished commands run at the next start",
      );
      exit(1);
    });
    try {
      await stop();
      log.info({}, "stopped");
      exit(0);
    } catch (error) {
      log.error({ err: error }, "stopping failed");
      exit(1);
    } finally {
      cancel();
    }
  };

  const onSignal = (signal: Signal): void => {
    if (stopping) {
      log.warn({ signal }, "second signal, exiting at once");
      exit(1);
      return;
    }
    stopping = true;
    log.info({ signal }, "stopping");
    void inOrder();
  };
  process.on("SIGTERM", onSignal);
  process.on("SIGINT", onSignal);
  return () => {
    process.off("SIGTERM", onSignal);
    process.off("SIGINT", onSignal);
  };
};
