import type { Spread } from "./row.ts";

/** The smallest value that at least `share` (0 to 1) of all values do not exceed; `NaN` of none. */
export const percentile = (values: readonly number[], share: number): number => {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
};

/** The middle value; the mean of both middle ones where there are two. `NaN` of none. */
export const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((one, other) => one - other);
  const half = sorted.length / 2;
  const upper = sorted[Math.floor(half)] ?? Number.NaN;
  return Number.isInteger(half) ? ((sorted[half - 1] ?? Number.NaN) + upper) / 2 : upper;
};

export const spreadOf = (values: readonly number[]): Spread => ({
  median: median(values),
  low: Math.min(...values),
  high: Math.max(...values),
});

/** `one` over `other`, round by round: what disturbed the machine in a round disturbed both. */
export const ratioOf = (one: readonly number[], other: readonly number[]): Spread =>
  spreadOf(one.map((value, round) => value / (other[round] ?? Number.NaN)));

/**
 * Runs every contender once per round, forwards and backwards by turns, so that neither a slow minute of the
 * machine nor a place in the order favours one. Returns what each contender measured, by round.
 */
export const interleave = async <Name extends string, T>(
  rounds: number,
  contenders: Readonly<Record<Name, (round: number) => T | Promise<T>>>,
): Promise<Record<Name, T[]>> => {
  const names = Object.keys(contenders) as Name[];
  const measured = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<
    Name,
    T[]
  >;
  for (let round = 0; round < rounds; round += 1) {
    for (const name of round % 2 === 0 ? names : names.toReversed()) {
      measured[name].push(await contenders[name](round));
    }
  }
  return measured;
};

/** How long `work` takes, in milliseconds. */
export const timed = async (work: () => unknown): Promise<number> => {
  const beganMs = performance.now();
  await work();
  return performance.now() - beganMs;
};
