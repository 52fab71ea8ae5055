import { decisions } from "./decisions.ts";

/** What the `X-RateLimit-*` headers say after an arrival. */
export interface Budget {
  readonly fits: boolean;
  readonly remaining: number;
  /** Unix seconds. */
  readonly resetS: number;
}

/** 100 arrivals a minute and token, all endpoints in one bucket. */
export const createLimits = (now: () => number) => {
  const { most, windowMs } = decisions.calls;
  const arrivals = new Map<string, number[]>();
  let violations = 0;
  return {
    arrive: (token: string): Budget => {
      const nowMs = now();
      const within = (arrivals.get(token) ?? []).filter((atMs) => atMs > nowMs - windowMs);
      const fits = within.length < most;
      if (fits) within.push(nowMs);
      else violations += 1;
      arrivals.set(token, within);
      return {
        fits,
        remaining: most - within.length,
        resetS: Math.ceil(((within[0] ?? nowMs) + windowMs) / 1000),
      };
    },
    violations: (): number => violations,
  };
};

export type Limits = ReturnType<typeof createLimits>;
