import { expect, test } from "vitest";
import { createWaitingSigns } from "../../../src/core/answers/waiting-signs.ts";
import type { ChatId, MessageId, UserId } from "../../../src/core/ids.ts";
import type { WaitingPort } from "../../../src/core/platform.ts";
import { ok } from "../../../src/core/result.ts";
import type { JournalEntry, JournalState } from "../../../src/core/store.ts";
import { catalogues } from "../../../src/locales/index.ts";
import { settingsOf } from "../../conversation.ts";
import { fakeClock, settle } from "../../fake-clock.ts";

const second = 1_000;

/** Two processes with one journal and one platform. */
const setUp = (through: (port: WaitingPort) => WaitingPort = (port) => port) => {
  const clock = fakeClock();
  const states = new Map<string, JournalState>();
  const standing = new Set<string>();
  const done: string[] = [];
  const looks: string[] = [];
  const port: WaitingPort = {
    show: ({ message }) => {
      standing.add(message);
      done.push(`show ${message}`);
      return Promise.resolve(ok(`sign ${message}`));
    },
    remove: ({ message }, sign) => {
      standing.delete(message);
      done.push(`remove ${sign ?? "any"} ${message}`);
      return Promise.resolve(ok(undefined));
    },
  };
  const aProcess = () =>
    createWaitingSigns({
      platform: { platform: "memory", account: "test", ports: { waiting: through(port) } as never },
      store: {
        journal: {
          find: (key: string) => {
            looks.push(key);
            return Promise.resolve({ state: states.get(key) } as JournalEntry);
          },
        } as never,
        settings: { list: () => Promise.resolve([]) } as never,
        grants: { list: () => Promise.resolve([]) } as never,
      },
      settings: settingsOf({}),
      catalogues,
      clock,
      onBug: (error) => {
        throw error;
      },
    });
  const entry = (number: number): JournalEntry => {
    const key = `key ${number}`;
    states.set(key, "accepted");
    return {
      key,
      sequence: number,
      invocation: {
        platform: "memory",
        account: "test",
        chat: "oc_a" as ChatId,
        chatKind: "group",
        message: `om_${number}` as MessageId,
        sender: "ou_Li" as UserId,
        command: "pin",
        args: [],
        inThread: false,
        sentAtMs: clock.now(),
      },
      acceptedAtMs: clock.now(),
      state: "accepted",
      attempts: 0,
    };
  };
  return { clock, states, standing, done, looks, aProcess, entry };
};

test("what another process answered meanwhile gets no sign", async () => {
  const { clock, states, done, aProcess, entry } = setUp();
  const one = entry(1);
  aProcess().began(one);
  await clock.advance(second);
  states.set(one.key, "done");
  await clock.advance(10 * second);

  expect(done).toEqual([]);
  expect(clock.pending()).toBe(0);
});

test("a sign goes whichever process answers", async () => {
  const { clock, states, standing, aProcess, entry } = setUp();
  const accepting = aProcess();
  const answering = aProcess();
  const one = entry(1);
  accepting.began(one);
  await clock.advance(3 * second);
  expect(standing.size).toBe(1);
  states.set(one.key, "done");
  answering.over(one);
  await settle();

  expect(standing.size).toBe(0);
});

test("a sign that was on its way when another process answered goes too", async () => {
  const arrival = Promise.withResolvers<void>();
  const { clock, states, standing, aProcess, entry } = setUp((port) => ({
    ...port,
    show: async (...given) => {
      await arrival.promise;
      return port.show(...given);
    },
  }));
  const accepting = aProcess();
  const answering = aProcess();
  const one = entry(1);
  accepting.began(one);
  await clock.advance(3 * second);
  states.set(one.key, "done");
  answering.over(one);
  await settle();
  arrival.resolve();
  await settle();

  expect(standing.size).toBe(0);
});

test("a sign goes where the answering process finds nothing to take off", async () => {
  const { clock, states, standing, aProcess, entry } = setUp();
  const one = entry(1);
  aProcess().began(one);
  await clock.advance(3 * second);
  states.set(one.key, "done");
  await clock.advance(5 * second);

  expect(standing.size).toBe(0);
  expect(clock.pending()).toBe(0);
});

test("a sign on what is never answered goes in the end", async () => {
  const { clock, standing, aProcess, entry } = setUp();
  aProcess().began(entry(1));
  await clock.advance(14 * 60 * second);
  expect(standing.size).toBe(1);
  await clock.advance(2 * 60 * second);

  expect(standing.size).toBe(0);
  expect(clock.pending()).toBe(0);
});

test("one timer serves all, and looks at no more than a few at a time", async () => {
  const { clock, looks, aProcess, entry } = setUp();
  const signs = aProcess();
  const entries = Array.from({ length: 300 }, (_, index) => entry(index));
  for (const one of entries) signs.began(one);
  expect(clock.pending()).toBe(1);
  await clock.advance(2 * second);
  expect(new Set(looks).size).toBe(20);

  for (const one of entries) signs.over(one);
  await settle();
  expect(clock.pending()).toBe(0);
});

test("remembers a bounded number, and nothing for ever", async () => {
  const { clock, done, aProcess, entry } = setUp();
  const signs = aProcess();
  for (let number = 0; number < 6_000; number += 1) signs.began(entry(number));
  await clock.advance(2 * second);
  expect(done[0]).toBe("show om_1000");
  await signs.stop();

  expect(clock.pending()).toBe(0);
});
