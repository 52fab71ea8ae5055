import type { Arrival } from "../src/sandbox/feishu/calls.ts";

/** A limit of the platform: at most `most` arrivals of one key in any `windowMs`. */
interface Limit {
  readonly name: string;
  readonly most: number;
  readonly windowMs: number;
  /** What it counts by; `undefined` for calls that it does not count. */
  readonly key: (arrival: Arrival) => string | undefined;
}

const perMessage = new Set(["pin.create", "pin.delete", "message.update", "message.patch"]);
const sends = new Set(["message.create", "message.reply"]);

/** Source: Feishu docs, rate limits; im-v1/pin/create; im-v1/message/create. */
const limits: readonly Limit[] = [
  {
    name: "message 5/1 s",
    most: 5,
    windowMs: 1000,
    // Pinning and unpinning together: whether the platform counts each by itself, its error does not say.
    key: ({ api, messageId }) => (perMessage.has(api) ? messageId : undefined),
  },
  {
    name: "chat 5/1 s",
    most: 5,
    windowMs: 1000,
    key: ({ api, chatId }) => (sends.has(api) ? chatId : undefined),
  },
  { name: "api 50/1 s", most: 50, windowMs: 1000, key: ({ api }) => api },
  { name: "api 1000/60 s", most: 1000, windowMs: 60_000, key: ({ api }) => api },
];

const countOf = (limit: Limit, arrivals: readonly Arrival[]): number => {
  const byKey = new Map<string, number[]>();
  let violations = 0;
  for (const arrival of arrivals) {
    const key = limit.key(arrival);
    if (key === undefined) continue;
    const times = byKey.get(key) ?? [];
    byKey.set(key, times);
    const before = times[times.length - limit.most];
    if (before !== undefined && arrival.atMs - before < limit.windowMs) violations += 1;
    times.push(arrival.atMs);
  }
  return violations;
};

/**
 * How many arrivals were one too many in some sliding window, by limit; only limits that were violated are
 * named. Computed from when calls arrived at the platform, whatever it answered and whatever the bot believes.
 */
export const limitViolations = (arrivals: readonly Arrival[]): Readonly<Record<string, number>> => {
  const inOrder = arrivals.toSorted((one, other) => one.atMs - other.atMs);
  return Object.fromEntries(
    limits
      .map((limit) => [limit.name, countOf(limit, inOrder)] as const)
      .filter(([, count]) => count > 0),
  );
};

/** All violations together. */
export const violationCount = (arrivals: readonly Arrival[]): number =>
  Object.values(limitViolations(arrivals)).reduce((sum, count) => sum + count, 0);

/** The violations in words, for a row's `broken`. */
export const describeViolations = (arrivals: readonly Arrival[]): readonly string[] =>
  Object.entries(limitViolations(arrivals)).map(([name, count]) => `${count} × ${name}`);
