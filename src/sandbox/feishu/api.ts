import { setTimeout as sleep } from "node:timers/promises";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { admit, type Passage } from "./admission.ts";
import { type Answer, refusal } from "./answer.ts";
import type { Endpoint } from "./endpoint.ts";
import { createLogId, envelopeOf, statusOf } from "./envelope.ts";
import type { CallFault } from "./faults.ts";
import type { Platform } from "./platform.ts";
import { isJsonObject, type JsonObject } from "./world/json.ts";

type Breaking = Exclude<CallFault, { kind: "delay" | "truncate" }>;

/** What the caller gets to see in the end. */
interface Outcome {
  readonly status: number;
  readonly code: number;
  readonly response: unknown;
  /** `null`: the connection is cut instead. */
  readonly text: string | null;
  readonly contentType: string;
  readonly headers: Readonly<Record<string, string>>;
}

const json = "application/json; charset=utf-8";

function answeredBy(answer: Answer, logId: string, truncated: boolean): Outcome {
  const response = envelopeOf(answer, logId);
  const whole = JSON.stringify(response);
  return {
    status: statusOf(answer),
    code: answer.code,
    response,
    text: truncated ? whole.slice(0, Math.floor(whole.length / 2)) : whole,
    contentType: json,
    headers: answer.headers ?? {},
  };
}

function brokenBy(fault: Breaking, logId: string): Outcome {
  switch (fault.kind) {
    case "reset":
      return {
        status: 0,
        code: -1,
        response: "connection reset",
        text: null,
        contentType: json,
        headers: {},
      };
    case "http500":
      return {
        status: 500,
        code: -1,
        response: "Internal Server Error",
        text: "Internal Server Error",
        contentType: "text/plain",
        headers: {},
      };
    case "error": {
      const answer: Answer = {
        ...refusal(fault.code),
        ...(fault.msg === undefined ? {} : { msg: fault.msg }),
        ...(fault.data === undefined ? {} : { data: fault.data }),
        status: fault.status ?? (fault.code === 99991400 ? 429 : 400),
      };
      return answeredBy(answer, logId, false);
    }
  }
}

/** Runs a call through faults, checks and its endpoint. */
async function outcomeOf(platform: Platform, passage: Passage, logId: string): Promise<Outcome> {
  const [path = ""] = passage.request.url.split("?", 1);
  const faults = platform.faults.take({ method: passage.endpoint.method, path });
  const breaking = faults.find(
    (fault): fault is Breaking => fault.kind !== "delay" && fault.kind !== "truncate",
  );
  const delayMs = faults.reduce((sum, fault) => sum + (fault.kind === "delay" ? fault.ms : 0), 0);
  const wait = () => (delayMs > 0 ? sleep(delayMs, undefined, { ref: false }) : undefined);
  if (breaking !== undefined && !breaking.after_effect) {
    await wait();
    return brokenBy(breaking, logId);
  }
  const opened = admit(platform, passage);
  await wait();
  if (!passage.endpoint.pausesItself) await platform.pause();
  const answer = "refused" in opened ? opened.refused : await opened.run();
  if (breaking !== undefined) return brokenBy(breaking, logId);
  return answeredBy(
    answer,
    logId,
    faults.some((fault) => fault.kind === "truncate"),
  );
}

async function handle(platform: Platform, passage: Passage, reply: FastifyReply): Promise<void> {
  const { request, endpoint, arrivedAtMs } = passage;
  const logId = createLogId(platform.world);
  const outcome = await outcomeOf(platform, passage, logId);
  platform.calls.record({
    at: String(Math.floor(arrivedAtMs)),
    method: endpoint.method,
    path: request.url,
    request: passage.body ?? {},
    status: outcome.status,
    code: outcome.code,
    response: outcome.response,
    duration_ms: Math.max(0, Math.round(platform.world.now() - arrivedAtMs)),
    log_id: logId,
  });
  platform.world.touch();
  if (outcome.text === null) {
    reply.hijack();
    request.raw.socket.destroy();
    return;
  }
  void reply
    .code(outcome.status)
    .headers({ "x-tt-logid": logId, "content-type": outcome.contentType, ...outcome.headers })
    .send(outcome.text);
}

function parseBody(raw: unknown): JsonObject | null {
  if (!Buffer.isBuffer(raw) || raw.length === 0) return {};
  try {
    const value: unknown = JSON.parse(raw.toString("utf8"));
    return isJsonObject(value) ? value : null;
  } catch {
    return null;
  }
}

/** Mounts the platform's HTTP API into a scope of its own; bodies must arrive there as buffers. */
export function registerApi(
  app: FastifyInstance,
  platform: Platform,
  endpoints: readonly Endpoint[],
): void {
  const arrivals = new WeakMap<FastifyRequest, number>();
  app.addHook("onRequest", (request, _reply, done) => {
    arrivals.set(request, platform.world.now());
    done();
  });
  app.setErrorHandler<{ statusCode?: number }>((error, _request, reply) => {
    const status = error.statusCode ?? 500;
    const logId = createLogId(platform.world);
    const answer = { ...refusal(status < 500 ? 9499 : 1500), status };
    return reply.code(status).header("x-tt-logid", logId).send(envelopeOf(answer, logId));
  });
  for (const endpoint of endpoints) {
    app.route<{ Params: Record<string, string> }>({
      method: endpoint.method,
      url: endpoint.path,
      exposeHeadRoute: false,
      handler: async (request, reply) => {
        const passage: Passage = {
          endpoint,
          request,
          params: request.params,
          query: isJsonObject(request.query) ? request.query : {},
          body: parseBody(request.body),
          arrivedAtMs: arrivals.get(request) ?? platform.world.now(),
        };
        await handle(platform, passage, reply);
        return reply;
      },
    });
  }
}

/** Whether some endpoint answers this path, by whatever method. */
export function isKnownPath(endpoints: readonly Endpoint[], path: string): boolean {
  const parts = path.split("/");
  return endpoints.some((endpoint) => {
    const pattern = endpoint.path.split("/");
    return (
      pattern.length === parts.length &&
      pattern.every((part, index) => part.startsWith(":") || part === parts[index])
    );
  });
}
