import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { judgeLink, type SocketStatus } from "../../../src/platforms/feishu/link-verdict.ts";
import { createSupervisor } from "../../../src/platforms/feishu/supervisor.ts";
import { createMemoryLog } from "./memory-log.ts";
import { createStillClock } from "./still-clock.ts";

interface FakeSocket {
  status: SocketStatus;
  closed: boolean;
  changed(): void;
}

const connecting: SocketStatus = { state: "connecting", reconnectAttempts: 0 };
const connected: SocketStatus = { state: "connected", reconnectAttempts: 0 };
const failed: SocketStatus = { state: "failed", reconnectAttempts: 0 };

/** A supervisor over clients that do what the test says; `first` is how each of them begins. */
function supervised(first: SocketStatus = connecting, random = () => 1) {
  const clock = createStillClock();
  const log = createMemoryLog();
  const sockets: FakeSocket[] = [];
  const startedAtMs: number[] = [];
  let reconnected = 0;
  const supervisor = createSupervisor({
    clock,
    random,
    log,
    onReconnected: () => {
      reconnected += 1;
    },
    open: (changed) => {
      const socket: FakeSocket = {
        status: { state: "idle", reconnectAttempts: 0 },
        closed: false,
        changed,
      };
      sockets.push(socket);
      return {
        start: () => {
          startedAtMs.push(clock.now());
          socket.status = first;
        },
        status: () => socket.status,
        close: () => {
          socket.closed = true;
        },
      };
    },
  });
  const latest = (): FakeSocket => {
    const socket = sockets.at(-1);
    if (socket === undefined) throw new Error("no client was opened");
    return socket;
  };
  return { clock, log, supervisor, sockets, startedAtMs, latest, reconnected: () => reconnected };
}

const microtasks = () => new Promise<void>((resolve) => setImmediate(resolve));

const isSettled = async (promise: Promise<void>): Promise<boolean> => {
  let settled = false;
  void promise.then(() => {
    settled = true;
  });
  await microtasks();
  return settled;
};

describe("starting", () => {
  test("ends when the first attempt succeeded", async () => {
    const { supervisor, latest } = supervised();
    const start = supervisor.start();
    expect(await isSettled(start)).toBe(false);
    expect(supervisor.link().state).toBe("starting");
    latest().status = connected;
    latest().changed();
    expect(await isSettled(start)).toBe(true);
    expect(supervisor.link()).toMatchObject({ state: "up", reconnects: 0 });
  });

  test("ends when the first attempt failed, and goes on trying", async () => {
    const { supervisor, sockets, clock } = supervised(failed);
    expect(await isSettled(supervisor.start())).toBe(true);
    expect(supervisor.link().state).toBe("down");
    clock.pass(1000);
    expect(sockets).toHaveLength(2);
  });

  test("ends when nothing is known for long", async () => {
    const { supervisor, clock } = supervised();
    const start = supervisor.start();
    clock.pass(29_999);
    expect(await isSettled(start)).toBe(false);
    clock.pass(1);
    expect(await isSettled(start)).toBe(true);
    expect(supervisor.link().state).toBe("starting");
  });

  test("twice is starting once", () => {
    const { supervisor, sockets } = supervised();
    expect(supervisor.start()).toBe(supervisor.start());
    expect(sockets).toHaveLength(1);
  });
});

describe("a client that gave up", () => {
  test("is replaced at growing distances, up to a minute", () => {
    const { supervisor, clock, startedAtMs, sockets } = supervised(failed);
    void supervisor.start();
    clock.pass(400_000);
    const gaps = startedAtMs.slice(1).map((atMs, index) => atMs - (startedAtMs[index] ?? 0));
    expect(gaps.slice(0, 9)).toEqual([
      1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000, 60_000,
    ]);
    expect(sockets.slice(0, -1).every(({ closed }) => closed)).toBe(true);
  });

  test("is never replaced sooner than after a second or later than after a minute", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1 }),
        (dice) => {
          let rolls = 0;
          const { supervisor, clock, startedAtMs } = supervised(
            failed,
            () => dice[rolls++ % dice.length] ?? 0,
          );
          void supervisor.start();
          clock.pass(600_000);
          expect(startedAtMs.length).toBeGreaterThan(9);
          for (const [index, atMs] of startedAtMs.slice(1).entries()) {
            const gapMs = atMs - (startedAtMs[index] ?? 0);
            expect(gapMs).toBeGreaterThanOrEqual(1000);
            expect(gapMs).toBeLessThanOrEqual(60_000);
          }
        },
      ),
      { numRuns: 30 },
    );
  });

  test("says so by itself and is noticed before the next look", async () => {
    const { supervisor, latest, log } = supervised(connected);
    await supervisor.start();
    latest().status = failed;
    latest().changed();
    await microtasks();
    expect(supervisor.link().state).toBe("down");
    expect(log.lines.at(-1)?.fields).toMatchObject({ reason: "failed", retryInMs: 1000 });
  });

  test("and calls back late does not disturb its successor", async () => {
    const { supervisor, sockets, clock } = supervised(failed);
    void supervisor.start();
    clock.pass(1000);
    const count = sockets.length;
    sockets[0]?.changed();
    await microtasks();
    expect(sockets).toHaveLength(count);
  });

  test("makes the next failure begin from a second only once the link was steady", () => {
    const gapAfterUpFor = (upMs: number): number => {
      const { supervisor, clock, latest, startedAtMs } = supervised();
      void supervisor.start();
      for (let round = 0; round < 4; round += 1) {
        latest().status = failed;
        clock.pass(10_000);
      }
      latest().status = connected;
      clock.pass(upMs);
      const count = startedAtMs.length;
      latest().status = failed;
      clock.pass(1000);
      const noticedAtMs = clock.now();
      clock.pass(60_000);
      return (startedAtMs[count] ?? Number.NaN) - noticedAtMs;
    };
    expect(gapAfterUpFor(10_000)).toBe(16_000);
    expect(gapAfterUpFor(40_000)).toBe(1000);
  });
});

describe("a client that does not move", () => {
  test.each([
    ["idle", 6000],
    ["connecting", 61_000],
    ["reconnecting", 61_000],
  ] as const)("is replaced when it is %s too long", (state, limitMs) => {
    const { supervisor, clock, sockets } = supervised({ state, reconnectAttempts: 0 });
    void supervisor.start();
    clock.pass(limitMs - 2000);
    expect(sockets).toHaveLength(1);
    clock.pass(4000);
    expect(sockets).toHaveLength(2);
    expect(supervisor.link().state).toBe("down");
  });

  test("is left alone while its attempts begin anew", () => {
    const { supervisor, clock, sockets, latest } = supervised();
    void supervisor.start();
    for (let round = 0; round < 10; round += 1) {
      latest().status = { ...connecting, lastConnectTime: clock.now() };
      clock.pass(40_000);
    }
    expect(sockets).toHaveLength(1);
  });
});

describe("the link", () => {
  test("goes down at a drop and up again, and counts", async () => {
    const { supervisor, clock, latest, reconnected } = supervised(connected);
    await supervisor.start();
    const upSinceMs = clock.now();
    expect(supervisor.link()).toEqual({ state: "up", sinceMs: upSinceMs, reconnects: 0 });
    clock.pass(10_000);
    latest().status = { state: "reconnecting", reconnectAttempts: 0 };
    latest().changed();
    await microtasks();
    expect(supervisor.link()).toEqual({ state: "down", sinceMs: clock.now(), reconnects: 0 });
    latest().status = connected;
    clock.pass(1000);
    expect(supervisor.link()).toEqual({ state: "up", sinceMs: clock.now(), reconnects: 1 });
    expect(reconnected()).toBe(1);
  });

  test("is seen to go down without a callback", async () => {
    const { supervisor, clock, latest } = supervised(connected);
    await supervisor.start();
    latest().status = { state: "reconnecting", reconnectAttempts: 0 };
    clock.pass(1000);
    expect(supervisor.link().state).toBe("down");
  });
});

describe("stopping", () => {
  test.each([
    ["while connected", connected],
    ["while connecting", connecting],
    ["while waiting to try again", failed],
  ])("closes the client and leaves no timer: %s", async (_, status) => {
    const { supervisor, clock, sockets } = supervised(status);
    const start = supervisor.start();
    clock.pass(500);
    supervisor.stop();
    expect(await isSettled(start)).toBe(true);
    expect(clock.pending).toBe(0);
    expect(sockets.every(({ closed }) => closed)).toBe(true);
    expect(supervisor.link().state).toBe("down");
    clock.pass(600_000);
    expect(sockets).toHaveLength(1);
  });

  test("before starting is harmless, and it can start afterwards", async () => {
    const { supervisor, sockets } = supervised(connected);
    supervisor.stop();
    await supervisor.start();
    expect(sockets).toHaveLength(1);
    expect(supervisor.link().state).toBe("up");
  });
});

describe("the verdict on a client", () => {
  const at = {
    nowMs: 100_000,
    sinceMs: 90_000,
    ownDelayMs: 1000,
    idleLimitMs: 5000,
    stuckLimitMs: 60_000,
  };
  test.each<[string, SocketStatus, Partial<typeof at>, string]>([
    ["first attempt under way", { ...connecting, lastConnectTime: 90_000 }, {}, "wait"],
    [
      "first attempt failed, next one far",
      { ...connecting, nextConnectTime: 120_000 },
      {},
      "failed",
    ],
    [
      "first attempt failed, next one near",
      { ...connecting, nextConnectTime: 100_900 },
      {},
      "wait",
    ],
    [
      "first attempt failed, we would be later",
      { ...connecting, nextConnectTime: 120_000 },
      { ownDelayMs: 60_000 },
      "wait",
    ],
    [
      "dropped, spread by the gateway",
      { state: "reconnecting", reconnectAttempts: 0, nextConnectTime: 120_000 },
      {},
      "wait",
    ],
    [
      "dropped, attempt under way",
      { state: "reconnecting", reconnectAttempts: 1, nextConnectTime: 99_000 },
      {},
      "wait",
    ],
    [
      "dropped, attempt failed, next one far",
      { state: "reconnecting", reconnectAttempts: 1, nextConnectTime: 220_000 },
      {},
      "failed",
    ],
    ["between two states", { state: "idle", reconnectAttempts: 0 }, { sinceMs: 96_000 }, "wait"],
    ["idle for good", { state: "idle", reconnectAttempts: 0 }, {}, "stuck"],
    ["gave up", failed, {}, "failed"],
    ["connected", connected, { sinceMs: 0 }, "up"],
  ])("%s", (_, status, more, expected) => {
    expect(judgeLink(status, { ...at, ...more })).toBe(expected);
  });
});
