import { randomUUID } from "node:crypto";
import { Redis } from "ioredis";
import type { Clock } from "../core/clock.ts";
import type { SharedKey, SharedWindows } from "../core/limits/shared-windows.ts";
import type { Log } from "../core/log.ts";
import { createLocalShare } from "./local-share.ts";
import { createRecentMost } from "./recent-most.ts";
import { createWindowCalls, type WindowCalls } from "./window-calls.ts";

/** How long an instance counts as alive after its last word. */
const aliveMs = 2_500;
const beatEveryMs = 100;
/** How long the others count on an instance asking Redis, after it said so; then its share is left to it. */
const presentMs = 300;
/** A call is taken to have arrived this long after its leave, where nobody can be asked about it any more. */
const arriveMs = 300;
/** At first: until then every other instance has noticed that it is one more, also those without Redis. */
const noticeMs = 4_000;
/** After Redis lost its memory nobody passes for so long: every living instance tells it of its calls meanwhile. */
const settleMs = aliveMs;
/** A new connection may lead to a copy that missed the last moments, and others need a moment to tell it of theirs. */
const returnMs = 1_500;
const askAgainMs = 100;

/**
 * Limits that several processes keep together by leases in Redis. Guarantee: no sliding window at the platform holds
 * more calls than the limit allows, whichever processes make them.
 *
 * How: one script gives leave for a call if it fits every window. A call counts from its leave until the window has
 * passed after its answer; since it arrives in between, whatever arrives within one window counts at one moment.
 * - A process that dies says nothing for 2.5 s; then its calls count as answered at that moment.
 * - A Redis that was emptied or replaced is recognised by its epoch or by the new connection: every process tells
 *   it of its calls before anybody passes.
 * - A process that cannot reach Redis keeps to its share, the limit divided by the number of processes. It begins
 *   with that when its last word to Redis, that it asks before it calls, is no longer good (0.3 s), what others got
 *   leave for until then has arrived (0.3 s), and the shortest window has passed since: 1.6 s after that word.
 *   From the end of that word on the others leave it its share, since the script counts who is present. The word
 *   names its end by Redis' own clock, so that one which is delayed on its way does not prolong it. Of a longer
 *   window it has its part of what is left by what was heard last.
 *
 * A lease counts from the answer and not from the leave: a process that stalls in between calls later than it was
 * let go.
 */
export const createRedisWindows = (options: {
  readonly url: string;
  /** Begins every key, so that several bots can use one Redis. */
  readonly prefix: string;
  /** How many processes live, by another source than Redis. */
  readonly instances: () => number;
  readonly clock: Clock;
  /** Steady, in milliseconds. */
  readonly steadyNow: () => number;
  readonly log: Log;
}): SharedWindows => {
  const { clock, log, steadyNow } = options;
  const id = randomUUID();
  const share = createLocalShare(steadyNow);
  const redis = new Redis(options.url, {
    lazyConnect: true,
    // What cannot be asked now is decided without Redis.
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    connectTimeout: 2_000,
    // More than this process itself may stand still for a moment.
    commandTimeout: 1_500,
    retryStrategy: (times) => Math.min(times * 100, 1_000),
    // After a failover the old primary only reads.
    reconnectOnError: ({ message }) => message.startsWith("READONLY"),
  });
  const calls: WindowCalls = createWindowCalls(redis, { ...options, id, aliveMs, settleMs });

  const beganMs = steadyNow();
  /** From then on others leave this process its share, if they heard no more of it. */
  let promisedUntilMs = beganMs;
  /** What Redis' clock showed at least, at a moment of ours. */
  let redisClock: { readonly redisMs: number; readonly atMs: number } | undefined;
  const most = createRecentMost(steadyNow);
  let kind: "shared" | "alone" = "alone";
  let since = { steadyMs: steadyNow(), wallMs: clock.now() };
  /** Redis is there again, and will be asked from then on; nobody passes here before. */
  let returnsAtMs: number | undefined;
  let heard = 1;
  let epoch = "";
  const used = new Map<string, number>();
  let complaint = "";
  let cancelBeat = (): void => {};
  let closed = false;

  const become = (next: "shared" | "alone"): void => {
    if (kind === next || closed) return;
    kind = next;
    since = { steadyMs: steadyNow(), wallMs: clock.now() };
    complaint = "";
    if (next === "shared") log.info({ instances: heard }, "limits are shared through Redis");
    else log.error({ instances: heard }, "Redis is lost: limits are kept by shares");
  };

  const lose = (error: unknown): void => {
    returnsAtMs = undefined;
    redisClock = undefined;
    if (kind === "shared") log.warn({ err: error }, "Redis did not answer");
    become("alone");
  };

  const instances = (): number => Math.max(1, heard, options.instances());

  const remind = async (): Promise<void> => {
    for (const known of share.calls()) await calls.remind(known.of.key, known.calls);
  };

  /** Until when the others may count on this process asking Redis, by Redis' clock; 0 when they may not. */
  const promise = (): number => {
    const returns = returnsAtMs !== undefined && steadyNow() >= returnsAtMs;
    if (redisClock === undefined || !(kind === "shared" || returns)) return 0;
    const nowMs = steadyNow();
    promisedUntilMs = nowMs + presentMs;
    return redisClock.redisMs + (nowMs - redisClock.atMs) + presentMs;
  };

  const beat = async (): Promise<void> => {
    const apis = [...used.keys()];
    const promised = promise();
    const answer = await calls.beat(apis, promised);
    redisClock = { redisMs: answer.nowMs, atMs: steadyNow() };
    heard = answer.instances;
    most.note(instances());
    apis.forEach((key, index) => {
      used.set(key, answer.used[index] ?? 0);
    });
    const first = kind === "alone" && returnsAtMs === undefined;
    if (first) returnsAtMs = steadyNow() + returnMs;
    if (first || answer.epoch !== epoch) await remind();
    epoch = answer.epoch;
    if (promised === 0 || returnsAtMs === undefined) return;
    returnsAtMs = undefined;
    become("shared");
  };

  const beatLater = (afterMs: number): void => {
    cancelBeat = clock.after(afterMs, () => {
      most.note(instances());
      beat()
        .catch(lose)
        .finally(() => (closed ? undefined : beatLater(beatEveryMs)));
    });
  };

  redis.on("error", (error: Error) => {
    // It is tried for ever: each reason is told once.
    if (error.message !== complaint) log.warn({ err: error }, "Redis cannot be reached");
    complaint = error.message;
  });
  // A connection that is made anew may lead to another server.
  redis.on("close", () => lose(new Error("the connection to Redis was closed")));
  redis.connect().catch(lose);
  beatLater(0);

  const takeAlone = (of: SharedKey, call: string): Awaited<ReturnType<SharedWindows["take"]>> => {
    if (returnsAtMs !== undefined) return { kind: "wait", ms: askAgainMs };
    const noticedMs = Math.max(beganMs + noticeMs, promisedUntilMs + arriveMs);
    const quietMs = noticedMs + (of.limits[0]?.windowMs ?? 0) - steadyNow();
    if (instances() > 1 && quietMs > 0) {
      return { kind: "wait", ms: Math.min(askAgainMs, Math.ceil(quietMs)) };
    }
    const ms = share.take(of, call, {
      sinceMs: since.steadyMs,
      instances: most.within,
      usedBefore: (key) => used.get(key) ?? 0,
    });
    return ms === 0 ? { kind: "go" } : { kind: "wait", ms };
  };

  return {
    take: async (of, call) => {
      if (kind === "alone") return takeAlone(of, call);
      const counted = of.limits.length > 1;
      if (counted && !used.has(of.key)) used.set(of.key, 0);
      try {
        const answer = await calls.take(of, call, { epoch, instances: instances() });
        if (answer.kind === "go") {
          share.note(of, call);
          if (counted) used.set(of.key, answer.used);
          return { kind: "go" };
        }
        if (answer.kind === "wait") return answer;
        await remind();
        epoch = answer.epoch;
      } catch (error) {
        // The lost answer may have been a leave.
        calls.giveBackLater(of.key, call);
        lose(error);
      }
      return { kind: "wait", ms: askAgainMs };
    },
    answered: (of, call) => {
      share.answered(of, call);
      calls.remind(of.key, [{ call, answeredAgoMs: 0 }]).catch(lose);
    },
    giveBack: (of, call) => {
      share.giveBack(of, call);
      calls.giveBack(of.key, call).catch((error: unknown) => {
        calls.giveBackLater(of.key, call);
        lose(error);
      });
    },
    pause: (of, ms) => {
      share.pause(of.key, ms);
      calls.pause(of.key, ms).catch(lose);
    },
    state: () => ({ kind, sinceMs: since.wallMs, instances: instances() }),
    close: async () => {
      closed = true;
      cancelBeat();
      await calls.leave().catch(() => {});
      redis.disconnect();
    },
  };
};
