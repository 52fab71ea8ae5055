import type { Clock } from "../clock.ts";

/** What `work` comes to; `failed` when it rejects or takes longer than `ms`. Never rejects. */
export const inTime = <T>(
  work: Promise<T>,
  { ms, clock }: { readonly ms: number; readonly clock: Clock },
): Promise<T | "failed"> =>
  new Promise((resolve) => {
    const cancel = clock.after(ms, () => resolve("failed"));
    const settle = (outcome: T | "failed"): void => {
      cancel();
      resolve(outcome);
    };
    work.then(settle, () => settle("failed"));
  });
