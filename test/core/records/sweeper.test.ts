import { expect, onTestFinished, test } from "vitest";
import { createSweeper } from "../../../src/core/records/sweeper.ts";
import type { Store } from "../../../src/core/store.ts";
import { fakeClock } from "../../fake-clock.ts";

const minute = 60_000;

/** A store in which this many rows of each kind are due. */
const sweeping = (due: number, fail = false) => {
  const clock = fakeClock();
  const startMs = clock.now();
  const left = { journal: due, cards: due, texts: due };
  const until = { journal: 0, cards: 0, texts: 0 };
  const bugs: unknown[] = [];
  const table = (name: keyof typeof left) => ({
    sweep: (beforeMs: number, limit: number): Promise<number> => {
      if (fail) return Promise.reject(new Error("the disk is full"));
      until[name] = beforeMs - startMs;
      const swept = Math.min(left[name], limit);
      left[name] -= swept;
      return Promise.resolve(swept);
    },
  });
  const store = { journal: table("journal"), cards: table("cards"), texts: table("texts") };
  const sweeper = createSweeper({
    store: store as unknown as Pick<Store, "journal" | "cards" | "texts">,
    settings: { keepMs: 2 * minute, keepTextMs: minute },
    clock,
    onBug: (error) => void bugs.push(error),
  });
  onTestFinished(() => sweeper.stop());
  sweeper.start();
  return { clock, left, until, bugs, sweeper };
};

test("all that is due goes at the next sweep, however much it is", async () => {
  const { clock, left, until } = sweeping(25_000);
  await clock.advance(10 * minute);

  expect(left).toEqual({ journal: 0, cards: 0, texts: 0 });
  expect(until).toEqual({ journal: 8 * minute, cards: 10 * minute, texts: 9 * minute });
});

test("a sweep that fails is told, and the next one comes all the same", async () => {
  const { clock, bugs } = sweeping(1, true);
  await clock.advance(20 * minute);
  expect(bugs).toHaveLength(2);
});

test("nothing is swept after the stop", async () => {
  const { clock, left, sweeper } = sweeping(1);
  await sweeper.stop();
  await clock.advance(60 * minute);
  expect(left.journal).toBe(1);
});
