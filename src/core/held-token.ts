import { abortProblem } from "./abort-problem.ts";
import type { Clock } from "./clock.ts";
import { fail, ok, type Result } from "./result.ts";

/** A token as a platform issued it. */
export interface IssuedToken {
  readonly token: string;
  /** From now. */
  readonly lifetimeMs: number;
}

/** The token that calls carry. */
export interface HeldToken {
  current(signal: AbortSignal): Promise<Result<string>>;
  /** The platform refused `token`; does nothing when another one is current already. */
  drop(token: string): void;
}

interface Held {
  readonly token: string;
  readonly refreshAtMs: number;
  readonly expiresAtMs: number;
}

const forEver = Number.POSITIVE_INFINITY;

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

/**
 * One token for all calls, issued by one request at a time however many ask ("single flight"), and renewed `earlyMs`
 * before its end, or halfway where it lives less than twice that, while the old one still serves. One caller's abort
 * never cancels the request for the others.
 *
 * `given` is a token to begin with, used until the platform refuses it. `clock` must be steady.
 */
export const createHeldToken = (options: {
  readonly clock: Clock;
  readonly earlyMs: number;
  /** Asks the platform for a token. */
  readonly issue: () => Promise<Result<IssuedToken>>;
  readonly given?: string | undefined;
}): HeldToken => {
  const { clock, earlyMs, given } = options;
  let held: Held | undefined =
    given === undefined ? undefined : { token: given, refreshAtMs: forEver, expiresAtMs: forEver };
  let issuing: Promise<Result<string>> | undefined;

  const issueOnce = async (): Promise<Result<string>> => {
    const issued = await options.issue();
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
    issuing ??= issueOnce().finally(() => {
      issuing = undefined;
    });
    return issuing;
  };

  return {
    current: async (signal) => {
      if (signal.aborted) return fail(abortProblem(signal));
      if (held !== undefined && clock.now() < held.expiresAtMs) {
        // A failed renewal is tried again by the next call; the token in hand still serves.
        if (clock.now() >= held.refreshAtMs) void shared();
        return ok(held.token);
      }
      return orAborted(shared(), signal);
    },
    drop: (token) => {
      if (held?.token === token) held = undefined;
    },
  };
};
