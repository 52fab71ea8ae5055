import type { FastifyRequest } from "fastify";
import { type Answer, refusal } from "./answer.ts";
import type { Endpoint, Opened } from "./endpoint.ts";
import type { Platform } from "./platform.ts";
import { isChatId, isMessageId } from "./world/ids.ts";
import type { JsonObject } from "./world/json.ts";
import { hasAnyScope } from "./world/scopes.ts";

/** A call that has arrived. */
export interface Passage {
  readonly endpoint: Endpoint;
  readonly request: FastifyRequest;
  readonly params: Readonly<Record<string, string>>;
  readonly query: JsonObject;
  /** `null` when the bytes were no JSON object. */
  readonly body: JsonObject | null;
  readonly arrivedAtMs: number;
}

function bearerRefusal(platform: Platform, header: string | undefined): Answer | null {
  const token = /^Bearer\s+(\S+)$/i.exec(header ?? "")?.[1];
  if (token === undefined) return refusal(99991661);
  if (token.startsWith("u-")) return refusal(99991668);
  if (!token.startsWith("t-")) return refusal(99991671);
  return platform.tokens.check(token) === "valid" ? null : refusal(99991663);
}

function rateRefusal(platform: Platform, passage: Passage): Answer | null {
  const exceeded = platform.limits.tier(passage.endpoint.api, passage.arrivedAtMs);
  if (exceeded === null) return null;
  const headers = {
    "x-ogw-ratelimit-limit": String(exceeded.limit),
    "x-ogw-ratelimit-reset": String(exceeded.resetS),
  };
  return { ...refusal(99991400), status: 429, headers };
}

function scopeRefusal(platform: Platform, { scopes }: Endpoint): Answer | null {
  if (hasAnyScope(platform.world.scopes, scopes)) return null;
  return {
    ...refusal(99991672),
    msg: `Access denied. One of the following scopes is required: [${scopes.join(", ")}].`,
    error: {
      permission_violations: scopes.map((subject) => ({ type: "action_scope_required", subject })),
    },
  };
}

function idRefusal(params: Readonly<Record<string, string>>): Answer | null {
  const { message_id: messageId, chat_id: chatId } = params;
  if (messageId !== undefined && !isMessageId(messageId)) return refusal(99992354);
  if (chatId !== undefined && !isChatId(chatId)) return refusal(99992356);
  return null;
}

function noteArrival(platform: Platform, passage: Passage): void {
  const { endpoint, params, query, body } = passage;
  const idFrom = (key: string): string | undefined => {
    const value = params[key] ?? body?.[key] ?? query[key];
    return typeof value === "string" ? value : undefined;
  };
  const messageId = idFrom("message_id");
  const receiver = idFrom("receive_id");
  const chatId =
    idFrom("chat_id") ??
    (receiver !== undefined && isChatId(receiver) ? receiver : undefined) ??
    platform.world.messages.get(messageId ?? "")?.chatId;
  platform.calls.arrivals.push({
    api: endpoint.api,
    method: endpoint.method,
    ...(messageId === undefined ? {} : { messageId }),
    ...(chatId === undefined ? {} : { chatId }),
    atMs: passage.arrivedAtMs,
  });
}

/**
 * What happens on arrival: token, rate tier, scopes, form of ids, then the endpoint's own checks.
 * All at once, so that limits see calls in the order in which they came.
 */
export function admit(platform: Platform, passage: Passage): Opened {
  const { endpoint, request, params, body } = passage;
  if (endpoint.authenticated) {
    const unauthorised = bearerRefusal(platform, request.headers.authorization);
    if (unauthorised !== null) return { refused: unauthorised };
    noteArrival(platform, passage);
    const exceeded = rateRefusal(platform, passage);
    if (exceeded !== null) return { refused: exceeded };
  }
  const refused = scopeRefusal(platform, endpoint) ?? idRefusal(params);
  if (refused !== null) return { refused };
  return body === null ? { refused: refusal(9499) } : endpoint.open(platform, { ...passage, body });
}
