import type { Clock } from "../../core/clock.ts";
import { createHeldToken, type HeldToken, type IssuedToken } from "../../core/held-token.ts";
import { problem } from "../../core/problem.ts";
import { fail, type Result } from "../../core/result.ts";

/** A token lives for days; it is renewed an hour before its end. */
const earlyMs = 3_600_000;

/**
 * The token with which the bot acts as a user of the app. `given` is one from the configuration: used until the
 * platform refuses it, then one is issued, if `issue` is there. `clock` must be steady. Source: IMKit docs, Issue
 * Token.
 */
export const createUserToken = (options: {
  readonly clock: Clock;
  readonly given?: string | undefined;
  /** Needs the API key; without it a refused token cannot be renewed. */
  readonly issue?: (() => Promise<Result<IssuedToken>>) | undefined;
}): HeldToken =>
  createHeldToken({
    clock: options.clock,
    earlyMs,
    given: options.given,
    issue:
      options.issue ??
      (() => Promise.resolve(fail(problem("token-rejected", { code: "no-api-key" })))),
  });
