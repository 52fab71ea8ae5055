import { objectOf, stringOf } from "../../core/json.ts";
import type { Problem, ProblemReason } from "../../core/problem.ts";
import { type ApiName, apis } from "./apis.ts";
import type { Reply } from "./http.ts";

/** A way in which the gateway fails: by words alone, or by a status and words. */
interface Rule {
  readonly statuses?: readonly number[];
  readonly words?: RegExp;
  readonly reason: ProblemReason | ((api: ApiName) => ProblemReason);
  /** Our short name for it, for logs and metrics: the text itself may repeat what was sent. */
  readonly code: string;
}

/** One code for the state that the link is judged by. */
export const notConnected = "not-connected";
export const gatewayPace = "429-rate-limit";

/**
 * Why a message is not found: it never was in the instance's own database, mostly because it was sent before the
 * number was connected. For a reply it means that the reply has nothing to hang on, so core posts instead.
 */
const messageMissing = (api: ApiName): ProblemReason =>
  api === "message.text" ? "message-gone" : "message-invisible";

/**
 * In this order, the first that fits decides. Errors have no code: the same thing is 404 in one call and 500 in
 * another, and 500 means three things in one call, so status and text are both read. Source: RyzeAPI docs,
 * guide/errors, chat/pinMessage, chat/delete-message, groups/requests.
 */
const rules: readonly Rule[] = [
  { statuses: [401], reason: "token-rejected", code: "401" },
  { statuses: [429], words: /rate limit exceeded/i, reason: "too-fast", code: gatewayPace },
  { statuses: [429], reason: "too-fast", code: "429" },
  {
    statuses: [400, 500, 503],
    words: /not connected|disconnected/i,
    reason: "platform-down",
    code: notConnected,
  },
  {
    statuses: [404, 500],
    words: /\bmessage\b.*\bnot found/i,
    reason: messageMissing,
    code: "message-not-found",
  },
  {
    statuses: [400, 500],
    words: /invalid duration/i,
    reason: "content-invalid",
    code: "invalid-duration",
  },
  {
    statuses: [404],
    words: /group not found|not a member of this group/i,
    reason: "bot-not-in-chat",
    code: "group-not-found",
  },
  {
    statuses: [404],
    words: /instance not found/i,
    reason: "app-unknown",
    code: "instance-not-found",
  },
  { statuses: [403], words: /\badmin/i, reason: "bot-lacks-role", code: "admin-only" },
  // The token is good, but for another instance.
  { statuses: [403], reason: "token-rejected", code: "403" },
  { statuses: [404], reason: "unknown", code: "404" },
  { statuses: [413], reason: "content-too-long", code: "413" },
  { statuses: [400, 415, 422], reason: "content-invalid", code: "400" },
];

const longestWaitMs = 60_000;

/** How long until the token's budget is whole again (`X-RateLimit-Reset`, Unix seconds), by our own clock. */
const waitAskedMs = (reply: Reply, nowMs: number): number | undefined => {
  const resetS = Number(reply.headers["x-ratelimit-reset"] ?? Number.NaN);
  if (!Number.isFinite(resetS)) return undefined;
  return Math.min(Math.max(resetS * 1000 - nowMs, 1000), longestWaitMs);
};

/** How long to hold still because the token's budget is used up, by whomever; nothing while some is left. */
export const exhaustedForMs = (reply: Reply, nowMs: number): number | undefined =>
  reply.headers["x-ratelimit-remaining"] === "0" ? waitAskedMs(reply, nowMs) : undefined;

const isDone = (reply: Reply): boolean =>
  reply.status >= 200 && reply.status < 300 && objectOf(reply.body).success === true;

/**
 * The problem behind an answer that is not a success; nothing for a success, which is a 2xx whose body says so.
 * Anything that no rule knows may have been done when it is not plainly a refusal (4xx).
 */
export const problemOf = (api: ApiName, reply: Reply, nowMs: number): Problem | undefined => {
  if (isDone(reply)) return undefined;
  const text = stringOf(objectOf(objectOf(reply.body).error).message) ?? "";
  const rule = rules.find(
    ({ statuses, words }) =>
      (statuses === undefined || statuses.includes(reply.status)) &&
      (words === undefined || words.test(text)),
  );
  if (rule !== undefined) {
    const waitMs = reply.status === 429 ? waitAskedMs(reply, nowMs) : undefined;
    return {
      reason: typeof rule.reason === "function" ? rule.reason(api) : rule.reason,
      effect: "none",
      code: rule.code,
      ...(waitMs === undefined ? {} : { retryAfterMs: waitMs }),
    };
  }
  const refused = reply.status >= 400 && reply.status < 500;
  return {
    reason: "platform-down",
    effect: apis[api].changes && !refused ? "maybe" : "none",
    code: reply.status >= 400 ? String(reply.status) : "junk",
  };
};
