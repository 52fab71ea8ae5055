import { expect, test } from "vitest";
import { pin } from "../../../src/commands/pin.ts";
import { pins } from "../../../src/commands/pins.ts";
import type { ChatId, MessageId } from "../../../src/core/ids.ts";
import { createJointRunner } from "../../../src/core/lanes/run-jointly.ts";
import type { RunManner } from "../../../src/core/runner.ts";
import type { JournalEntry } from "../../../src/core/store.ts";
import { settingsOf } from "../../conversation.ts";
import { fakeClock } from "../../fake-clock.ts";

const entryOf = (sequence: number, more: Partial<JournalEntry> = {}): JournalEntry => ({
  key: `key ${sequence}`,
  sequence,
  invocation: {
    platform: "memory",
    account: "test",
    chat: "oc_a" as ChatId,
    chatKind: "group",
    message: `om_${sequence}` as MessageId,
    command: "pin",
    args: [],
    replyTo: "om_notice" as MessageId,
    inThread: false,
    sentAtMs: 0,
  },
  acceptedAtMs: 0,
  state: "accepted",
  attempts: 0,
  ...more,
});

/** Runs the first with the others behind it; tells which were taken along. */
const takenBy = async (first: JournalEntry, ...others: readonly JournalEntry[]) => {
  const ran: number[] = [];
  const list = () => Promise.resolve([]);
  const run = createJointRunner({
    platform: {
      platform: "memory",
      account: "test",
      ports: {},
      capabilities: { pins: { most: 10, endsAfterMs: [], listed: true } },
      typedTarget: () => ({ kind: "none" }),
    } as never,
    commands: [pin, pins],
    store: { settings: { list }, grants: { list } } as never,
    settings: settingsOf({}),
    clock: fakeClock(),
    runner: {
      run: ({ sequence }: JournalEntry, _stopping: AbortSignal, manner?: RunManner) => {
        ran.push(sequence);
        manner?.onActed?.();
        manner?.onRecorded?.();
        return Promise.resolve();
      },
    },
  });
  const rest = [...others];
  await run(first, new AbortController().signal, {
    take: async (wanted) => {
      const [next] = rest;
      return next && (await wanted(next)) ? rest.shift() : undefined;
    },
  });
  return ran;
};

test("takes along what is run for the first time", async () => {
  const begun = entryOf(1, { state: "running", attempts: 1, begun: true });
  expect(await takenBy(begun, entryOf(2), entryOf(3))).toEqual([1, 2, 3]);
});

test("what was cut off together is run again together, and alone if that was cut off too", async () => {
  const again = (sequence: number, attempts = 1) =>
    entryOf(sequence, { state: "running", attempts });
  expect(await takenBy(again(1), again(2), entryOf(3))).toEqual([1, 2]);
  expect(await takenBy(again(1, 2), again(2, 2))).toEqual([1]);
  expect(await takenBy(entryOf(1), entryOf(2), again(3), entryOf(4))).toEqual([1, 2]);
  expect(await takenBy(entryOf(1), entryOf(2, { state: "answering" }))).toEqual([1]);
});

test("takes along no more than a hundred", async () => {
  const others = Array.from({ length: 150 }, (_, index) => entryOf(index + 2));
  expect(await takenBy(entryOf(1), ...others)).toHaveLength(100);
});

test("a journal that cannot be read makes nothing fail", async () => {
  const broken = entryOf(2);
  const ran = await takenBy(entryOf(1), {
    ...broken,
    get attempts(): never {
      throw new Error("the database is lost");
    },
  });
  expect(ran).toEqual([1]);
});
