import type { IssuedToken } from "../../core/held-token.ts";
import { isJsonObject, type JsonObject, stringOf } from "../../core/json.ts";
import { problem } from "../../core/problem.ts";
import { fail, ok, type Result } from "../../core/result.ts";

/** A token goes into a header as it is. */
const tokenPattern = /^[\x21-\x7e]{1,4096}$/;
/** For an end that is absent, past or unreadable: then a clock is wrong, and a refusal renews the token anyway. */
const unknownLifetimeMs = 3_600_000;
const longestLifetimeMs = 90 * 86_400_000;

const lifetimeOf = (expirationDate: unknown, nowMs: number): number => {
  const lifetimeMs = Date.parse(stringOf(expirationDate) ?? "") - nowMs;
  return lifetimeMs > 60_000 ? Math.min(lifetimeMs, longestLifetimeMs) : unknownLifetimeMs;
};

/**
 * Reads an issued token, with the usual envelope or without: the vendor's pages show both.
 * Source: IMKit docs, Issue Token.
 */
export const issuedToken = (answer: JsonObject, nowMs: number): Result<IssuedToken> => {
  const client = isJsonObject(answer.result) ? answer.result : answer;
  const token = stringOf(client.token);
  if (token === undefined || !tokenPattern.test(token)) {
    return fail(problem("platform-down", { code: "junk" }));
  }
  return ok({ token, lifetimeMs: lifetimeOf(client.expirationDate, nowMs) });
};
