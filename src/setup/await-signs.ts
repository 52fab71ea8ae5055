import type { Clock } from "../core/clock.ts";

/** Something that may happen while somebody is asked to make it happen. */
export interface Sign {
  happen(): void;
  /** `true` once it happened, `false` when the time is over or the person skips it. */
  within(ms: number): Promise<boolean>;
}

/** A sign that is waited for at the terminal, where Ctrl-C skips the wait instead of ending the program. */
export const createSign = (parts: {
  readonly clock: Clock;
  /** Calls on Ctrl-C until the returned function is called. */
  readonly onInterrupt: (task: () => void) => () => void;
}): Sign => {
  let happened = false;
  let tell = (): void => {};
  return {
    happen: () => {
      happened = true;
      tell();
    },
    within: async (ms) => {
      if (happened) return true;
      let cancel = (): void => {};
      let stopListening = (): void => {};
      await new Promise<void>((resolve) => {
        tell = resolve;
        cancel = parts.clock.after(ms, resolve);
        stopListening = parts.onInterrupt(resolve);
      });
      cancel();
      stopListening();
      return happened;
    },
  };
};
