import type { IncomingMessage } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import fastify, { type FastifyInstance } from "fastify";
import type { ShownWorld } from "../shown-world.ts";
import { showWorlds } from "../shown-worlds.ts";
import { isKnownPath, registerApi } from "./api.ts";
import { createCallLog } from "./calls.ts";
import { createCardTokens } from "./card-tokens.ts";
import { createControl, type SandboxControl } from "./control/control.ts";
import { registerControl } from "./control/routes.ts";
import { createDelivery, type Subscription } from "./delivery.ts";
import { createLogId, envelopeOf, unknownPathAnswer } from "./envelope.ts";
import { createFaults } from "./faults.ts";
import { createGateway } from "./gateway.ts";
import { createLimits } from "./limits.ts";
import type { ClientConfig } from "./link-tickets.ts";
import type { Platform } from "./platform.ts";
import { readyMadeGroups } from "./ready-made-groups.ts";
import { endpoints } from "./routes/endpoints.ts";
import { createTokens } from "./tokens.ts";
import type { PlatformEvent } from "./world/events.ts";
import { randomHex } from "./world/ids.ts";
import { loadSeed } from "./world/load-seed.ts";
import { createOncePerUuid } from "./world/once.ts";
import type { WorldSeed } from "./world/seed.ts";
import { createWorld, type World } from "./world/world.ts";

/** How a sandbox is started; every field has a default. */
export interface SandboxOptions {
  /** 0, the default, takes any free one. */
  readonly port?: number;
  /** When unacknowledged events come again, each counted from the failure before. */
  readonly redeliveryMs?: readonly number[];
  /** How long the app has to answer a push. */
  readonly ackTimeoutMs?: number;
  /** Told of an event at the very moment the app acknowledged it: from then on it never comes again. */
  readonly onAck?: (event: PlatformEvent) => void;
  /** Added to each API answer. */
  readonly latencyMs?: number;
  /** Up to this much more, at random. */
  readonly jitterMs?: number;
  readonly seed?: WorldSeed;
  /** What clients are told about pings and reconnecting; seconds. */
  readonly clientConfig?: Partial<ClientConfig>;
  /** How long people and plain-member bots may recall their own messages; a day by default. */
  readonly recallWindowMs?: number;
  /** Epoch milliseconds, fractions welcome. */
  readonly now?: () => number;
  /** From 0 to below 1. */
  readonly random?: () => number;
  /** Other platforms to show and to act in behind the same `/sandbox/*`. */
  readonly besides?: readonly ShownWorld[];
  /** Adds routes to the same server, such as the page at `/`. */
  readonly register?: (app: FastifyInstance) => void | Promise<void>;
}

/** A running look-alike of the Feishu open platform, on this machine only. */
export interface FeishuSandbox {
  /** Base URL, without a slash at the end. */
  readonly url: string;
  readonly appId: string;
  readonly appSecret: string;
  readonly world: World;
  readonly control: SandboxControl;
  close(): Promise<void>;
}

const REDELIVERY_MS = [15_000, 300_000, 3_600_000, 21_600_000];
const BODY_LIMIT = 4 * 1024 * 1024;

/** Names that only this machine answers to; another name means a site that rebound its DNS to us. */
function isLocalHost(request: IncomingMessage): boolean {
  const name = (request.headers.host ?? "").replace(/:\d+$/, "").toLowerCase();
  return name === "127.0.0.1" || name === "localhost";
}

/** Pages of other origins may not act here, with or without reading the answer. */
function isForeignOrigin(request: IncomingMessage): boolean {
  const { origin, host } = request.headers;
  return origin !== undefined && origin !== `http://${host ?? ""}`;
}

function createApp(): FastifyInstance {
  const app = fastify({
    bodyLimit: BODY_LIMIT,
    routerOptions: { maxParamLength: 16_384 },
    forceCloseConnections: true,
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) => done(null, body));
  app.addHook("onRequest", async (request, reply) => {
    if (isLocalHost(request.raw) && !isForeignOrigin(request.raw)) return undefined;
    return reply.code(403).send({ problems: ["only for this machine"] });
  });
  return app;
}

/** What paths that nobody serves are answered with, in the platform's form. */
function registerUnknown(app: FastifyInstance, world: World): void {
  app.setNotFoundHandler((request, reply) => {
    const logId = createLogId(world);
    const [path = "/"] = request.url.split("?", 1);
    const answer = unknownPathAnswer(isKnownPath(endpoints, path));
    return reply.code(404).header("x-tt-logid", logId).send(envelopeOf(answer, logId));
  });
}

function createPlatform(
  app: FastifyInstance,
  options: SandboxOptions & { readonly now: () => number; readonly address: () => string },
): Platform {
  const { now } = options;
  const random = options.random ?? Math.random;
  const seed = options.seed ?? readyMadeGroups;
  const world = createWorld({
    app: { ...seed.app, tenantKey: "2f6e9d3b5c8a1740" },
    now,
    randomHex,
    ...(options.recallWindowMs === undefined ? {} : { recallWindowMs: options.recallWindowMs }),
  });
  loadSeed(world, seed);
  const tokens = createTokens({ now, randomHex });
  const faults = createFaults({
    onDropLink: () => gateway.dropAll(),
    onExpireToken: () => tokens.expireAll(),
  });
  const gateway = createGateway(app.server, {
    ackTimeoutMs: options.ackTimeoutMs ?? 3000,
    clientConfig: options.clientConfig ?? {},
    faults,
    now,
    random,
    randomHex,
    mayUpgrade: (request) => isLocalHost(request) && !isForeignOrigin(request),
    onConnectionsChange: () => world.touch(),
  });
  const { latencyMs = 0, jitterMs = 0 } = options;
  return {
    world,
    tokens,
    limits: createLimits(),
    faults,
    calls: createCallLog(),
    cardTokens: createCardTokens({ now, randomHex }),
    once: createOncePerUuid(now),
    gateway,
    address: options.address,
    async pause() {
      const ms = latencyMs + jitterMs * random();
      if (ms > 0) await sleep(ms, undefined, { ref: false });
    },
  };
}

/** Starts the look-alike: HTTP API, long-connection gateway, webhook pusher, and `/sandbox/*` to drive it. */
export async function startFeishuSandbox(options: SandboxOptions = {}): Promise<FeishuSandbox> {
  const now = options.now ?? (() => performance.timeOrigin + performance.now());
  const app = createApp();
  let address = "";
  const platform = createPlatform(app, { ...options, now, address: () => address });
  const { world, gateway } = platform;
  const websocket: Subscription = { transport: gateway, token: "" };
  let subscription = websocket;
  const delivery = createDelivery(world, {
    redeliveryMs: options.redeliveryMs ?? REDELIVERY_MS,
    subscription: () => subscription,
    duplicates: () => platform.faults.link().duplicates,
    onAck: options.onAck,
  });
  world.onEvent((event) => delivery.publish(event));
  const control = createControl({
    platform,
    delivery,
    websocket,
    ackTimeoutMs: options.ackTimeoutMs ?? 3000,
    subscribe(next) {
      subscription = next;
    },
  });

  await app.register((scope, _options, done) => {
    registerApi(scope, platform, endpoints);
    done();
  });
  await app.register((scope, _options, done) => {
    const surface = { ...control, revision: world.revision, onChange: world.onChange };
    registerControl(scope, showWorlds(surface, options.besides ?? []));
    done();
  });
  registerUnknown(app, world);
  await options.register?.(app);
  const close = async (): Promise<void> => {
    delivery.close();
    gateway.close();
    await app.close();
  };
  let url: string;
  try {
    url = await app.listen({ host: "127.0.0.1", port: options.port ?? 0 });
  } catch (error) {
    await close();
    throw error;
  }
  address = new URL(url).host;

  return {
    url,
    appId: world.app.appId,
    appSecret: world.app.appSecret,
    world,
    control,
    close,
  };
}
