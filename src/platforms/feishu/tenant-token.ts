import type { Clock } from "../../core/clock.ts";
import { fail, ok, type Result } from "../../core/result.ts";
import { abortProblem } from "./gates/pass.ts";

/** A token as the platform issued it. */
export interface IssuedToken {
  readonly token: string;
  /** From now. */
  readonly lifetimeMs: number;
}

/** The tenant access token that every call carries. */
export interface TenantToken {
  /** Fetches the token before the first call needs it. */
  warm(signal: AbortSignal): Promise<Result<void>>;
  current(signal: AbortSignal): Promise<Result<string>>;
  /** The platform refused `token`; does nothing when another one is current already. */
  drop(token: string): void;
}

interface Held {
  readonly token: string;
  readonly refreshAtMs: number;
  readonly expiresAtMs: number;
}

/** The platform counts life from its answer's making, so the last moments are not relied upon. */
const earlyMs = 180_000;

/**
 * One token for all, fetched by one call at a time however many ask ("single flight"), renewed three minutes
 * before its end (halfway, if it lives less than six) while the old one still serves.
 * One caller's abort never cancels the fetch for the others.
 *
 * `clock` must be steady. Source: Feishu docs auth-v3/tenant_access_token_internal (`expire` in seconds; a renewed
 * token and the old one are both valid).
 */
export const createTenantToken = (options: {
  readonly clock: Clock;
  /** Asks the platform for a token; see `fetchTenantToken`. */
  readonly fetch: () => Promise<Result<IssuedToken>>;
}): TenantToken => {
  const { clock } = options;
  let held: Held | undefined;
  let fetching: Promise<Result<string>> | undefined;

  const fetchOnce = async (): Promise<Result<string>> => {
    const issued = await options.fetch();
    if (!issued.ok) return issued;
    const { token, lifetimeMs } = issued.value;
    const nowMs = clock.now();
    held = {
      token,
      refreshAtMs: nowMs + Math.max(lifetimeMs - earlyMs, lifetimeMs / 2),
      expiresAtMs: nowMs + lifetimeMs,
    };
    return ok(token);
  };
  const shared = (): Promise<Result<string>> => {
    fetching ??= fetchOnce().finally(() => {
      fetching = undefined;
    });
    return fetching;
  };

  const usable = (): Held | undefined =>
    held !== undefined && clock.now() < held.expiresAtMs ? held : undefined;

  const current = async (signal: AbortSignal): Promise<Result<string>> => {
    if (signal.aborted) return fail(abortProblem(signal));
    const now = usable();
    if (now !== undefined) {
      // A failed renewal is tried again by the next call; the token in hand still serves.
      if (clock.now() >= now.refreshAtMs) void shared();
      return ok(now.token);
    }
    return orAborted(shared(), signal);
  };

  return {
    warm: async (signal) => {
      const token = await current(signal);
      return token.ok ? ok(undefined) : token;
    },
    current,
    drop: (token) => {
      if (held?.token === token) held = undefined;
    },
  };
};

/** The shared promise, or the abort of the one who waits for it. */
const orAborted = (
  shared: Promise<Result<string>>,
  signal: AbortSignal,
): Promise<Result<string>> => {
  const { promise, resolve, reject } = Promise.withResolvers<Result<string>>();
  const onAbort = (): void => resolve(fail(abortProblem(signal)));
  signal.addEventListener("abort", onAbort, { once: true });
  shared.then(resolve, reject);
  return promise.finally(() => signal.removeEventListener("abort", onAbort));
};
