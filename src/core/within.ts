import type { Clock } from "./clock.ts";

/**
 * Runs `work` under a deadline, in milliseconds, that also ends when the app stops; `undefined` when that came
 * first. The signal tells the work, whose late end or failure is then nobody's concern.
 */
export const within = async <T>(
  clock: Clock,
  limit: { readonly ms: number; readonly stopping: AbortSignal },
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T | undefined> => {
  // An aborted signal tells nobody any more.
  if (limit.stopping.aborted) return undefined;
  const deadline = new AbortController();
  const cancel = clock.after(limit.ms, () => deadline.abort());
  const signal = AbortSignal.any([limit.stopping, deadline.signal]);
  const { promise: over, resolve } = Promise.withResolvers<undefined>();
  const end = (): void => resolve(undefined);
  signal.addEventListener("abort", end, { once: true });
  try {
    return await Promise.race([work(signal), over]);
  } finally {
    cancel();
    // Node keeps a composed signal for as long as somebody listens to it and its sources live.
    signal.removeEventListener("abort", end);
  }
};
