import type { Clock } from "../../core/clock.ts";
import { problem } from "../../core/problem.ts";
import { fail, ok, type Result } from "../../core/result.ts";
import { abortProblem } from "./abort-problem.ts";

/** A token as the platform issued it. */
export interface IssuedToken {
  readonly token: string;
  /** From now. */
  readonly lifetimeMs: number;
}

/** The token with which the bot acts as a user of the app. */
export interface UserToken {
  current(signal: AbortSignal): Promise<Result<string>>;
  /** The platform refused `token`; does nothing when another one is current already. */
  drop(token: string): void;
}

interface Held {
  readonly token: string;
  readonly refreshAtMs: number;
  readonly expiresAtMs: number;
}

/** A token lives for days; it is renewed an hour before its end, or halfway if it lives less than two. */
const earlyMs = 3_600_000;

/**
 * One token for all calls, issued by one request at a time however many ask ("single flight"), renewed before its
 * end while the old one still serves. One caller's abort never cancels the request for the others.
 *
 * `given` is a token from the configuration: used until the platform refuses it, then one is issued, if `issue`
 * is there. `clock` must be steady. Source: IMKit docs, Issue Token.
 */
export const createUserToken = (options: {
  readonly clock: Clock;
  readonly given?: string | undefined;
  /** Needs the API key; without it a refused token cannot be renewed. */
  readonly issue?: (() => Promise<Result<IssuedToken>>) | undefined;
}): UserToken => {
  const { clock, issue } = options;
  const forEver = Number.POSITIVE_INFINITY;
  let held: Held | undefined =
    options.given === undefined
      ? undefined
      : { token: options.given, refreshAtMs: forEver, expiresAtMs: forEver };
  let issuing: Promise<Result<string>> | undefined;

  const issueOnce = async (): Promise<Result<string>> => {
    if (issue === undefined) return fail(problem("token-rejected", { code: "no-api-key" }));
    const issued = await issue();
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
