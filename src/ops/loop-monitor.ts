import { monitorEventLoopDelay } from "node:perf_hooks";

export interface LoopMonitor {
  /** The longest time for which the event loop was stuck in this window and the one before, in milliseconds. */
  stalledMs(): number;
  stop(): void;
}

const resolutionMs = 20;

/**
 * Watches whether the event loop turns. While it is stuck nothing can answer; afterwards the stall stays
 * visible for one to two windows, so that a health check sees it and an old one is forgotten.
 */
export const startLoopMonitor = (windowMs = 30_000): LoopMonitor => {
  const histogram = monitorEventLoopDelay({ resolution: resolutionMs });
  histogram.enable();
  let before = 0;
  const longestMs = (): number => Math.max(0, histogram.max / 1e6 - resolutionMs);
  const timer = setInterval(() => {
    before = longestMs();
    histogram.reset();
  }, windowMs).unref();
  return {
    stalledMs: () => Math.max(before, longestMs()),
    stop: () => {
      clearInterval(timer);
      histogram.disable();
    },
  };
};
