import { randomBytes } from "node:crypto";
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import { createBoundedLog } from "../feishu/bounded-log.ts";
import { createAccess } from "./access.ts";
import { createControl, deliveryOf, type ImkitCall, type ImkitControl } from "./control.ts";
import { type Decisions, decisions as decided } from "./decisions.ts";
import { type Answer, refusal, shortRefusal } from "./envelope.ts";
import { createFaults, type Faults, type Trouble } from "./faults.ts";
import { createRoutes, type Route } from "./routes.ts";
import { createWebhookPush } from "./webhook-push.ts";
import { createWorld, type Message, type World } from "./world.ts";

export interface ImkitStandInOptions {
  /** 0, the default, takes any free one. */
  readonly port?: number;
  readonly botId?: string;
  readonly botName?: string;
  /** Epoch milliseconds. */
  readonly now?: () => number;
  /** Calls a minute and credential; 1000 as documented. */
  readonly limitPerMinute?: number;
  /** What to decide otherwise. */
  readonly decisions?: Partial<Decisions>;
}

/** A running look-alike of one IMKit app, on this machine only. */
export interface ImkitStandIn {
  /** Base URL, without a slash at the end. */
  readonly url: string;
  readonly clientKey: string;
  readonly apiKey: string;
  readonly botId: string;
  readonly world: World;
  readonly control: ImkitControl;
  close(): Promise<void>;
}

const MAX_CALLS = 20_000;
const BODY_LIMIT = 1024 * 1024;

const parseBody = (raw: unknown): unknown => {
  if (!Buffer.isBuffer(raw) || raw.length === 0) return undefined;
  try {
    return JSON.parse(raw.toString("utf8")) as unknown;
  } catch {
    return null;
  }
};

const credentialOf = ({ headers }: FastifyRequest): ImkitCall["credential"] => {
  const platform = headers["im-api-key"] !== undefined;
  const user = headers["im-client-key"] !== undefined || headers["im-authorization"] !== undefined;
  if (platform && user) return "both";
  return platform ? "platform" : user ? "user" : "none";
};

/** Answers as `trouble` wants it; `true` when nothing is left to send. */
const isBroken = (trouble: Trouble, request: FastifyRequest, reply: FastifyReply): boolean => {
  switch (trouble.kind) {
    case "reset":
      reply.hijack();
      request.raw.socket.destroy();
      return true;
    case "silence":
      reply.hijack();
      return true;
    case "junk":
      void reply.code(trouble.status).type("text/html").send("<html>Bad Gateway</html>");
      return true;
    case "answer":
      return false;
  }
};

const mount = (
  app: FastifyInstance,
  route: Route,
  parts: {
    readonly faults: Faults;
    readonly now: () => number;
    readonly record: (call: ImkitCall) => void;
  },
): void => {
  app.route<{ Params: Record<string, string> }>({
    method: route.method,
    url: route.path,
    exposeHeadRoute: false,
    handler: (request, reply) => {
      const body = parseBody(request.body);
      const atMs = parts.now();
      const { params, query, headers, url: path } = request;
      const carryOut = (): Answer =>
        body === null
          ? refusal(400, "INVALID_REQUEST", "The body is not JSON")
          : route.answer({ params, query, headers, body });
      const trouble = parts.faults.take({ method: route.method, path });
      const carried = trouble === undefined || trouble.afterEffect ? carryOut() : undefined;
      const answer = trouble?.kind === "answer" ? trouble.answer : carried;
      const status = trouble !== undefined && trouble.kind !== "answer" ? 0 : (answer?.status ?? 0);
      parts.record({
        method: route.method,
        path,
        credential: credentialOf(request),
        body,
        status,
        answer: status === 0 ? undefined : answer?.body,
        atMs,
        durationMs: parts.now() - atMs,
      });
      if (trouble !== undefined && isBroken(trouble, request, reply)) return reply;
      return reply.code(answer?.status ?? 500).send(answer?.body);
    },
  });
};

/**
 * Starts the look-alike: the calls of the vendor's pages with their permissions, forms of failure and limit, and
 * webhooks without signatures. What no page tells is decided in `decisions.ts`.
 */
export const startImkitStandIn = async (
  options: ImkitStandInOptions = {},
): Promise<ImkitStandIn> => {
  const now = options.now ?? Date.now;
  const decisions = { ...decided, ...options.decisions };
  const apiKey = randomBytes(32).toString("base64");
  const clientKey = randomBytes(32).toString("base64url");
  const botId = options.botId ?? "steward-bot";
  const world = createWorld(now);
  world.clients.set(botId, { id: botId, nickname: options.botName ?? "Steward", isRobot: true });
  const faults = createFaults();
  const webhook = createWebhookPush(decisions.webhookTimeoutMs);
  const calls = createBoundedLog<ImkitCall>(MAX_CALLS);
  const access = createAccess({
    apiKey,
    clientKey,
    tokenLifetimeMs: decisions.tokenLifetimeMs,
    limitPerMinute: options.limitPerMinute ?? 1000,
    now,
  });
  const announce = async (message: Message): Promise<void> => {
    await webhook.deliver(deliveryOf(world, message));
  };

  const app = fastify({
    bodyLimit: BODY_LIMIT,
    routerOptions: { maxParamLength: 1024 },
    forceCloseConnections: true,
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) => done(null, body));
  app.setNotFoundHandler((_request, reply) => {
    const { status, body } = shortRefusal(404, "Not Found");
    return reply.code(status).send(body);
  });
  const routes = createRoutes({
    world,
    access,
    decisions,
    onMessage: (message) => void announce(message),
  });
  const record = (call: ImkitCall): void => {
    calls.push(call);
    world.changed();
  };
  for (const route of routes) mount(app, route, { faults, now, record });
  const url = await app.listen({ host: "127.0.0.1", port: options.port ?? 0 });

  return {
    url,
    clientKey,
    apiKey,
    botId,
    world,
    control: createControl({ world, bot: botId, access, faults, webhook, calls, announce }),
    close: async () => {
      webhook.target(undefined);
      await webhook.settled();
      await app.close();
    },
  };
};
