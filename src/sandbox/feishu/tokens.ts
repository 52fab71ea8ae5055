/** A tenant token and how long it lives. */
export interface IssuedToken {
  readonly token: string;
  readonly expireS: number;
}

/** What is known of a token that somebody shows. */
export type TokenVerdict = "valid" | "expired" | "unknown";

/** The tenant tokens of one app. */
export interface Tokens {
  /** The same token while 30 minutes of its life remain, else a new one; the old one stays valid. */
  issue(): IssuedToken;
  check(token: string): TokenVerdict;
  /** Every token issued so far stops working at once. */
  expireAll(): void;
}

const LIFE_MS = 7_200_000;
const REUSE_MS = 1_800_000;
const REMEMBERED = 200;

/** Tenant access tokens as `auth/v3/tenant_access_token/internal` hands them out. */
export function createTokens(options: {
  readonly now: () => number;
  readonly randomHex: (bytes: number) => string;
}): Tokens {
  const expiryMsByToken = new Map<string, number>();
  let current: string | null = null;

  function create(): string {
    const token = `t-sandbox${options.randomHex(16)}`;
    expiryMsByToken.set(token, options.now() + LIFE_MS);
    for (const old of expiryMsByToken.keys()) {
      if (expiryMsByToken.size <= REMEMBERED) break;
      expiryMsByToken.delete(old);
    }
    current = token;
    return token;
  }

  const leftMs = (token: string): number => (expiryMsByToken.get(token) ?? 0) - options.now();

  return {
    issue() {
      const token = current !== null && leftMs(current) >= REUSE_MS ? current : create();
      return { token, expireS: Math.floor(leftMs(token) / 1000) };
    },
    check(token) {
      if (!expiryMsByToken.has(token)) return "unknown";
      return leftMs(token) > 0 ? "valid" : "expired";
    },
    expireAll() {
      for (const token of expiryMsByToken.keys()) expiryMsByToken.set(token, 0);
      current = null;
    },
  };
}
