import type { Clock } from "../clock.ts";
import type { SharedKey, SharedWindows } from "./shared-windows.ts";

/** Leave to make one call. Exactly one of both is called, once; more is harmless. */
export interface Leave {
  /** The call was answered or given up: it counts until the windows have passed from now. */
  leave(): void;
  /** The call was never sent: it does not count. */
  giveBack(): void;
}

/** What a queue needs so that those in it count together with the calls of other processes. */
export interface Leaves {
  /** Somebody came, or may go on: asks for whoever is next, unless that is under way. */
  look(): void;
  /** A leave for one call at once, if there is any. */
  atOnce(of: SharedKey): Promise<Leave | undefined>;
  /** Calls that were let go and are not over. */
  underWay(): number;
  /** Whether nothing is asked, and nothing under way. */
  idle(): boolean;
  close(): void;
}

/**
 * Asks for leave on behalf of a queue. Only for the one whose turn it is, so that what is asked does not grow with
 * what waits.
 */
export const createLeaves = (options: {
  readonly windows: SharedWindows;
  /** A name for a call that no other call of this process under the same key has. */
  readonly newCall: () => string;
  /** Steady. */
  readonly clock: Clock;
  /** What the next one counts against; `undefined` when nobody may go now. */
  readonly next: () => SharedKey | undefined;
  /** Lets the next one go by a leave for `of`; `false` when there is nobody any more for whom it is good. */
  readonly admit: (leave: Leave, of: SharedKey) => boolean;
  /** Told how long there will be no leave for `of`. */
  readonly onWait?: (of: SharedKey, ms: number) => void;
}): Leaves => {
  const { windows, clock } = options;
  let underWay = 0;
  let asking = false;
  let cancelWait = (): void => {};
  let closed = false;

  const leaveFor = (of: SharedKey, call: string): Leave => {
    let over = false;
    const end = (how: "answered" | "giveBack"): void => {
      if (over) return;
      over = true;
      underWay -= 1;
      windows[how](of, call);
      look();
    };
    underWay += 1;
    return { leave: () => end("answered"), giveBack: () => end("giveBack") };
  };

  const ask = async (): Promise<void> => {
    asking = true;
    for (let of = options.next(); of !== undefined && !closed; of = options.next()) {
      const call = options.newCall();
      const answer = await windows.take(of, call);
      if (answer.kind === "wait") {
        options.onWait?.(of, answer.ms);
        cancelWait = clock.after(answer.ms, look);
        break;
      }
      const leave = leaveFor(of, call);
      if (!options.admit(leave, of)) leave.giveBack();
    }
    // In the same step in which nobody was found: who comes in the next must not be taken for asked about.
    asking = false;
  };

  const look = (): void => {
    if (asking || closed) return;
    cancelWait();
    void ask();
  };

  return {
    look,
    atOnce: async (of) => {
      const call = options.newCall();
      const answer = await windows.take(of, call);
      return answer.kind === "wait" ? undefined : leaveFor(of, call);
    },
    underWay: () => underWay,
    idle: () => underWay === 0 && !asking,
    close: () => {
      closed = true;
      cancelWait();
    },
  };
};
