import type { Redis } from "ioredis";
import type { SharedKey } from "../core/limits/shared-windows.ts";
import type { KnownCall } from "./local-share.ts";
import { windowScripts } from "./window-scripts.ts";

/** Windows are held a little longer than told: what arrives is not what was sent, to the millisecond. */
const marginMs = 2;
/** Up to this part of the longest limit, bursts run at full pace. */
const atFullPace = 0.42;
/** A little faster than the shortest window allows; the exact window takes care of the rest. */
const fastGapMs = 15.5;
/** How many calls may be caught up at once after an idle moment. */
const catchUpCalls = 10;
const keepMs = 180_000;
const mostAtOnce = 1_000;

export type TakeAnswer =
  | { readonly kind: "go"; readonly used: number }
  | { readonly kind: "wait"; readonly ms: number }
  | { readonly kind: "epoch"; readonly epoch: string };

/** What is asked of Redis about windows. Everything rejects when Redis does not answer. */
export interface WindowCalls {
  take(
    of: SharedKey,
    call: string,
    known: { readonly epoch: string; readonly instances: number },
  ): Promise<TakeAnswer>;
  /** Tells of calls that Redis may not know. */
  remind(key: string, calls: readonly KnownCall[]): Promise<void>;
  giveBack(key: string, call: string): Promise<void>;
  /** With the next word to Redis. */
  giveBackLater(key: string, call: string): void;
  pause(key: string, ms: number): Promise<void>;
  /** Says that this process lives and, until that moment of Redis' clock, asks Redis before it calls. */
  beat(
    keys: readonly string[],
    presentUntilMs: number,
  ): Promise<{
    readonly epoch: string;
    readonly instances: number;
    /** By Redis' clock. */
    readonly nowMs: number;
    /** Calls that count for each key. */
    readonly used: readonly number[];
  }>;
  leave(): Promise<void>;
}

const numberOf = (value: unknown): number => (typeof value === "number" ? value : 0);

export const createWindowCalls = (
  redis: Redis,
  options: {
    readonly prefix: string;
    readonly id: string;
    readonly aliveMs: number;
    readonly settleMs: number;
  },
): WindowCalls => {
  const { prefix, id } = options;
  const callsKey = (key: string): string => `${prefix}calls:${key}`;
  const stateKey = (key: string): string => `${prefix}state:${key}`;
  const aliveKeys = `${prefix}alive:`;
  const epochKey = `${prefix}epoch`;
  const instancesKey = `${prefix}instances`;
  const presentKey = `${prefix}present`;
  const forgotten = new Map<string, string>();
  for (const [name, lua] of Object.entries(windowScripts))
    redis.defineCommand(`windows_${name}`, { lua });

  /** Runs a script: by its hash, and by its text where Redis does not know it yet. */
  const run = async (
    name: keyof typeof windowScripts,
    keys: readonly string[],
    values: readonly (string | number)[],
  ): Promise<readonly unknown[]> => {
    const command: unknown = Reflect.get(redis, `windows_${name}`);
    if (typeof command !== "function") throw new Error(`no script ${name}`);
    const answer: unknown = await Reflect.apply(command, redis, [keys.length, ...keys, ...values]);
    const all: readonly unknown[] = Array.isArray(answer) ? answer : [answer];
    return all;
  };

  const own = (call: string): string => `${id}:${call}`;

  const remind = async (key: string, calls: readonly KnownCall[]): Promise<void> => {
    for (let from = 0; from < calls.length; from += mostAtOnce) {
      const some = calls.slice(from, from + mostAtOnce);
      const pairs = some.flatMap(({ call, answeredAgoMs = -1 }) => [own(call), answeredAgoMs]);
      await run("note", [callsKey(key)], [keepMs, ...pairs]);
    }
  };

  const giveBack = async (key: string, call: string): Promise<void> => {
    await run("note", [callsKey(key)], [keepMs, own(call), "gone"]);
  };

  return {
    take: async (of, call, { epoch, instances }) => {
      const limits = of.limits.flatMap(({ limit, windowMs }) => [limit, windowMs + marginMs]);
      const settings = [of.spread ? 1 : 0, atFullPace, fastGapMs, catchUpCalls];
      const [kind, value] = await run(
        "take",
        [callsKey(of.key), stateKey(of.key), epochKey, presentKey],
        [own(call), epoch, instances, aliveKeys, options.settleMs, ...settings, ...limits],
      );
      if (kind === "go") return { kind, used: numberOf(value) };
      if (kind === "epoch") return { kind, epoch: String(value) };
      return { kind: "wait", ms: Math.max(1, numberOf(value)) };
    },
    remind,
    giveBack,
    giveBackLater: (key, call) => {
      if (forgotten.size < mostAtOnce) forgotten.set(call, key);
    },
    pause: async (key, ms) => {
      await run("pause", [stateKey(key)], [ms]);
    },
    beat: async (keys, presentUntilMs) => {
      for (const [call, key] of forgotten) {
        await giveBack(key, call);
        forgotten.delete(call);
      }
      const [epoch, instances, nowMs, ...used] = await run(
        "beat",
        [instancesKey, epochKey, presentKey, ...keys.map(callsKey)],
        [id, aliveKeys, options.aliveMs, Math.floor(presentUntilMs)],
      );
      return {
        epoch: String(epoch),
        instances: numberOf(instances),
        nowMs: numberOf(nowMs),
        used: used.map(numberOf),
      };
    },
    leave: async () => {
      await redis.del(aliveKeys + id);
      await redis.zrem(instancesKey, id);
      await redis.zrem(presentKey, id);
    },
  };
};
