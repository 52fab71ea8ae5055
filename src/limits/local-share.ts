import type { SharedKey, WindowLimit } from "../core/limits/shared-windows.ts";

/** Windows are held a little longer than told: timers and clocks are not exact. */
const marginMs = 2;
/** Asked again when it depends on an answer that is still to come. */
const askAgainMs = 50;
/** Shares of less than one call make windows longer, so calls are remembered for at least this long. */
const rememberMs = 30_000;
/** Up to this part of a share, calls go as fast as the shortest window allows; then they are spread. */
const atFullPace = 0.4;

/** The calls of one key that this process made. */
interface Calls {
  readonly of: SharedKey;
  readonly underWay: Set<string>;
  /** When calls were answered, earliest first. */
  readonly answeredAtMs: Map<string, number>;
  lastTakenAtMs: number;
}

/** A call as another place can be told of it. */
export interface KnownCall {
  readonly call: string;
  /** Absent while it is under way. */
  readonly answeredAgoMs?: number;
}

/** Since when this process has to do with its share, among how many. */
export interface Alone {
  readonly sinceMs: number;
  /** The most processes that there were within so many milliseconds. */
  readonly instances: (withinMs: number) => number;
  /** Calls that all together had made in the longest window of a key, when last heard of. */
  readonly usedBefore: (key: string) => number;
}

/**
 * What one process may do when it cannot ask the others: its part of each limit, and less at first. It also knows
 * all calls of its own that still count, so that a Redis that forgot them can be told.
 */
export interface LocalShare {
  /** How long to wait; 0 when the call may be made, which is noted. */
  take(of: SharedKey, call: string, alone: Alone): number;
  /** A call that Redis gave leave for. */
  note(of: SharedKey, call: string): void;
  answered(of: SharedKey, call: string): void;
  giveBack(of: SharedKey, call: string): void;
  /** Nobody passes here for so long. */
  pause(key: string, ms: number): void;
  calls(): readonly { readonly of: SharedKey; readonly calls: readonly KnownCall[] }[];
}

/**
 * The part of a limit for one of so many. Where that would be less than one call, one in a longer window. What is
 * counted per chat or per message is kept all the same: only who has the chat's lane calls, and lanes change hands
 * so slowly (`createTenures`) that at most four processes come to call in one second. Pure.
 */
export const partOf = ({ limit, windowMs }: WindowLimit, instances: number): WindowLimit => {
  const part = Math.floor(limit / instances);
  return part >= 1
    ? { limit: part, windowMs }
    : { limit: 1, windowMs: windowMs * Math.ceil(instances / limit) };
};

/** `now` is steady, in milliseconds. */
export const createLocalShare = (now: () => number): LocalShare => {
  const keys = new Map<string, Calls>();
  const pausedUntilMs = new Map<string, number>();

  /** Forgets what counts no longer. */
  const prune = (calls: Calls): void => {
    const longestMs = calls.of.limits.at(-1)?.windowMs ?? 0;
    const beforeMs = now() - Math.max(longestMs + marginMs, rememberMs);
    for (const [call, atMs] of calls.answeredAtMs) {
      if (atMs > beforeMs) break;
      calls.answeredAtMs.delete(call);
    }
    if (calls.underWay.size === 0 && calls.answeredAtMs.size === 0) keys.delete(calls.of.key);
  };

  const pruneAll = (): void => {
    for (const calls of [...keys.values()]) prune(calls);
  };

  const callsOf = (of: SharedKey): Calls => {
    const known = keys.get(of.key);
    if (known !== undefined) return known;
    // Now and then is often enough: what is forgotten late only costs memory.
    if (keys.size % 64 === 63) pruneAll();
    const calls = {
      of,
      underWay: new Set<string>(),
      answeredAtMs: new Map<string, number>(),
      lastTakenAtMs: Number.NEGATIVE_INFINITY,
    };
    keys.set(of.key, calls);
    return calls;
  };

  const roomInMs = (calls: Calls, { limit, windowMs }: WindowLimit, sinceMs: number): number => {
    const fromMs = Math.max(sinceMs, now() - windowMs - marginMs);
    const counting = [...calls.answeredAtMs.values()].filter((atMs) => atMs > fromMs);
    const excess = calls.underWay.size + counting.length - limit;
    if (excess < 0) return 0;
    const release = counting[excess];
    return release === undefined ? askAgainMs : release + windowMs + marginMs - now();
  };

  const limitWaitMs = (
    { of, calls, alone }: { of: SharedKey; calls: Calls; alone: Alone },
    one: WindowLimit,
  ): number => {
    const [shortest = one] = of.limits;
    const overAtMs = alone.sinceMs + one.windowMs;
    const instances = alone.instances(one.windowMs);
    if (one === shortest || now() >= overAtMs) {
      return roomInMs(calls, partOf(one, instances), Number.NEGATIVE_INFINITY);
    }
    // In the first of its windows, a long limit is used up by what all did before, as far as that was heard of.
    const left = one.limit - alone.usedBefore(of.key) - shortest.limit;
    if (left < instances) return overAtMs - now();
    return roomInMs(calls, partOf({ ...one, limit: left }, instances), alone.sinceMs);
  };

  const pauseLeftMs = (key: string): number => {
    const leftMs = (pausedUntilMs.get(key) ?? 0) - now();
    if (leftMs <= 0) pausedUntilMs.delete(key);
    return leftMs;
  };

  const paceWaitMs = (calls: Calls, alone: Alone): number => {
    const [short, long] = calls.of.limits.map((one) => partOf(one, alone.instances(one.windowMs)));
    if (!calls.of.spread || short === undefined || long === undefined) return 0;
    const fromMs = now() - long.windowMs;
    const used =
      calls.underWay.size + [...calls.answeredAtMs.values()].filter((atMs) => atMs > fromMs).length;
    const { limit, windowMs } = used < atFullPace * long.limit ? short : long;
    return calls.lastTakenAtMs + windowMs / limit - now();
  };

  return {
    take: (of, call, alone) => {
      const calls = callsOf(of);
      const waits = of.limits.map((one) => limitWaitMs({ of, calls, alone }, one));
      const waitMs = Math.max(0, pauseLeftMs(of.key), paceWaitMs(calls, alone), ...waits);
      if (waitMs > 0) return waitMs;
      calls.underWay.add(call);
      calls.lastTakenAtMs = now();
      return 0;
    },
    note: (of, call) => {
      callsOf(of).underWay.add(call);
    },
    answered: (of, call) => {
      const calls = callsOf(of);
      calls.underWay.delete(call);
      calls.answeredAtMs.set(call, now());
      prune(calls);
    },
    giveBack: (of, call) => {
      const calls = callsOf(of);
      calls.underWay.delete(call);
      prune(calls);
    },
    pause: (key, ms) => {
      pausedUntilMs.set(key, Math.max(pausedUntilMs.get(key) ?? 0, now() + ms));
    },
    calls: () => {
      pruneAll();
      return [...keys.values()].map(({ of, underWay, answeredAtMs }) => ({
        of,
        calls: [
          ...[...underWay].map((call) => ({ call })),
          ...[...answeredAtMs].map(([call, atMs]) => ({ call, answeredAgoMs: now() - atMs })),
        ],
      }));
    },
  };
};
