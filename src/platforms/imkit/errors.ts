import { isJsonObject, type JsonObject, stringOf } from "../../core/json.ts";
import type { Problem, ProblemReason } from "../../core/problem.ts";
import { type ApiName, apis } from "./apis.ts";
import type { Reply } from "./http.ts";

const codePattern = /^[A-Za-z0-9_-]{1,60}$/;
const longestWaitMs = 3_600_000;
const shortestWaitMs = 1_000;

/** `error.code` of one envelope, `error` of another; the third has none. */
const codeOf = (body: JsonObject): string | undefined => {
  const code = isJsonObject(body.error) ? body.error.code : body.error;
  const text = stringOf(code);
  return text !== undefined && codePattern.test(text) ? text : undefined;
};

/** How long the platform asks to wait: `retryAfter` of the body or the header, both in seconds. */
const waitAskedMs = ({ body, headers }: Reply): number => {
  const inBody = isJsonObject(body) ? body.retryAfter : undefined;
  const seconds = Number(inBody ?? headers["retry-after"] ?? Number.NaN);
  if (!Number.isFinite(seconds) || seconds < 0) return shortestWaitMs;
  return Math.min(Math.max(seconds * 1000, shortestWaitMs), longestWaitMs);
};

const isPin = (api: ApiName): boolean => api === "pin.create" || api === "pin.delete";
const isRecall = (api: ApiName): boolean =>
  api === "message.recall" || api === "message.recall-others";

const unauthenticated = (api: ApiName, code: string | undefined): ProblemReason => {
  if (code !== undefined && /CLIENT_KEY/.test(code)) return "app-unknown";
  return apis[api].credential === "platform" ? "app-secret-wrong" : "token-rejected";
};

/** Whoever is outside a room, and whoever asks for one that does not exist, is told 403 alike. */
const forbidden = (api: ApiName, code: string | undefined): ProblemReason => {
  if (code === "NOT_ROOM_MEMBER") return "bot-not-in-chat";
  if (apis[api].credential === "platform") return "scope-missing";
  if (isPin(api)) return "pin-for-admins-only";
  if (isRecall(api)) return "not-bots-to-recall";
  const lacksRight = code !== undefined && /PERMISSION/.test(code);
  return lacksRight ? "bot-lacks-role" : "bot-not-in-chat";
};

const missing = (api: ApiName, code: string | undefined): ProblemReason => {
  if (code === "ROOM_NOT_FOUND") return "chat-unknown";
  // A message that is sent names one message only: the one that it replies to.
  if (code === "MESSAGE_NOT_FOUND")
    return api === "message.send" ? "message-gone" : "message-unknown";
  if (code === "CLIENT_NOT_FOUND") return "user-unknown";
  return isPin(api) || isRecall(api) ? "message-unknown" : "chat-unknown";
};

/** The status decides; codes only tell cases of one status apart, since none is documented for these calls. */
const reasonOf = (api: ApiName, status: number, code: string | undefined): ProblemReason => {
  if (status >= 500) return "platform-down";
  switch (status) {
    case 401:
      return unauthenticated(api, code);
    case 403:
      return forbidden(api, code);
    case 404:
      return missing(api, code);
    case 413:
      return "content-too-long";
    case 429:
      return "too-fast";
    case 400:
      return api === "message.send" ? "content-invalid" : "unknown";
    default:
      return "unknown";
  }
};

/** The status of a failure that hides behind 200: `RC` is 0 or an HTTP status. */
const statusOf = ({ status, body }: Reply): number => {
  const inner = isJsonObject(body) ? body.RC : undefined;
  return status < 400 && typeof inner === "number" && inner >= 400 && inner < 600 ? inner : status;
};

/** A success is 2xx with `RC: 0`; tokens are also answered without an envelope. */
const isSuccess = (api: ApiName, { status, body }: Reply): boolean => {
  if (status < 200 || status >= 300 || !isJsonObject(body)) return false;
  if (body.RC === 0) return true;
  return api === "token.issue" && body.RC === undefined && body.error === undefined;
};

/**
 * The problem behind an answer, in any of the platform's three forms: `{RC, RM, error: {code, message}}`,
 * `{error, message, retryAfter?}` and `{RC, RM}`. Nothing for a success. Never carries the platform's wording.
 */
export const problemOf = (api: ApiName, reply: Reply): Problem | undefined => {
  if (isSuccess(api, reply)) return undefined;
  const status = statusOf(reply);
  const changes = apis[api].changes;
  const readable = isJsonObject(reply.body);
  // Neither a success nor an error status: a proxy's page, or an answer cut off.
  if (status < 400) {
    const refused = status >= 300;
    const effect = changes && !refused ? "maybe" : "none";
    return { reason: "platform-down", effect, code: refused ? `http-${status}` : "junk" };
  }
  const code = isJsonObject(reply.body) ? codeOf(reply.body) : undefined;
  const foreign = !readable && status !== 429 && status !== 401 && status !== 413;
  const reason = foreign ? "platform-down" : reasonOf(api, status, code);
  return {
    reason,
    effect: status >= 500 && changes ? "maybe" : "none",
    code: code ?? `http-${status}`,
    ...(reason === "too-fast" ? { retryAfterMs: waitAskedMs(reply) } : {}),
  };
};

/** Whether the platform refused because of what stands already. */
export const isConflict = ({ code }: Problem): boolean =>
  code === "http-409" || (code !== undefined && /ALREADY|EXISTS|CONFLICT/i.test(code));
