import type { Clock } from "../core/clock.ts";
import type { News, Ownership } from "../core/lanes/ownership.ts";
import type { Log } from "../core/log.ts";
import { aliveMs, type PostgresLeases } from "./postgres-leases.ts";
import { readNews } from "./read-news.ts";
import { createTenures } from "./tenures.ts";

const beatEveryMs = 2_000;
const lookEveryMs = 1_000;
/** A process stops working this long before others may take over. */
const marginMs = 1_500;

export interface PostgresOwnership extends Ownership {
  /** Resolves when this process is known to live, or rejects. */
  start(): Promise<void>;
  /** What another process told. */
  hear(text: string): void;
  /** News may have been missed. */
  missed(): void;
  stop(): Promise<void>;
}

/**
 * Ownership of lanes by rows in PostgreSQL. A process counts as alive as long as it says so every two seconds; with
 * it, all its lanes. A process that could not say so stops working on its lanes before anybody else may take them:
 * it counts from the moment of asking, by a clock that also runs while the machine sleeps.
 */
export const createPostgresOwnership = (parts: {
  readonly id: string;
  readonly leases: PostgresLeases;
  readonly channel: string;
  readonly clock: Clock;
  /** Never set, unlike the clock; milliseconds. */
  readonly steadyNow: () => number;
  readonly log: Log | undefined;
}): PostgresOwnership => {
  const { id, leases, clock, log } = parts;
  const tenures = createTenures({
    claim: async (lane) => {
      if (!isHeardOf()) return false;
      const taken = await leases.take(lane);
      if (taken && !isHeardOf()) throw new Error("the database answered too late");
      return taken;
    },
    giveBack: (lane) => leases.giveBack(lane),
    clock,
    log,
  });
  let listener = (_news: News): void => {};
  let provenAt = { steadyMs: Number.NEGATIVE_INFINITY, wallMs: Number.NEGATIVE_INFINITY };
  let alive = 1;
  let backlog: ReadonlyMap<string, number> = new Map();
  let cancelBeat = (): void => {};
  let cancelEnd = (): void => {};
  let cancelLook = (): void => {};
  let stopped = false;
  let told = new Set<string>();

  const isHeardOf = (): boolean => {
    const agoMs = Math.max(parts.steadyNow() - provenAt.steadyMs, clock.now() - provenAt.wallMs);
    if (agoMs < aliveMs - marginMs) return true;
    tenures.lose();
    return false;
  };

  const beat = async (): Promise<void> => {
    const at = { steadyMs: parts.steadyNow(), wallMs: clock.now() };
    alive = await leases.beat();
    if (stopped) return;
    // Late news of being alive would come after others took over.
    isHeardOf();
    provenAt = at;
    tenures.giveBackRest();
    cancelEnd();
    cancelEnd = clock.after(aliveMs - marginMs - (parts.steadyNow() - at.steadyMs), () => {
      log?.error({}, "the database did not answer for too long: other instances take over");
      tenures.lose();
    });
  };

  const beatLater = (): void => {
    cancelBeat = clock.after(beatEveryMs, () => {
      beat()
        .catch((error: unknown) => log?.warn({ err: error }, "this instance could not be heard of"))
        .finally(() => (stopped ? undefined : beatLater()));
    });
  };

  const look = async (): Promise<void> => {
    await leases.freeDead();
    const waiting = await leases.waiting();
    backlog = new Map(waiting.map((one) => [one.lane, one.waiting]));
    for (const { lane, holder } of waiting) {
      if (holder === null || holder === id) listener({ kind: "work", lane });
    }
  };

  const lookLater = (): void => {
    cancelLook = clock.after(lookEveryMs, () => {
      look()
        .catch((error: unknown) => log?.warn({ err: error }, "the journal could not be looked at"))
        .finally(() => (stopped ? undefined : lookLater()));
    });
  };

  const tellAll = (): void => {
    const texts = [...told];
    told = new Set();
    for (const text of texts) {
      leases.tell(parts.channel, text).catch((error: unknown) => {
        log?.warn({ err: error }, "other instances could not be told");
      });
    }
  };

  return {
    take: (lane) => (stopped ? Promise.resolve(undefined) : tenures.take(lane)),
    tell: (news) => {
      if (stopped) return;
      if (told.size === 0) setImmediate(tellAll);
      told.add(JSON.stringify({ ...news, by: id }));
    },
    backlog: (lane) => backlog.get(lane) ?? 0,
    instances: () => alive,
    isHeardOf,
    listen: (next) => {
      listener = next;
      cancelLook();
      void look().catch(() => {});
      lookLater();
    },
    hear: (text) => {
      const told = readNews(text);
      if (told !== undefined && told.by !== id && !stopped) listener(told.news);
    },
    missed: () => {
      if (stopped) return;
      listener({ kind: "all-changed" });
      listener({ kind: "timers" });
    },
    start: async () => {
      await beat();
      beatLater();
    },
    stop: async () => {
      stopped = true;
      for (const cancel of [cancelBeat, cancelEnd, cancelLook]) cancel();
      await tenures.leave();
      await leases.leave();
    },
  };
};
