import type { HttpInstance } from "@larksuiteoapi/node-sdk";
import type { AxiosRequestConfig } from "axios";
import { abortProblem } from "../../core/abort-problem.ts";
import type { Clock } from "../../core/clock.ts";
import type { ChatId, MessageId } from "../../core/ids.ts";
import { isJsonObject } from "../../core/json.ts";
import type { Log } from "../../core/log.ts";
import type { Observer } from "../../core/observer.ts";
import { pause } from "../../core/pause.ts";
import type { Problem } from "../../core/problem.ts";
import { fail, ok, type Result } from "../../core/result.ts";
import { type ApiName, apis, changes } from "./apis.ts";
import { baseUrlOf, type FeishuDomain } from "./domain.ts";
import { logIdOf, problemOf, type Reply } from "./errors.ts";
import type { Gates } from "./gates/gates.ts";
import { nextStep } from "./next-step.ts";
import { type Outcome, outcomeOf, wholeAnswer } from "./outcome.ts";
import { Client, withUserAccessToken } from "./sdk.ts";
import { createSdkLogger } from "./sdk-logger.ts";
import type { TenantToken } from "./tenant-token.ts";

/** One call to one API. */
export interface Call {
  readonly api: ApiName;
  /** From `/open-apis/` on; ids in it come from `ids.ts`. */
  readonly path: string;
  readonly params?: Readonly<Record<string, string | number>>;
  readonly data?: Readonly<Record<string, unknown>>;
  readonly signal: AbortSignal;
  /** The chat it is about: its turn in the queues, and its limit where the API has one per chat. */
  readonly chat?: ChatId;
  readonly message?: MessageId;
  /** Whether doing it twice is the same as doing it once. Reads always are. */
  readonly repeatable: boolean;
  /**
   * `first`: before all that wait for the same limits. `spare`: only if nobody will miss what it uses of them; it is
   * sent at once or not at all, and once.
   */
  readonly priority?: "first" | "normal" | "spare";
}

/** A success. */
export interface Answer {
  /** The body's `data`; empty when there is none. */
  readonly data: Readonly<Record<string, unknown>>;
  /** The whole body, for APIs that answer beside `data`. */
  readonly body: Readonly<Record<string, unknown>>;
  readonly logId?: string;
  /** The platform's own clock when it answered, in milliseconds but to the second only. */
  readonly answeredAtMs?: number;
}

export interface FeishuClient {
  call(call: Call): Promise<Result<Answer>>;
}

export interface FeishuClientOptions {
  readonly appId: string;
  readonly appSecret: string;
  readonly domain: FeishuDomain;
  readonly http: HttpInstance;
  readonly token: TenantToken;
  readonly gates: Gates;
  readonly log: Log;
  readonly observer: Observer;
  /** Steady: measures durations, never shows dates. */
  readonly clock: Clock;
  /** For one try, from sending to the end of the answer. */
  readonly timeoutMs: number;
  /** Between 0 and 1, for jitter. */
  readonly random: () => number;
}

/** Nothing that a person typed can get here, and if it did it could not leave its own path segment. */
const safePath = /^\/open-apis(?:\/[0-9A-Za-z_-]+)+$/;

const answerOf = (reply: Reply): Answer => {
  const body = isJsonObject(reply.body) ? reply.body : {};
  const logId = logIdOf(reply);
  const answeredAtMs = Date.parse(String(reply.headers.date));
  return {
    data: isJsonObject(body.data) ? body.data : {},
    body,
    ...(logId === undefined ? {} : { logId }),
    ...(Number.isNaN(answeredAtMs) ? {} : { answeredAtMs }),
  };
};

/**
 * The one place that sends calls to Feishu, through the SDK's client. Waits for the limits, carries the token,
 * renews it once when it is refused, reads both shapes of failure, repeats what is safe to repeat, and reports
 * each try to the observer. Never throws for an expected failure.
 */
export const createFeishuClient = (options: FeishuClientOptions): FeishuClient => {
  const { token, gates, log, observer, clock } = options;

  // The SDK's own token manager fetches once per waiting call and logs the app secret when that fails, so it is
  // switched off; each call carries the token that it was given (`withUserAccessToken` sets the header, whatever
  // the kind of token), which also tells exactly which token the platform refused.
  const sdk = new Client({
    appId: options.appId,
    appSecret: options.appSecret,
    domain: baseUrlOf(options.domain),
    httpInstance: options.http,
    disableTokenCache: true,
    logger: createSdkLogger(log),
  });

  const silenceProblem = (
    call: Call,
    why: Extract<Outcome, { kind: "silence" }>["why"],
  ): Problem => {
    const effect = changes(call.api) && why !== "unreached" ? "maybe" : "none";
    if (call.signal.aborted) return { ...abortProblem(call.signal), effect };
    if (why === "network" || why === "unreached")
      return { reason: "platform-down", effect, code: "network" };
    return { reason: "timeout", effect, code: "timeout" };
  };

  const send = async (call: Call, bearer: string): Promise<Result<Answer>> => {
    const beganMs = clock.now();
    const config: AxiosRequestConfig = {
      ...wholeAnswer,
      method: apis[call.api].method,
      url: call.path,
      params: call.params,
      data: call.data,
      signal: AbortSignal.any([call.signal, AbortSignal.timeout(options.timeoutMs)]),
    };
    const outcome = await outcomeOf(sdk.request(config, withUserAccessToken(bearer)));
    const failed =
      outcome.kind === "reply"
        ? problemOf(call.api, outcome.reply)
        : silenceProblem(call, outcome.why);
    observer.apiCall({
      platform: "feishu",
      api: call.api,
      code: failed === undefined ? "0" : (failed.code ?? failed.reason),
      ms: clock.now() - beganMs,
    });
    if (failed !== undefined) return fail(failed);
    return outcome.kind === "reply"
      ? ok(answerOf(outcome.reply))
      : fail(silenceProblem(call, outcome.why));
  };

  /** One try, from the queues to the answer. `sent` tells whether anything left the house. */
  const attempt = async (
    call: Call,
    first: boolean,
  ): Promise<{ readonly sent?: string; readonly result: Result<Answer> }> => {
    const spare = call.priority === "spare";
    const entered = await gates.enter(call, { signal: call.signal, first, spare });
    if (!entered.ok) return { result: entered };
    let sent: string | undefined;
    try {
      const carried = await token.current(call.signal);
      if (!carried.ok) return { result: carried };
      sent = carried.value;
      return { sent, result: await send(call, sent) };
    } finally {
      if (sent === undefined) entered.value.giveBack();
      else entered.value.leave();
    }
  };

  return {
    call: async (call) => {
      if (!safePath.test(call.path)) throw new TypeError("not a path of ours");
      const { messageGate, chatGate } = apis[call.api];
      const countedBy = messageGate === true ? "message" : chatGate && "chat";
      let inDoubt = false;
      let tokenRenewed = false;
      let tries = 0;
      const failed = (problem: Problem) =>
        fail(inDoubt && problem.effect === "none" ? { ...problem, effect: "maybe" } : problem);
      for (;;) {
        const { sent, result } = await attempt(call, tries > 0 || call.priority === "first");
        if (result.ok) return result;
        const { problem } = result;
        if (sent === undefined || call.signal.aborted) return failed(problem);
        tries += 1;
        inDoubt ||= problem.effect === "maybe";
        if (problem.reason === "too-fast")
          observer.refusedAsTooFast({ platform: "feishu", api: call.api });
        const step = nextStep({
          problem,
          tries: tokenRenewed ? tries - 1 : tries,
          repeatable: call.repeatable || !changes(call.api),
          countedBy,
          tokenRenewed,
          random: options.random(),
        });
        const { reason, code, logId } = problem;
        log.debug(
          { api: call.api, reason, code, logId, tries, next: step.kind },
          "a call to Feishu failed",
        );
        if (step.pause !== undefined) gates.pause(step.pause.gate, call, step.pause.ms);
        if (step.kind === "give-up") return failed(problem);
        if (step.renewToken === true) {
          tokenRenewed = true;
          token.drop(sent);
        }
        if (call.priority === "spare") return failed(problem);
        await pause({ ms: step.waitMs, clock, signal: call.signal });
      }
    },
  };
};
