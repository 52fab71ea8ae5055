import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { type Answer, failure } from "./answer.ts";
import { decisions } from "./decisions.ts";
import type { Gateway } from "./gateway.ts";
import type { Route } from "./route.ts";

const mostCalls = 5_000;

const tokenOf = ({ headers }: FastifyRequest): string => {
  const { token, authorization = "" } = headers;
  if (typeof token === "string") return token;
  return /^Bearer\s+(\S+)$/i.exec(authorization)?.[1] ?? "";
};

interface Bytes {
  readonly valid: boolean;
  readonly value?: unknown;
}

const readJson = (body: unknown): Bytes => {
  if (!Buffer.isBuffer(body) || body.length === 0) return { valid: false };
  try {
    return { valid: true, value: JSON.parse(body.toString("utf8")) };
  } catch {
    return { valid: false };
  }
};

/** What stands in the way of a call before its endpoint looks at it. */
const refusalOf = (
  gateway: Gateway,
  call: { readonly token: string; readonly instance: string; readonly fits: boolean },
): Answer | undefined => {
  const { tokens } = gateway;
  if (!call.fits) return failure(429, "Rate limit exceeded. Try again later.");
  if (call.instance === "") return failure(400, "Instance name is required");
  const owner = new Map([
    [gateway.instance, tokens.instance],
    [gateway.otherInstance, tokens.otherInstance],
  ]).get(call.instance);
  if (owner === undefined) return failure(404, "Instance not found");
  if (call.token !== tokens.account && call.token !== owner) return failure(403, "Access denied");
  if (call.instance === gateway.otherInstance) {
    return failure(500, "WhatsApp client is not connected");
  }
  return undefined;
};

const work = (gateway: Gateway, route: Route, request: FastifyRequest): Answer => {
  const json = route.method === "GET" ? { valid: true } : readJson(request.body);
  if (!json.valid) return failure(400, "Invalid request body: not JSON");
  const query = request.query as Readonly<Record<string, unknown>>;
  return route.answer(gateway, { query, body: json.value });
};

const serve = async (
  gateway: Gateway,
  route: Route,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<unknown> => {
  const token = tokenOf(request);
  const arrivedMs = gateway.world.now();
  const { instance = "" } = request.params as { readonly instance?: string };
  const note = (status: number, response: unknown): void => {
    gateway.calls.push({
      atMs: arrivedMs,
      method: request.method,
      path: request.url,
      request: readJson(request.body).value,
      status,
      response,
      durationMs: gateway.world.now() - arrivedMs,
    });
    if (gateway.calls.length > mostCalls) gateway.calls.shift();
    gateway.changed();
  };
  const send = ({ status, body }: Answer): FastifyReply => {
    note(status, body);
    return reply.code(status).send(body);
  };

  if (!(Object.values(gateway.tokens) as readonly string[]).includes(token)) {
    return send(failure(401, "Invalid token"));
  }
  const budget = gateway.limits.arrive(token);
  reply.headers({
    "x-ratelimit-limit": String(decisions.calls.most),
    "x-ratelimit-remaining": String(budget.remaining),
    "x-ratelimit-reset": String(budget.resetS),
  });
  const refused = refusalOf(gateway, { token, instance, fits: budget.fits });
  if (refused !== undefined) return send(refused);

  const fault = gateway.faults.take(request.url);
  if (fault === undefined) return send(work(gateway, route, request));
  if (fault.kind === "answer") return send(failure(fault.status, fault.message));
  const answer = fault.after_effect ? work(gateway, route, request) : undefined;
  note(0, undefined);
  reply.hijack();
  if (fault.kind === "reset") reply.raw.destroy();
  if (fault.kind === "truncate") {
    const whole = JSON.stringify(answer?.body ?? { success: true });
    reply.raw.writeHead(200, { "content-type": "application/json" });
    reply.raw.end(whole.slice(0, Math.ceil(whole.length / 2)));
  }
  return reply;
};

/** Mounts the endpoints, each also without the instance's name, which is a mistake of its own. */
export const registerApi = (
  app: FastifyInstance,
  gateway: Gateway,
  routes: readonly Route[],
): void => {
  for (const route of routes) {
    for (const url of [`/api/${route.path}/:instance`, `/api/${route.path}`]) {
      app.route({
        method: route.method,
        url,
        handler: (request, reply) => serve(gateway, route, request, reply),
      });
    }
  }
};
