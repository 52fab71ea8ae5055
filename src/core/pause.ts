import type { Clock } from "./clock.ts";

/** Resolves after `ms`, or at once when `signal` is aborted. */
export const pause = ({
  ms,
  clock,
  signal,
}: {
  readonly ms: number;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}): Promise<void> =>
  new Promise((resolve) => {
    const end = (): void => {
      cancel();
      signal.removeEventListener("abort", end);
      resolve();
    };
    const cancel = clock.after(ms, end);
    signal.addEventListener("abort", end);
    if (signal.aborted) end();
  });
