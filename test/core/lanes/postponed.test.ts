import { expect, test } from "vitest";
import { createPostponed, type Postponed } from "../../../src/core/lanes/postponed.ts";
import type { JournalEntry } from "../../../src/core/store.ts";
import { fakeClock } from "../../fake-clock.ts";
import { entry } from "../../store/samples.ts";

const answering = (name: string): JournalEntry => ({
  ...entry(name),
  sequence: 1,
  state: "answering",
  attempts: 1,
  outcome: {},
});

const keyOf = (name: string): string => entry(name).key;

/** A postponed list whose tries are noted, and fail as long as `failing` says so. */
const aList = (most = 10) => {
  const clock = fakeClock(0);
  const tries: [string, number][] = [];
  const state = { failing: true };
  const postponed: Postponed = createPostponed({
    clock,
    most,
    again: (again) => {
      tries.push([again.key, clock.now()]);
      if (state.failing) postponed.add(again);
      return Promise.resolve();
    },
  });
  return { clock, tries, state, postponed };
};

test("tries again after pauses that double up to a minute", async () => {
  const { clock, tries, postponed } = aList();
  postponed.add(answering("one"));
  await clock.advance(240_000);
  expect(tries.map(([, atMs]) => atMs / 1000)).toEqual([2, 6, 14, 30, 62, 122, 182]);
});

test("a try that works is the last, and later trouble begins with the shortest pause", async () => {
  const { clock, tries, state, postponed } = aList();
  postponed.add(answering("one"));
  await clock.advance(6_000);
  state.failing = false;
  await clock.advance(60_000);
  expect(tries).toHaveLength(3);

  postponed.add(answering("one"));
  await clock.advance(2_000);
  expect(tries).toHaveLength(4);
});

test("keeps no more than it may, but those it has for as long as they need", async () => {
  const { clock, tries, postponed } = aList(1);
  expect(postponed.add(answering("one"))).toBe(true);
  expect(postponed.add(answering("two"))).toBe(false);
  await clock.advance(6_000);
  expect(tries.map(([key]) => key)).toEqual([keyOf("one"), keyOf("one")]);
});

test("tries nothing more once stopped", async () => {
  const { clock, tries, postponed } = aList();
  postponed.add(answering("one"));
  postponed.stop();
  expect(postponed.add(answering("two"))).toBe(false);
  await clock.advance(600_000);
  expect(tries).toEqual([]);
  expect(clock.pending()).toBe(0);
});
