import { expect, test } from "vitest";
import type { ChatId, MessageId } from "../../../src/core/ids.ts";
import type { Behind } from "../../../src/core/lanes/lane-work.ts";
import { createLanes } from "../../../src/core/lanes/lanes.ts";
import { createOwnLanes } from "../../../src/core/lanes/own-lanes.ts";
import type { JournalEntry } from "../../../src/core/store.ts";
import { fakeClock, settle } from "../../fake-clock.ts";

const entryOf = (sequence: number): JournalEntry => ({
  key: `key ${sequence}`,
  sequence,
  invocation: {
    platform: "feishu",
    account: "cli_a",
    chat: "oc_a" as ChatId,
    chatKind: "group",
    message: `om_${sequence}` as MessageId,
    command: "pin",
    args: [],
    inThread: false,
    sentAtMs: 0,
  },
  acceptedAtMs: 0,
  state: "accepted",
  attempts: 0,
});

/** Lanes in which the first command takes whatever it may once it is told to. */
const setUp = (wanted: (entry: JournalEntry) => boolean = () => true) => {
  const ran: string[] = [];
  const go = Promise.withResolvers<void>();
  const lanes = createLanes({
    clock: fakeClock(),
    maxWaiting: 100,
    maxWaitingPerChat: 100,
    onBug: (error) => {
      throw error;
    },
  });
  const takeAll = async (behind: Behind): Promise<readonly number[]> => {
    const taken: number[] = [];
    for (;;) {
      const next = await behind.take((entry) => Promise.resolve(wanted(entry)));
      if (next === undefined) return taken;
      taken.push(next.sequence);
    }
  };
  const work = createOwnLanes({
    lanes,
    run: async ({ sequence }, _signal, behind) => {
      if (sequence > 1 || behind === undefined) return void ran.push(String(sequence));
      await go.promise;
      const taken = await takeAll(behind);
      ran.push([sequence, ...taken].join("+"));
    },
  });
  const command = (lane: string, sequence: number): void =>
    work.command(lane, Promise.resolve([entryOf(sequence)]));
  return { work, lanes, ran, command, go: go.resolve };
};

test("a command takes those right behind it, which are then not run again", async () => {
  const { ran, command, go, lanes } = setUp();
  for (const sequence of [1, 2, 3]) command("a", sequence);
  command("b", 4);
  go();
  await settle();
  command("a", 5);
  await settle();

  expect(ran).toEqual(["4", "1+2+3", "5"]);
  expect(lanes.size()).toBe(0);
});

test("it takes none that it does not want, nor what comes after that", async () => {
  const { ran, command, go } = setUp(({ sequence }) => sequence !== 3);
  for (const sequence of [1, 2, 3, 4]) command("a", sequence);
  go();
  await settle();

  expect(ran).toEqual(["1+2", "3", "4"]);
});

test("it does not overtake other work of the lane", async () => {
  const { ran, work, command, go } = setUp();
  command("a", 1);
  command("a", 2);
  const turn = work.inTurn("a", () => Promise.resolve(void ran.push("turn")));
  command("a", 3);
  go();
  await turn;
  await settle();

  expect(ran).toEqual(["1+2", "turn", "3"]);
});

test("it passes over what was known already or could not be written down", async () => {
  const { ran, work, command, go } = setUp();
  command("a", 1);
  work.command("a", Promise.resolve([]));
  const refused = Promise.reject(new Error("the disk is full"));
  refused.catch(() => {});
  work.command("a", refused);
  command("a", 2);
  go();
  await settle();

  expect(ran).toEqual(["1+2"]);
});
