import { randomBytes } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import { createSlidingWindow } from "../feishu/limits.ts";
import { type Answer, flatRefusal, refusal } from "./envelope.ts";

/** Whom a call acts as. */
export type Caller =
  | { readonly kind: "user"; readonly client: string }
  | { readonly kind: "platform" };

export interface Access {
  /** Who calls, or the refusal; counts the call. */
  admit(headers: IncomingHttpHeaders): Caller | Answer;
  issue(client: string): { readonly token: string; readonly expiresAtMs: number };
  /** Ends every token now. */
  expireAll(): void;
  readonly refusedAsTooFast: () => number;
}

const MAX_TOKENS = 1_000;

const one = (value: string | readonly string[] | undefined): string | undefined =>
  typeof value === "string" && value !== "" ? value : undefined;

/**
 * Keys, tokens and the limit. See IMKit docs: API Key, Client Key, Issue Token. A user's token stands bare in
 * `IM-Authorization`, without `Bearer`.
 */
export const createAccess = (options: {
  readonly apiKey: string;
  readonly clientKey: string;
  readonly tokenLifetimeMs: number;
  readonly limitPerMinute: number;
  readonly now: () => number;
}): Access => {
  const { now } = options;
  const tokens = new Map<string, { readonly client: string; expiresAtMs: number }>();
  const window = createSlidingWindow(options.limitPerMinute, 60_000);
  let refused = 0;

  const tooMany = (credential: string): Answer | undefined => {
    if (window.arrive(credential, now()) === 0) return undefined;
    refused += 1;
    return flatRefusal(429, "RATE_LIMIT_EXCEEDED", "Too many requests, please try again later", {
      retryAfter: 60,
    });
  };

  const asPlatform = (key: string): Caller | Answer => {
    if (key !== options.apiKey) {
      return flatRefusal(401, "INVALID_API_KEY", "The provided API key is invalid or expired");
    }
    return tooMany("platform") ?? { kind: "platform" };
  };

  const asUser = (headers: IncomingHttpHeaders): Caller | Answer => {
    const key = one(headers["im-client-key"]);
    if (key === undefined) {
      return flatRefusal(401, "MISSING_CLIENT_KEY", "IM-CLIENT-KEY header is required");
    }
    if (key !== options.clientKey) {
      return flatRefusal(401, "INVALID_CLIENT_KEY", "The provided client key is invalid");
    }
    const token = tokens.get(one(headers["im-authorization"]) ?? "");
    if (token === undefined || token.expiresAtMs <= now()) {
      return refusal(401, "INVALID_TOKEN", "Invalid or expired token");
    }
    return tooMany(`user ${token.client}`) ?? { kind: "user", client: token.client };
  };

  return {
    admit: (headers) => {
      const apiKey = one(headers["im-api-key"]);
      return apiKey === undefined ? asUser(headers) : asPlatform(apiKey);
    },
    issue: (client) => {
      const token = randomBytes(24).toString("base64url");
      const expiresAtMs = now() + options.tokenLifetimeMs;
      tokens.set(token, { client, expiresAtMs });
      const [oldest] = tokens.keys();
      if (tokens.size > MAX_TOKENS && oldest !== undefined) tokens.delete(oldest);
      return { token, expiresAtMs };
    },
    expireAll: () => {
      for (const token of tokens.values()) token.expiresAtMs = 0;
    },
    refusedAsTooFast: () => refused,
  };
};
