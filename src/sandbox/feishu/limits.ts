/** Says whether one more arrival fits; every arrival counts, refused ones too, as on the platform. */
export interface SlidingWindow {
  /** Milliseconds until there is room again, 0 when this arrival fits. */
  arrive(key: string, atMs: number): number;
}

interface Ring {
  readonly times: Float64Array;
  next: number;
  count: number;
}

/**
 * A true sliding window over arrival times: at most `limit` arrivals of one key in any `windowMs`.
 * The last `limit` arrivals decide, so each costs the same; keys unused for a window are forgotten.
 */
export function createSlidingWindow(limit: number, windowMs: number): SlidingWindow {
  const rings = new Map<string, Ring>();

  function ringOf(key: string): Ring {
    const known = rings.get(key);
    if (known !== undefined) rings.delete(key);
    const ring = known ?? { times: new Float64Array(limit), next: 0, count: 0 };
    rings.set(key, ring);
    return ring;
  }

  function forgetIdle(atMs: number): void {
    for (const [key, ring] of rings) {
      const last = ring.times[(ring.next + limit - 1) % limit] ?? 0;
      if (atMs - last < windowMs) return;
      rings.delete(key);
    }
  }

  return {
    arrive(key, atMs) {
      const ring = ringOf(key);
      const oldest = ring.times[ring.next] ?? 0;
      const full = ring.count >= limit && atMs - oldest < windowMs;
      ring.times[ring.next] = atMs;
      ring.next = (ring.next + 1) % limit;
      ring.count = Math.min(limit, ring.count + 1);
      forgetIdle(atMs);
      return full ? Math.max(1, windowMs - (atMs - oldest)) : 0;
    },
  };
}

/** The limits that answer with a code of their own; see Feishu docs: frequency control. */
export type LimitName = "api" | "message" | "chat" | "user" | "pin_list" | "ephemeral" | "card";

/** What a refused arrival is told. */
export interface TierRefusal {
  readonly limit: number;
  readonly resetS: number;
}

/** All limits of one app. */
export interface Limits {
  /** The tier of every IM call: 50 a second and 1000 a minute for each API. */
  tier(api: string, atMs: number): TierRefusal | null;
  /** Whether one more fits into a limit with its own code; counts the refusal when not. */
  fits(name: Exclude<LimitName, "api">, key: string, atMs: number): boolean;
  /** Refusals so far, by limit. */
  readonly violations: Readonly<Record<LimitName, number>>;
}

/** Fresh limits with the platform's numbers; see Feishu docs: frequency control. */
export function createLimits(): Limits {
  const violations: Record<LimitName, number> = {
    api: 0,
    message: 0,
    chat: 0,
    user: 0,
    pin_list: 0,
    ephemeral: 0,
    card: 0,
  };
  const perSecond = createSlidingWindow(50, 1000);
  const perMinute = createSlidingWindow(1000, 60_000);
  const named = {
    message: createSlidingWindow(5, 1000),
    chat: createSlidingWindow(5, 1000),
    user: createSlidingWindow(5, 1000),
    pin_list: createSlidingWindow(50, 1000),
    ephemeral: createSlidingWindow(40, 1000),
    card: createSlidingWindow(5, 1000),
  };
  return {
    violations,
    tier(api, atMs) {
      const secondMs = perSecond.arrive(api, atMs);
      const minuteMs = perMinute.arrive(api, atMs);
      if (secondMs === 0 && minuteMs === 0) return null;
      violations.api += 1;
      const waitMs = Math.max(secondMs, minuteMs);
      return {
        limit: minuteMs > secondMs ? 1000 : 50,
        resetS: Math.max(1, Math.ceil(waitMs / 1000)),
      };
    },
    fits(name, key, atMs) {
      if (named[name].arrive(key, atMs) === 0) return true;
      violations[name] += 1;
      return false;
    },
  };
}
