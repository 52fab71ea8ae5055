import { isJsonObject, stringOf } from "../../core/json.ts";
import type { Problem } from "../../core/problem.ts";
import { type ApiName, apis, changes } from "./apis.ts";
import { errorTable, reasonOf } from "./error-table.ts";

/** Answer headers, as axios gives them. */
export type Headers = Readonly<Record<string, unknown>>;

/** What came back from the platform, whatever its status. */
export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

const scopeName = /^[a-z][a-z0-9_.:]{2,80}$/;
const logIdPattern = /^[0-9A-Za-z_-]{1,128}$/;
const longestWaitMs = 3_600_000;

/** The platform's trace id of a call, from its header or the body of an error. */
export const logIdOf = (reply: Reply): string | undefined => {
  const inBody =
    isJsonObject(reply.body) && isJsonObject(reply.body.error)
      ? reply.body.error.log_id
      : undefined;
  return [inBody, reply.headers["x-tt-logid"]].find(
    (id): id is string => typeof id === "string" && logIdPattern.test(id),
  );
};

/** How long the gateway asks to wait (`x-ogw-ratelimit-reset`, in seconds), in milliseconds; absent when it does not say. */
export const waitAskedMs = (reply: Reply): number | undefined => {
  const seconds = Number(reply.headers["x-ogw-ratelimit-reset"] ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0
    ? Math.min(seconds * 1000, longestWaitMs)
    : undefined;
};

const missingScopes = (api: ApiName, body: Readonly<Record<string, unknown>>) => {
  const violations = isJsonObject(body.error) ? body.error.permission_violations : undefined;
  const named = (Array.isArray(violations) ? violations : [])
    .map((violation: unknown) =>
      isJsonObject(violation) ? stringOf(violation.subject) : undefined,
    )
    .filter((name): name is string => name !== undefined && scopeName.test(name));
  if (named.length > 0) return named.slice(0, 20);
  return apis[api].scopes;
};

/** The reason of a refused card, from the sub-code in the message. */
const cardReason = (body: Readonly<Record<string, unknown>>) => {
  const subCode = /ErrCode:\s*(\d{1,9})/.exec(stringOf(body.msg) ?? "")?.[1];
  return subCode === undefined ? undefined : errorTable.cards[Number(subCode)];
};

/**
 * The problem behind an answer that is not a success: HTTP 4xx or 5xx with a body, or HTTP 200 with a code
 * other than 0. The code decides, never the wording. Returns nothing for a success.
 */
export const problemOf = (api: ApiName, reply: Reply): Problem | undefined => {
  const code = isJsonObject(reply.body) ? reply.body.code : undefined;
  if (!isJsonObject(reply.body) || typeof code !== "number") return brokenAnswer(api, reply);
  if (code === 0) return reply.status < 400 ? undefined : brokenAnswer(api, reply);
  const known = (code === 230099 ? cardReason(reply.body) : undefined) ?? reasonOf(api, code);
  const reason = known === "unknown" && reply.status >= 500 ? "platform-down" : known;
  const logId = logIdOf(reply);
  const waitMs = waitAskedMs(reply);
  const scopes = reason === "scope-missing" ? missingScopes(api, reply.body) : undefined;
  return {
    reason,
    effect: reason === "platform-down" && changes(api) ? "maybe" : "none",
    code: String(code),
    ...(logId === undefined ? {} : { logId }),
    ...(scopes === undefined ? {} : { scopes }),
    ...(reason === "too-fast" && waitMs !== undefined ? { retryAfterMs: waitMs } : {}),
  };
};

/** An answer without a readable code: a proxy's page, a cut-off body, a gateway's 502. */
const brokenAnswer = (api: ApiName, reply: Reply): Problem => {
  const logId = logIdOf(reply);
  const trace = logId === undefined ? {} : { logId };
  if (reply.status === 429) {
    const waitMs = waitAskedMs(reply);
    const wait = waitMs === undefined ? {} : { retryAfterMs: waitMs };
    return { reason: "too-fast", effect: "none", code: "http-429", ...wait, ...trace };
  }
  // A plain 4xx was refused before anything was done; all else may have been done.
  const refused = reply.status >= 400 && reply.status < 500;
  return {
    reason: "platform-down",
    effect: !refused && changes(api) ? "maybe" : "none",
    code: reply.status >= 400 ? `http-${reply.status}` : "junk",
    ...trace,
  };
};
