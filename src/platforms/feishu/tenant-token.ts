import type { Clock } from "../../core/clock.ts";
import { createHeldToken, type HeldToken, type IssuedToken } from "../../core/held-token.ts";
import { ok, type Result } from "../../core/result.ts";

/** The tenant access token that every call carries. */
export interface TenantToken extends HeldToken {
  /** Fetches the token before the first call needs it. */
  warm(signal: AbortSignal): Promise<Result<void>>;
}

/** The platform counts life from its answer's making, so the last moments are not relied upon. */
const earlyMs = 180_000;

/**
 * The tenant token of one app, renewed three minutes before its end. `clock` must be steady. Source: Feishu docs
 * auth-v3/tenant_access_token_internal (`expire` in seconds; a renewed token and the old one are both valid).
 */
export const createTenantToken = (options: {
  readonly clock: Clock;
  /** Asks the platform for a token; see `fetchTenantToken`. */
  readonly fetch: () => Promise<Result<IssuedToken>>;
}): TenantToken => {
  const held = createHeldToken({ clock: options.clock, earlyMs, issue: options.fetch });
  return {
    ...held,
    warm: async (signal) => {
      const token = await held.current(signal);
      return token.ok ? ok(undefined) : token;
    },
  };
};
