import { vi } from "vitest";

/** Waits until `check` no longer throws; patient, so that a busy machine fails no test. */
export const eventually = <T>(check: () => T): Promise<T> =>
  vi.waitFor(check, { timeout: 10_000, interval: 10 });
