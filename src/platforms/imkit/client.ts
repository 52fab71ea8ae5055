import { abortProblem } from "../../core/abort-problem.ts";
import type { Clock } from "../../core/clock.ts";
import type { HeldToken } from "../../core/held-token.ts";
import type { ChatId } from "../../core/ids.ts";
import { isJsonObject, type JsonObject } from "../../core/json.ts";
import type { Log } from "../../core/log.ts";
import type { Observer } from "../../core/observer.ts";
import { pause } from "../../core/pause.ts";
import type { Problem } from "../../core/problem.ts";
import { fail, ok, type Result } from "../../core/result.ts";
import { type ApiName, apis, isRepeatable } from "./apis.ts";
import type { Body } from "./bodies.ts";
import { problemOf } from "./errors.ts";
import type { Http } from "./http.ts";
import { nextStep } from "./next-step.ts";
import type { Path } from "./paths.ts";
import type { WindowGate } from "./window-gate.ts";

/** One call to one API. */
export interface Call {
  readonly api: ApiName;
  readonly path: Path;
  readonly params?: Readonly<Record<string, string | number>>;
  readonly body?: Body;
  readonly signal: AbortSignal;
  /** The room it is about: its turn in the queue. */
  readonly chat?: ChatId;
}

/** The whole body of a success. */
export type Answer = JsonObject;

export interface ImkitClient {
  /** Never throws for an expected failure. */
  call(call: Call): Promise<Result<Answer>>;
}

export interface ImkitClientOptions {
  readonly http: Http;
  readonly clientKey: string;
  readonly apiKey?: string | undefined;
  readonly token: HeldToken;
  readonly gate: WindowGate;
  readonly log: Log;
  readonly observer: Observer;
  /** Steady: measures durations, never shows dates. */
  readonly clock: Clock;
  /** For one try, from sending to the end of the answer. */
  readonly timeoutMs: number;
  /** Between 0 and 1, for jitter. */
  readonly random: () => number;
  /** Told how every try ended. */
  readonly onAnswer: (problem: Problem | undefined) => void;
}

type Headers = Readonly<Record<string, string>>;

/**
 * The one place that sends calls to IMKit. Waits for the limit, carries the credential that `apis` names for the
 * call and no other, renews the bot's token once when it is refused, reads all three forms of failure, repeats
 * what is safe to repeat, and reports each try to the observer.
 */
export const createImkitClient = (options: ImkitClientOptions): ImkitClient => {
  const { token, gate, log, observer, clock, apiKey } = options;

  const silenceProblem = (call: Call, why: "timeout" | "network" | "aborted"): Problem => {
    const effect = apis[call.api].changes ? "maybe" : "none";
    if (call.signal.aborted) return { ...abortProblem(call.signal), effect };
    if (why === "network") return { reason: "platform-down", effect, code: "network" };
    return { reason: "timeout", effect, code: "timeout" };
  };

  const send = async (call: Call, headers: Headers): Promise<Result<Answer>> => {
    const beganMs = clock.now();
    const outcome = await options.http.request({
      method: apis[call.api].method,
      path: call.path,
      headers,
      signal: AbortSignal.any([call.signal, AbortSignal.timeout(options.timeoutMs)]),
      ...(call.params === undefined ? {} : { params: call.params }),
      ...(call.body === undefined ? {} : { body: call.body }),
    });
    const failed =
      outcome.kind === "reply"
        ? problemOf(call.api, outcome.reply)
        : silenceProblem(call, outcome.why);
    observer.apiCall({
      platform: "imkit",
      api: call.api,
      code: failed === undefined ? "0" : (failed.code ?? failed.reason),
      ms: clock.now() - beganMs,
    });
    if (!call.signal.aborted) options.onAnswer(failed);
    if (failed !== undefined) return fail(failed);
    const answer = outcome.kind === "reply" ? outcome.reply.body : undefined;
    return ok(isJsonObject(answer) ? answer : {});
  };

  /** The headers, and the user token among them if there is one. */
  const credentials = async (
    call: Call,
  ): Promise<Result<{ readonly headers: Headers; readonly bearer?: string }>> => {
    if (apis[call.api].credential === "platform") {
      if (apiKey === undefined) return fail({ reason: "app-secret-wrong", effect: "none" });
      return ok({ headers: { "IM-API-KEY": apiKey } });
    }
    const carried = await token.current(call.signal);
    if (!carried.ok) return carried;
    const bearer = carried.value;
    return ok({
      headers: { "IM-CLIENT-KEY": options.clientKey, "IM-Authorization": bearer },
      bearer,
    });
  };

  /** One try, from the queue to the answer. `sent` tells whether anything left the house. */
  const attempt = async (
    call: Call,
    again: boolean,
  ): Promise<{ sent: boolean; bearer?: string | undefined; result: Result<Answer> }> => {
    const carried = await credentials(call);
    if (!carried.ok) return { sent: false, result: carried };
    const { headers, bearer } = carried.value;
    const beganMs = clock.now();
    const entered = await gate.enter({
      signal: call.signal,
      turn: call.chat ?? "",
      first: again || call.api !== "message.send",
    });
    observer.limiterWait({ gate: "api", ms: clock.now() - beganMs });
    if (!entered.ok) return { sent: false, result: entered };
    try {
      return { sent: true, bearer, result: await send(call, headers) };
    } finally {
      entered.value.leave();
    }
  };

  return {
    call: async (call) => {
      let inDoubt = false;
      let tokenRenewed = false;
      let tries = 0;
      const failed = (problem: Problem) =>
        fail(inDoubt && problem.effect === "none" ? { ...problem, effect: "maybe" } : problem);
      for (;;) {
        const { sent, bearer, result } = await attempt(call, tries > 0);
        if (result.ok) return result;
        const { problem } = result;
        if (!sent || call.signal.aborted) return failed(problem);
        tries += 1;
        inDoubt ||= problem.effect === "maybe";
        const step = nextStep({
          problem,
          tries: tokenRenewed ? tries - 1 : tries,
          repeatable: isRepeatable(call.api),
          tokenRenewed,
          random: options.random(),
        });
        if (problem.reason === "too-fast") {
          observer.refusedAsTooFast({ platform: "imkit", api: call.api });
          gate.pause((step.kind === "again" ? step.pauseMs : problem.retryAfterMs) ?? 0);
        }
        const { reason, code } = problem;
        log.debug(
          { api: call.api, reason, code, tries, next: step.kind },
          "a call to IMKit failed",
        );
        if (step.kind === "again" && step.renewToken === true && bearer !== undefined) {
          tokenRenewed = true;
          token.drop(bearer);
        } else if (step.kind === "give-up" || step.renewToken === true) return failed(problem);
        await pause({ ms: step.waitMs, clock, signal: call.signal });
      }
    },
  };
};
