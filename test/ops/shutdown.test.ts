import { EventEmitter } from "node:events";
import { expect, test } from "vitest";
import type { Clock } from "../../src/core/clock.ts";
import { createLog } from "../../src/ops/log.ts";
import { stopOnSignals } from "../../src/ops/shutdown.ts";

const aProcess = (stop: () => Promise<void>) => {
  const emitter = new EventEmitter();
  const exits: number[] = [];
  let deadline: (() => void) | undefined;
  const clock: Clock = {
    now: () => 0,
    after: (_delayMs, task) => {
      deadline = task;
      return () => {
        deadline = undefined;
      };
    },
  };
  const release = stopOnSignals({
    stop,
    deadlineMs: () => 12_000,
    clock,
    log: createLog({ level: "silent" }),
    process: Object.assign(emitter, { exit: (status: number) => void exits.push(status) }),
  });
  return {
    exits,
    release,
    emitter,
    signal: async (name: "SIGTERM" | "SIGINT") => {
      emitter.emit(name, name);
      await new Promise(setImmediate);
    },
    passDeadline: () => deadline?.(),
  };
};

test.each(["SIGTERM", "SIGINT"] as const)("%s stops in order and exits with 0", async (name) => {
  let stops = 0;
  const it = aProcess(() => {
    stops += 1;
    return Promise.resolve();
  });

  await it.signal(name);
  it.passDeadline();

  expect(stops).toBe(1);
  expect(it.exits).toEqual([0]);
});

test("waits for the stop to end", async () => {
  const ending = Promise.withResolvers<void>();
  const it = aProcess(() => ending.promise);

  await it.signal("SIGTERM");
  expect(it.exits).toEqual([]);

  ending.resolve();
  await new Promise(setImmediate);
  expect(it.exits).toEqual([0]);
});

test("a second signal exits at once", async () => {
  const it = aProcess(() => new Promise(() => {}));

  await it.signal("SIGINT");
  await it.signal("SIGTERM");

  expect(it.exits).toEqual([1]);
});

test("a stop that takes longer than the deadline exits with 1, once", async () => {
  const ending = Promise.withResolvers<void>();
  const it = aProcess(() => ending.promise);

  await it.signal("SIGTERM");
  it.passDeadline();
  ending.resolve();
  await new Promise(setImmediate);

  expect(it.exits).toEqual([1]);
});

test("a stop that fails exits with 1", async () => {
  const it = aProcess(() => Promise.reject(new Error("stuck")));

  await it.signal("SIGTERM");

  expect(it.exits).toEqual([1]);
});

test("listens no more once released", async () => {
  const it = aProcess(() => Promise.resolve());

  it.release();

  expect(it.emitter.listenerCount("SIGTERM") + it.emitter.listenerCount("SIGINT")).toBe(0);
});
