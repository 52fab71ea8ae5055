import type { Clock } from "../core/clock.ts";
import type { Tenure } from "../core/lanes/ownership.ts";
import type { Log } from "../core/log.ts";

/**
 * A lane that was worked on is kept for so long after: often more comes, and taking it costs a question. It also
 * bounds how many processes can work on one lane within a second, to four (`partOf` in `src/limits` counts on it).
 */
const lingerMs = 250;

interface Held {
  readonly tenures: Set<AbortController>;
  cancelLinger: () => void;
}

/** The lanes that this process has, and who in it uses them. */
export interface Tenures {
  take(lane: string): Promise<Tenure | undefined>;
  /** Another process may have them all by now. */
  lose(): void;
  /** Gives back what could not be given back before. */
  giveBackRest(): void;
  /** Takes no more. Resolves when every lane that is no longer used has lingered, and was given back. */
  leave(): Promise<void>;
}

/**
 * Counts who uses a lane, so that it is asked for once and given back once. `claim` asks whether this process may
 * have it; what is given back is asked for anew.
 */
export const createTenures = (parts: {
  readonly claim: (lane: string) => Promise<boolean>;
  readonly giveBack: (lane: string) => Promise<void>;
  readonly clock: Clock;
  readonly log: Log | undefined;
}): Tenures => {
  const held = new Map<string, Held>();
  const asking = new Map<string, Promise<boolean>>();
  const ending = new Map<string, Promise<void>>();
  /** May be this process's in the database, although nobody here has them. */
  const rest = new Set<string>();
  let leaving = false;

  const end = (lane: string): void => {
    held.delete(lane);
    rest.delete(lane);
    const over = parts
      .giveBack(lane)
      .catch((error: unknown) => {
        rest.add(lane);
        parts.log?.warn({ err: error }, "a lane could not be given back; trying again");
      })
      .finally(() => ending.delete(lane));
    ending.set(lane, over);
  };

  const use = (lane: string, one: Held): Tenure => {
    one.cancelLinger();
    const lost = new AbortController();
    one.tenures.add(lost);
    return {
      lost: lost.signal,
      release: () => {
        if (!one.tenures.delete(lost) || one.tenures.size > 0 || held.get(lane) !== one) return;
        one.cancelLinger = parts.clock.after(lingerMs, () => end(lane));
      },
    };
  };

  const ask = async (lane: string): Promise<boolean> => {
    await ending.get(lane);
    const claimed = await parts.claim(lane).catch((error: unknown) => {
      rest.add(lane);
      throw error;
    });
    if (!claimed) return false;
    rest.delete(lane);
    held.set(lane, { tenures: new Set(), cancelLinger: () => {} });
    return true;
  };

  return {
    take: async (lane) => {
      const known = held.get(lane);
      if (known !== undefined) return use(lane, known);
      if (leaving) return undefined;
      const question =
        asking.get(lane) ??
        ask(lane).finally(() => {
          asking.delete(lane);
        });
      asking.set(lane, question);
      if (!(await question)) return undefined;
      const one = held.get(lane);
      return one && use(lane, one);
    },
    lose: () => {
      for (const [lane, one] of [...held]) {
        one.cancelLinger();
        held.delete(lane);
        rest.add(lane);
        for (const lost of one.tenures) lost.abort();
      }
    },
    giveBackRest: () => {
      for (const lane of [...rest]) {
        if (!held.has(lane) && !asking.has(lane) && !ending.has(lane)) end(lane);
      }
    },
    leave: async () => {
      leaving = true;
      if (held.size === 0) return;
      await new Promise<void>((resolve) => void parts.clock.after(lingerMs, resolve));
    },
  };
};
