import { abortProblem } from "../../core/abort-problem.ts";
import type { Clock } from "../../core/clock.ts";
import type { ChatId } from "../../core/ids.ts";
import { type JsonObject, objectOf } from "../../core/json.ts";
import type { Log } from "../../core/log.ts";
import type { Observer } from "../../core/observer.ts";
import { pause } from "../../core/pause.ts";
import type { Problem } from "../../core/problem.ts";
import { fail, ok, type Result } from "../../core/result.ts";
import { type ApiName, apis } from "./apis.ts";
import type { Budget } from "./budget.ts";
import { exhaustedForMs, gatewayPace, notConnected, problemOf } from "./errors.ts";
import type { Http } from "./http.ts";

export interface Call {
  readonly api: ApiName;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: Readonly<Record<string, unknown>>;
  /** Whose turn it takes in the queue. */
  readonly chat?: ChatId;
  readonly signal: AbortSignal;
}

export interface Client {
  /** The body of a success. Never rejects. */
  call(call: Call): Promise<Result<JsonObject>>;
}

/** What the fate of a call tells about the connection. */
export type CallFate = "worked" | "disconnected" | "unreachable" | "failed";

export interface ClientOptions {
  readonly instance: string;
  readonly http: Http;
  readonly budget: Budget;
  /** Steady: measures durations and waits. */
  readonly steadyClock: Clock;
  /** For dates. */
  readonly clock: Clock;
  readonly log: Log;
  readonly observer: Observer;
  /** Between 0 and 1, for the jitter of retries. */
  readonly random: () => number;
  readonly onFate: (api: ApiName, fate: CallFate) => void;
}

const mostTries = 3;
const firstPauseMs = 300;
/** The gateway itself could not be had, or knows us no longer. */
const unreachable = new Set([
  "network",
  "timeout",
  "401",
  "403",
  "502",
  "503",
  "504",
  "instance-not-found",
]);

const fateOf = (problem: Problem | undefined): CallFate => {
  if (problem === undefined) return "worked";
  if (problem.code === notConnected) return "disconnected";
  return unreachable.has(problem.code ?? "") ? "unreachable" : "failed";
};

/** When a failed call may be sent again, in milliseconds from now. */
const againAfterMs = (
  call: Call,
  problem: Problem,
  tries: number,
  random: number,
): number | undefined => {
  if (tries >= mostTries) return undefined;
  // The gateway counts before it does anything, so the call had no effect; WhatsApp's own 429 is left alone.
  if (problem.code === gatewayPace) return problem.retryAfterMs ?? 60_000;
  const passing =
    problem.code !== notConnected &&
    (problem.reason === "platform-down" || problem.reason === "timeout");
  return passing && !apis[call.api].changes ? firstPauseMs * 2 ** tries * random : undefined;
};

/**
 * The one place that calls the gateway: waits for the shared budget, sends, reads status and text, reports each
 * try. Reads are tried again after a fault; what changes something never is, since an exchange without an answer
 * may have had its effect and nothing can be asked about it afterwards.
 */
export const createClient = (options: ClientOptions): Client => {
  const { budget, http, log, observer, steadyClock } = options;
  const instance = encodeURIComponent(options.instance);

  const send = async (call: Call): Promise<Result<JsonObject>> => {
    const { method, path, changes } = apis[call.api];
    const beganMs = steadyClock.now();
    const { chat: _turn, api: _api, ...parts } = call;
    const exchange = await http.send({ method, path: `/api/${path}/${instance}`, ...parts });
    const problem: Problem | undefined =
      exchange.kind === "reply"
        ? problemOf(call.api, exchange.reply, options.clock.now())
        : {
            ...(call.signal.aborted
              ? abortProblem(call.signal)
              : { reason: exchange.why === "timeout" ? "timeout" : "platform-down" }),
            effect: changes ? "maybe" : "none",
            code: call.signal.aborted ? "aborted" : exchange.why,
          };
    observer.apiCall({
      platform: "whatsapp",
      api: call.api,
      code: problem === undefined ? "0" : (problem.code ?? problem.reason),
      ms: steadyClock.now() - beganMs,
    });
    options.onFate(call.api, fateOf(problem));
    if (exchange.kind === "reply") {
      // Others may use the same token: when they have spent it, asking would only be refused.
      const exhaustedMs = exhaustedForMs(exchange.reply, options.clock.now());
      if (exhaustedMs !== undefined) budget.pause(exhaustedMs);
    }
    if (problem !== undefined) return fail(problem);
    return ok(exchange.kind === "reply" ? objectOf(exchange.reply.body) : {});
  };

  const attempt = async (call: Call): Promise<Result<JsonObject>> => {
    const beganMs = steadyClock.now();
    const entered = await budget.enter({
      chat: call.chat ?? "",
      forAnswers: apis[call.api].forAnswers,
      signal: call.signal,
    });
    observer.limiterWait({ gate: "token", ms: steadyClock.now() - beganMs });
    if (!entered.ok) return entered;
    try {
      return await send(call);
    } finally {
      entered.value.leave();
    }
  };

  return {
    call: async (call) => {
      for (let tries = 1; ; tries += 1) {
        const result = await attempt(call);
        if (result.ok || call.signal.aborted) return result;
        const { problem } = result;
        const { reason, code } = problem;
        const waitMs = againAfterMs(call, problem, tries, options.random());
        log.debug({ api: call.api, reason, code, tries }, "a call to the gateway failed");
        if (code === gatewayPace) {
          observer.refusedAsTooFast({ platform: "whatsapp", api: call.api });
          budget.pause(problem.retryAfterMs ?? 60_000);
        }
        if (waitMs === undefined) return result;
        await pause({ ms: waitMs, clock: steadyClock, signal: call.signal });
      }
    },
  };
};
