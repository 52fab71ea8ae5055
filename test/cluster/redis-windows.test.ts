import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { systemClock } from "../../src/core/clock.ts";
import type { SharedKey, SharedWindows } from "../../src/core/limits/shared-windows.ts";
import { silentObserver } from "../../src/core/observer.ts";
import type { Platform } from "../../src/core/platform.ts";
import { createRedisWindows } from "../../src/limits/redis-windows.ts";
import { createImkitPlatform } from "../../src/platforms/imkit/platform.ts";
import { startImkitStandIn } from "../../src/sandbox/imkit/stand-in.ts";
import { startRyzeapiStandIn } from "../../src/sandbox/whatsapp/stand-in.ts";
import { silentLog } from "../conversation.ts";
import { createMemoryLog } from "../platforms/feishu/memory-log.ts";
import { createRig, ref } from "../platforms/whatsapp/rig.ts";
import { layWire, type Wire } from "../wire.ts";
import { hasRedis, type RedisServer, startRedis } from "./redis-server.ts";

const message: SharedKey = {
  key: "app:message:om_1",
  limits: [{ limit: 5, windowMs: 1_000 }],
  spread: false,
};
const api: SharedKey = {
  key: "app:api:pin.create",
  limits: [
    { limit: 50, windowMs: 1_000 },
    { limit: 1_000, windowMs: 60_000 },
  ],
  spread: true,
};
/** Long for a machine that is busy; how soon something has to be is asserted where it matters. */
const healed = { timeout: 45_000, interval: 50 } as const;

let redis: RedisServer;
const cleanups: (() => Promise<unknown> | undefined)[] = [];
beforeEach(async () => {
  redis = await startRedis();
  cleanups.push(redis.kill);
});
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

interface Instance {
  readonly windows: SharedWindows;
  readonly wire: Wire;
}

/** Instances that reach Redis over wires of their own, all of them sharing. */
const instances = async (count: number): Promise<readonly Instance[]> => {
  const all = await Promise.all(
    Array.from({ length: count }, async (): Promise<Instance> => {
      const wire = await layWire({ host: "127.0.0.1", port: Number(new URL(redis.url).port) });
      cleanups.push(wire.close);
      const windows = createRedisWindows({
        url: `redis://127.0.0.1:${wire.port}`,
        prefix: "test:",
        instances: () => count,
        clock: systemClock,
        steadyNow: () => performance.now(),
        log: silentLog,
      });
      cleanups.push(() => windows.close());
      return { windows, wire };
    }),
  );
  const shared = () => all.filter(({ windows }) => windows.state().kind === "shared").length;
  await expect.poll(shared, healed).toBe(count);
  // A Redis that has just begun to count lets nobody pass.
  const call = randomUUID();
  const first = all[0]?.windows;
  await expect.poll(async () => (await first?.take(api, call))?.kind, healed).toBe("go");
  first?.giveBack(api, call);
  return all;
};

/** Calls as often as it may until `over`, and notes when each call arrived: somewhere within its round trip. */
const flood = async (
  of: SharedKey,
  { windows }: Instance,
  options: { readonly arrivals: number[]; readonly over: () => boolean },
): Promise<void> => {
  const one = async (): Promise<void> => {
    while (!options.over()) {
      const call = randomUUID();
      const answer = await windows.take(of, call);
      if (answer.kind === "wait") {
        await pause(Math.min(answer.ms, 250));
        continue;
      }
      await pause(Math.random() * 60);
      options.arrivals.push(performance.now());
      await pause(Math.random() * 60);
      windows.answered(of, call);
    }
  };
  await Promise.all(Array.from({ length: 6 }, one));
};

const floodAll = async (
  of: SharedKey,
  all: readonly Instance[],
  meanwhile: () => Promise<unknown>,
): Promise<readonly number[]> => {
  const arrivals: number[] = [];
  let over = false;
  const flooding = all.map((one) => flood(of, one, { arrivals, over: () => over }));
  await meanwhile();
  over = true;
  await Promise.all(flooding);
  return arrivals;
};

/** The most arrivals in any half-open window of that length. */
const mostWithin = (timesMs: readonly number[], windowMs: number): number => {
  const sorted = timesMs.toSorted((a, b) => a - b);
  let most = 0;
  for (let end = 0, start = 0; end < sorted.length; end += 1) {
    while ((sorted[end] ?? 0) - (sorted[start] ?? 0) >= windowMs) start += 1;
    most = Math.max(most, end - start + 1);
  }
  return most;
};

/** Everybody replies to and pins one message, each time anew as soon as it is over, until the signal. */
const floodPlatforms = async (
  platforms: readonly Platform[],
  target: ReturnType<typeof ref>,
  signal: AbortSignal,
): Promise<void> => {
  const over = (): boolean => signal.aborted;
  const one = async ({ ports }: Platform, act: "pin" | "reply"): Promise<void> => {
    while (!over()) {
      const done =
        act === "pin"
          ? await ports.pin(target, { signal })
          : await ports.reply(target, { lines: [["x"]] }, { signal, key: randomUUID() });
      // What is refused at once would otherwise leave no time for anything else.
      if (!done.ok) await pause(20);
    }
  };
  await Promise.all(
    platforms.flatMap((platform) =>
      Array.from({ length: 20 }, (_, n) => one(platform, n % 2 === 0 ? "pin" : "reply")),
    ),
  );
};

/** Three processes that use one token of the gateway, which refuses every call over its limit. */
const threeOnOneToken = async (all: readonly Instance[]) => {
  const standIn = await startRyzeapiStandIn();
  cleanups.push(() => standIn.close());
  const { control, url, instance, token } = standIn;
  const owner = control.addPerson({ name: "Olga" });
  const group = control.addGroup({ name: "Team", owner, bot: "admin" });
  const said = control.say({ by: owner, chat: group.jid, text: "hello" });
  const platforms = all.map(({ windows }) => {
    const { platform } = createRig({ url, instance, token, sharedWindows: windows });
    cleanups.push(() => platform.close());
    return platform;
  });
  return { control, platforms, target: ref(group.jid, said.id) };
};

const stall = (ms: number): void => {
  const untilMs = performance.now() + ms;
  while (performance.now() < untilMs);
};

describe.skipIf(!(await hasRedis()))(
  "limits that three instances share",
  { timeout: 180_000 },
  () => {
    test("of a message hold, also when the event loop stalls", async () => {
      const arrivals = await floodAll(message, await instances(3), async () => {
        for (let n = 0; n < 16; n += 1) {
          await pause(500);
          if (n % 3 === 0) stall(250);
        }
      });
      expect(mostWithin(arrivals, 1_000)).toBe(5);
      expect(arrivals.length).toBeGreaterThan(20);
    });

    test("of an API hold, in a burst at full pace", async () => {
      const arrivals = await floodAll(api, await instances(3), () => pause(6_000));
      expect(mostWithin(arrivals, 1_000)).toBeLessThanOrEqual(50);
      expect(mostWithin(arrivals, 1_000)).toBeGreaterThan(30);
    });

    test("hold when Redis is emptied", async () => {
      const arrivals = await floodAll(message, await instances(3), async () => {
        for (let n = 0; n < 3; n += 1) {
          await pause(2_500);
          await redis.flush();
        }
        await pause(6_000);
      });
      expect(mostWithin(arrivals, 1_000)).toBe(5);
    });

    test.each([
      ["is emptied", () => redis.flush()],
      ["dies", () => redis.kill()],
    ])("count what one instance did just before Redis %s", async (_, happens) => {
      const [busy, other] = await instances(3);
      for (let n = 0; n < 5; n += 1) {
        await expect
          .poll(async () => (await busy?.windows.take(message, `call ${n}`))?.kind, healed)
          .toBe("go");
      }
      for (let n = 0; n < 5; n += 1) busy?.windows.answered(message, `call ${n}`);
      const answeredAtMs = performance.now();
      await happens();
      await expect
        .poll(async () => (await other?.windows.take(message, randomUUID()))?.kind, healed)
        .toBe("go");
      expect(performance.now() - answeredAtMs).toBeGreaterThan(1_000);
    });

    test("hold when Redis dies, while it is away and when it comes back", async () => {
      const all = await instances(3);
      const kinds = () => all.map(({ windows }) => windows.state().kind);
      let away = 0;
      const arrivals: readonly number[] = await floodAll(message, all, async () => {
        await pause(2_000);
        await redis.kill();
        await expect.poll(kinds, healed).toEqual(["alone", "alone", "alone"]);
        expect(all[0]?.windows.state().instances).toBe(3);
        const goneAtMs = performance.now();
        await pause(10_000);
        away = performance.now() - goneAtMs;
        await redis.start();
        await expect.poll(kinds, healed).toEqual(["shared", "shared", "shared"]);
        await pause(6_000);
      });
      expect(away).toBeGreaterThan(0);
      expect(mostWithin(arrivals, 1_000)).toBe(5);
    });

    test.each([
      ["is cut off from", (wire: Wire) => wire.cut()],
      ["hears nothing more of", (wire: Wire) => wire.silence()],
    ])("hold when one instance alone %s Redis, and it has its share", async (_, happens) => {
      const all = await instances(3);
      const [cut] = all;
      const mine: number[] = [];
      let over = false;
      const arrivals = await floodAll(message, all.slice(1), async () => {
        if (cut === undefined) return;
        const flooding = flood(message, cut, { arrivals: mine, over: () => over });
        await pause(2_000);
        happens(cut.wire);
        await pause(10_000);
        const alone = mine.filter((atMs) => atMs > performance.now() - 3_000);
        expect(alone.length).toBeGreaterThan(0);
        cut.wire.mend();
        await expect.poll(() => cut.windows.state().kind, healed).toBe("shared");
        await pause(3_000);
        over = true;
        await flooding;
      });
      expect(mostWithin([...arrivals, ...mine], 1_000)).toBe(5);
    });

    test("are free again within seconds after the death of who used them", async () => {
      const [dying, other] = await instances(2);
      for (let n = 0; n < 5; n += 1) {
        await expect
          .poll(async () => (await dying?.windows.take(message, `call ${n}`))?.kind, healed)
          .toBe("go");
      }
      expect(await other?.windows.take(message, "too many")).toMatchObject({ kind: "wait" });
      // As kill -9 has it: not a word more.
      dying?.wire.cut();
      await expect
        .poll(async () => (await other?.windows.take(message, randomUUID()))?.kind, {
          timeout: 10_000,
          interval: 100,
        })
        .toBe("go");
    });

    test("let everybody go on within two seconds of losing Redis", async () => {
      const all = await instances(3);
      // Until everybody knows of everybody, also by another way than Redis.
      await pause(4_000);
      await redis.kill();
      const lostAtMs = performance.now();
      const passed = await Promise.all(
        all.map(async ({ windows }) => {
          while ((await windows.take(message, randomUUID())).kind === "wait") await pause(10);
          return performance.now() - lostAtMs;
        }),
      );
      expect(Math.max(...passed)).toBeLessThan(2_000);
      expect(Math.min(...passed)).toBeGreaterThan(1_000);
    });

    test("of an IMKit app hold, and are used up", async () => {
      const all = await instances(3);
      const standIn = await startImkitStandIn();
      cleanups.push(() => standIn.close());
      const { control, url, clientKey, apiKey, botId } = standIn;
      control.addUser("olga", "Olga");
      const room = control.addRoom({ owner: "olga", members: [] });
      const said = await control.say({ room, user: "olga", text: "hello", deliver: false });
      const platforms = all.map(({ windows }) => {
        const platform = createImkitPlatform({
          url,
          clientKey,
          apiKey,
          botId,
          webhookSecret: "s3cret-of-the-webhook-path",
          clock: systemClock,
          log: createMemoryLog(),
          observer: silentObserver,
          sharedWindows: windows,
        });
        cleanups.push(() => platform.close());
        return platform;
      });
      await floodPlatforms(platforms, ref(room, said), AbortSignal.timeout(20_000));
      expect(control.refusedAsTooFast()).toBe(0);
      expect(control.calls().length).toBeGreaterThan(900);
    });

    test("of a WhatsApp token hold, and are used up", async () => {
      const { control, platforms, target } = await threeOnOneToken(await instances(3));
      await floodPlatforms(platforms, target, AbortSignal.timeout(10_000));
      expect(control.violations()).toBe(0);
      expect(control.calls()).toHaveLength(100);
      const answers = control.calls().filter(({ path }) => path.includes("text"));
      expect(answers.length).toBeLessThanOrEqual(90);
    });

    test("of a WhatsApp token hold when Redis dies, and shares of what is left are used", async () => {
      const { control, platforms, target } = await threeOnOneToken(await instances(3));
      const flooding = floodPlatforms(platforms, target, AbortSignal.timeout(12_000));
      await expect.poll(() => control.calls().length, healed).toBeGreaterThan(25);
      await redis.kill();
      await pause(1_000);
      const before = control.calls().length;
      await flooding;
      expect(control.violations()).toBe(0);
      expect(control.calls().length).toBeGreaterThan(before);
    });

    test("are paused everywhere by whoever was told to", async () => {
      const [one, other] = await instances(2);
      one?.windows.pause(api, 60_000);
      await expect
        .poll(async () => {
          const call = randomUUID();
          const answer = await other?.windows.take(api, call);
          if (answer?.kind === "go") other?.windows.giveBack(api, call);
          return answer?.kind === "wait" ? answer.ms : 0;
        }, healed)
        .toBeGreaterThan(30_000);
    });
  },
);

test("an instance whose Redis was never there goes on by itself, and tells why once", {
  timeout: 20_000,
}, async () => {
  const log = createMemoryLog();
  const windows = createRedisWindows({
    url: "redis://127.0.0.1:1",
    prefix: "test:",
    instances: () => 1,
    clock: systemClock,
    steadyNow: () => performance.now(),
    log,
  });
  cleanups.push(() => windows.close());
  expect(windows.state()).toMatchObject({ kind: "alone", instances: 1 });
  expect(await windows.take(message, "1")).toEqual({ kind: "go" });
  await pause(1_000);
  expect(log.lines).toEqual([
    {
      level: "warn",
      message: "Redis cannot be reached",
      fields: { err: expect.objectContaining({ code: "ECONNREFUSED" }) as Error },
    },
  ]);
});
