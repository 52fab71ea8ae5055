import { randomUUID } from "node:crypto";
import fastify, { type FastifyInstance } from "fastify";
import { failure } from "./answer.ts";
import { registerApi } from "./api.ts";
import { createControl, type StandInControl } from "./control.ts";
import { decisions } from "./decisions.ts";
import { createFaults } from "./faults.ts";
import type { Gateway } from "./gateway.ts";
import { createLimits } from "./limits.ts";
import { routes } from "./routes/routes.ts";
import { createWebhooks } from "./webhooks.ts";
import { newLid, newPhoneJid } from "./world/ids.ts";
import { createWorld, type World } from "./world/world.ts";

/** How a stand-in is started; every field has a default. */
export interface RyzeapiStandInOptions {
  /** 0, the default, takes any free one. */
  readonly port?: number;
  readonly instance?: string;
  readonly botName?: string;
  /** When deliveries that failed come again, each counted from the failure before. */
  readonly redeliveryMs?: readonly number[];
  /** Epoch milliseconds. */
  readonly now?: () => number;
}

/** A running look-alike of the RyzeAPI gateway and of WhatsApp behind it, on this machine only. */
export interface RyzeapiStandIn {
  /** Base URL, without a slash at the end. */
  readonly url: string;
  readonly instance: string;
  /** TokenInstance of that instance. */
  readonly token: string;
  /** TokenAccount, which is good for all instances. */
  readonly accountToken: string;
  /** Another instance and its TokenInstance, which is good for that one alone. */
  readonly other: { readonly instance: string; readonly token: string };
  readonly world: World;
  readonly control: StandInControl;
  close(): Promise<void>;
}

const createApp = (): FastifyInstance => {
  const app = fastify({
    bodyLimit: 1024 * 1024,
    forceCloseConnections: true,
    routerOptions: { ignoreTrailingSlash: true },
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) => done(null, body));
  app.addHook("onRequest", async (request, reply) => {
    // A page of another origin, or of a name rebound to this machine, may not act here.
    const name = (request.headers.host ?? "").replace(/:\d+$/, "");
    if (["127.0.0.1", "localhost"].includes(name) && request.headers.origin === undefined)
      return undefined;
    return reply.code(403).send(failure(403, "only for this machine").body);
  });
  app.setNotFoundHandler((_request, reply) => reply.code(404).send(failure(404, "Not found").body));
  return app;
};

/** Starts the look-alike. Everything in it is made by `control`: it begins with the bot's number alone. */
export const startRyzeapiStandIn = async (
  options: RyzeapiStandInOptions = {},
): Promise<RyzeapiStandIn> => {
  const now = options.now ?? Date.now;
  const instance = options.instance ?? "steward";
  const otherInstance = `${instance}-other`;
  const tokens = { account: randomUUID(), instance: randomUUID(), otherInstance: randomUUID() };
  const listeners = new Set<() => void>();
  const self = { jid: newPhoneJid(), lid: newLid(), name: options.botName ?? "Steward" };
  const app = createApp();
  let baseUrl = "";
  const webhooks = createWebhooks({
    // The real one does so too: the instance's own token stands in every delivery.
    instanceData: () => ({ baseUrl, instance, token: tokens.instance }),
    retriesMs: options.redeliveryMs ?? decisions.webhookRetriesMs,
    now,
  });
  const gateway: Gateway = {
    instance,
    otherInstance,
    tokens,
    world: createWorld({ self, now }),
    limits: createLimits(now),
    faults: createFaults(),
    webhooks,
    layout: { shape: "live", senderIds: "both", copies: 1 },
    calls: [],
    changed: () => {
      for (const listener of listeners) listener();
    },
  };
  registerApi(app, gateway, routes);
  baseUrl = await app.listen({ host: "127.0.0.1", port: options.port ?? 0 });
  return {
    url: baseUrl,
    instance,
    token: tokens.instance,
    accountToken: tokens.account,
    other: { instance: otherInstance, token: tokens.otherInstance },
    world: gateway.world,
    control: createControl(gateway, listeners),
    close: async () => {
      webhooks.close();
      await app.close();
    },
  };
};
