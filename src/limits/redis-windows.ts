import { randomUUID } from "node:crypto";
import { Redis } from "ioredis";
import type { Clock } from "../core/clock.ts";
import type { Log } from "../core/log.ts";
import type { SharedKey, SharedWindows } from "../core/shared-windows.ts";
import { createLocalShare } from "./local-share.ts";
import { createWindowCalls, type WindowCalls } from "./window-calls.ts";

/** How long an instance counts as alive after its last word. */
const aliveMs = 2_500;
const beatEveryMs = 800;
/**
 * After Redis lost its memory, and after losing Redis, nobody passes until every instance must have noticed: in the
 * first case they tell Redis of their calls meanwhile, in the second the others leave us our share.
 */
const settleMs = 4_000;
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
 * - A process that cannot reach Redis keeps to its share, the limit divided by the number of processes, once the
 *   others must have noticed; and those leave it its share as long as `instances` says that it lives.
 *
 * Source: platform notes on rate limits; a lease that was only stamped when given let calls of a stalled process
 * through too early.
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

  let kind: "shared" | "alone" = "alone";
  let since = { steadyMs: steadyNow(), wallMs: clock.now() };
  /** Redis is there again, and will be asked from then on; nobody passes here before. */
  let returnsAtMs: number | undefined;
  let heard = 1;
  let epoch = "";
  const used = new Map<string, number>();
  let cancelBeat = (): void => {};
  let closed = false;

  const become = (next: "shared" | "alone"): void => {
    if (kind === next || closed) return;
    kind = next;
    since = { steadyMs: steadyNow(), wallMs: clock.now() };
    if (next === "shared") log.info({ instances: heard }, "limits are shared through Redis");
    else log.error({ instances: heard }, "Redis is lost: limits are kept by shares");
  };

  const lose = (error: unknown): void => {
    returnsAtMs = undefined;
    if (kind === "shared") log.warn({ err: error }, "Redis did not answer");
    become("alone");
  };

  const instances = (): number => Math.max(1, heard, options.instances());

  /** Leaves those their share that live but do not reach Redis. */
  const scaled = (of: SharedKey): SharedKey => {
    const all = instances();
    if (heard >= all) return of;
    return {
      ...of,
      limits: of.limits.map((one) => ({
        ...one,
        limit: Math.max(1, Math.floor((one.limit * heard) / all)),
      })),
    };
  };

  const remind = async (): Promise<void> => {
    for (const known of share.calls()) await calls.remind(known.of.key, known.calls);
  };

  const beat = async (): Promise<void> => {
    const apis = [...used.keys()];
    const answer = await calls.beat(apis);
    heard = answer.instances;
    apis.forEach((key, index) => {
      used.set(key, answer.used[index] ?? 0);
    });
    const first = kind === "alone" && returnsAtMs === undefined;
    if (first) returnsAtMs = steadyNow() + returnMs;
    if (first || answer.epoch !== epoch) await remind();
    epoch = answer.epoch;
    if (returnsAtMs === undefined || steadyNow() < returnsAtMs) return;
    returnsAtMs = undefined;
    become("shared");
  };

  const beatLater = (afterMs: number): void => {
    cancelBeat = clock.after(afterMs, () => {
      beat()
        .catch(lose)
        .finally(() => (closed ? undefined : beatLater(beatEveryMs)));
    });
  };

  redis.on("error", (error: Error) => log.debug({ err: error }, "the connection to Redis failed"));
  // A connection that is made anew may lead to another server.
  redis.on("close", () => lose(new Error("the connection to Redis was closed")));
  redis.connect().catch(lose);
  beatLater(0);

  const takeAlone = (of: SharedKey, call: string): Awaited<ReturnType<SharedWindows["take"]>> => {
    if (returnsAtMs !== undefined) return { kind: "wait", ms: askAgainMs };
    const quietMs = since.steadyMs + settleMs + (of.limits[0]?.windowMs ?? 0) - steadyNow();
    if (instances() > 1 && quietMs > 0) return { kind: "wait", ms: askAgainMs };
    const ms = share.take(of, call, {
      sinceMs: since.steadyMs,
      instances: instances(),
      usedBefore: (key) => used.get(key) ?? 0,
    });
    return ms === 0 ? { kind: "go" } : { kind: "wait", ms };
  };

  return {
    take: async (of, call) => {
      if (kind === "alone") return takeAlone(of, call);
      if (of.spread && !used.has(of.key)) used.set(of.key, 0);
      try {
        const answer = await calls.take(scaled(of), call, epoch);
        if (answer.kind === "go") {
          share.note(of, call);
          if (of.spread) used.set(of.key, answer.used);
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
