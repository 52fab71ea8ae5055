import type { Clock } from "../clock.ts";
import type { Settings } from "../settings/settings.ts";
import type { Store } from "../store.ts";

const sweepEveryMs = 10 * 60_000;
/** At once: bounds for how long a sweep keeps the store from other writes. */
const rows = 1_000;

/** Deletes what was kept for long enough. */
export interface Sweeper {
  start(): void;
  /** Resolves when nothing is swept any more. */
  stop(): Promise<void>;
}

/**
 * Sweeps finished commands, expired cards and kept texts every ten minutes: all that are due, however many came since,
 * a few at a time. A sweep that fails is told to `onBug`, and the next one makes up for it.
 */
export const createSweeper = (parts: {
  readonly store: Pick<Store, "journal" | "cards" | "texts">;
  readonly settings: Pick<Settings, "keepMs" | "keepTextMs">;
  readonly clock: Clock;
  readonly onBug: (error: unknown) => void;
}): Sweeper => {
  const { store, settings, clock } = parts;
  let stopped = false;
  let cancel = (): void => {};
  let sweeping = Promise.resolve();

  const sweepAll = async (sweep: (limit: number) => Promise<number>): Promise<void> => {
    while (!stopped && (await sweep(rows)) === rows);
  };
  const sweep = async (): Promise<void> => {
    const nowMs = clock.now();
    await sweepAll((limit) => store.journal.sweep(nowMs - settings.keepMs, limit));
    await sweepAll((limit) => store.cards.sweep(nowMs, limit));
    await sweepAll((limit) => store.texts.sweep(nowMs - settings.keepTextMs, limit));
  };
  const later = (): void => {
    if (stopped) return;
    cancel = clock.after(sweepEveryMs, () => {
      sweeping = sweep().catch(parts.onBug).finally(later);
    });
  };

  return {
    start: later,
    stop: () => {
      stopped = true;
      cancel();
      return sweeping;
    },
  };
};
