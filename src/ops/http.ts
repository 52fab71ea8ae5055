import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import Fastify, { type FastifyInstance, type FastifyReply } from "fastify";
import type { Log } from "../core/log.ts";
import type { WebhookAnswer, WebhookRequest } from "../core/platform.ts";
import type { Verdict } from "./health.ts";

export interface Webhook {
  /** May hold a secret, so it is never logged. */
  readonly path: string;
  handle(request: WebhookRequest): Promise<WebhookAnswer>;
}

export interface HttpServerOptions {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly log: Log;
  readonly health: () => Verdict;
  readonly readiness: () => Verdict | Promise<Verdict>;
  readonly metrics: { readonly contentType: string; text(): Promise<string> };
  readonly webhooks: readonly Webhook[];
  /** How long a webhook or the readiness probe may take before 503 is answered; the platforms wait 3 s. */
  readonly handlerTimeoutMs?: number;
}

export interface HttpServer {
  /** Where it listens, with the real port. */
  readonly url: string;
  readonly port: number;
  /** Takes no new requests, answers those at hand, and closes. */
  close(): Promise<void>;
}

const mostBodyBytes = 1_048_576;
const requestTimeoutMs = 10_000;

const words: Readonly<Record<number, string>> = {
  400: "bad request",
  404: "not found",
  408: "request timed out",
  413: "body too large",
  415: "bad content type",
  503: "unavailable",
};

const headersOf = (
  headers: Readonly<Record<string, string | readonly string[] | undefined>>,
): WebhookRequest["headers"] =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      typeof value === "object" ? value.join(", ") : value,
    ]),
  );

const verdict = (reply: FastifyReply, { ok, reasons }: Verdict): FastifyReply =>
  reply.code(ok ? 200 : 503).send({ ok, reasons });

/**
 * The result of `work`, or `undefined` when it takes longer. Not Fastify's `handlerTimeout`: that one is
 * cancelled as soon as a request's body has been read (fastify 5.12).
 */
const within = async <T>(work: Promise<T>, timeoutMs: number): Promise<T | undefined> => {
  const over = new AbortController();
  try {
    return await Promise.race([work, pause(timeoutMs, undefined, { signal: over.signal })]);
  } finally {
    over.abort();
  }
};

const serve = (app: FastifyInstance, options: HttpServerOptions): void => {
  const timeoutMs = options.handlerTimeoutMs ?? requestTimeoutMs;
  const tooSlow: Verdict = { ok: false, reasons: ["the readiness probe takes too long"] };
  app.get("/healthz", (_request, reply) => verdict(reply, options.health()));
  app.get("/readyz", async (_request, reply) =>
    verdict(reply, (await within(Promise.resolve(options.readiness()), timeoutMs)) ?? tooSlow),
  );
  app.get("/metrics", async (_request, reply) =>
    reply.type(options.metrics.contentType).send(await options.metrics.text()),
  );
  for (const { path, handle } of options.webhooks) {
    app.post(path, async (request, reply) => {
      const body = Buffer.isBuffer(request.body) ? request.body : new Uint8Array();
      const [asked] = request.url.split("?", 1);
      const delivery = {
        headers: headersOf(request.headers),
        body,
        ip: request.ip,
        ...(asked === undefined ? {} : { path: asked }),
      };
      const answer = await within(handle(delivery), timeoutMs);
      if (answer === undefined) {
        options.log.warn({ timeoutMs }, "a webhook took too long and was answered 503");
        return reply.code(503).send({ error: words[503] });
      }
      return reply.code(answer.status).send(answer.body);
    });
  }
};

/**
 * Starts the HTTP server: health, readiness, metrics and the platforms' webhooks, which get the exact bytes
 * that were sent, because signatures are over bytes. Rejects when the port cannot be had. Answers to what
 * went wrong are short JSON without details; a bug is logged under an id, and the answer tells the id.
 */
export const startHttpServer = async (options: HttpServerOptions): Promise<HttpServer> => {
  const app = Fastify({
    logger: false,
    bodyLimit: mostBodyBytes,
    requestTimeout: requestTimeoutMs,
    routerOptions: { maxParamLength: 200 },
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) => done(null, body));
  app.setNotFoundHandler((_request, reply) => reply.code(404).send({ error: words[404] }));
  app.setErrorHandler((error: Error & { readonly statusCode?: number }, _request, reply) => {
    const status = error.statusCode ?? 500;
    const known = words[status];
    if (known !== undefined) return reply.code(status).send({ error: known });
    const id = randomUUID();
    options.log.error({ id, err: error }, "an HTTP request failed");
    return reply.code(500).send({ error: "internal error", id });
  });
  serve(app, options);
  const url = await app.listen({ host: options.host, port: options.port });
  return { url, port: Number(new URL(url).port), close: async () => app.close() };
};
