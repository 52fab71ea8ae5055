import type { AxiosInstance } from "axios";
import type { Clock } from "../../core/clock.ts";
import type { IssuedToken } from "../../core/held-token.ts";
import { isJsonObject, stringOf } from "../../core/json.ts";
import type { Observer } from "../../core/observer.ts";
import { pause } from "../../core/pause.ts";
import { type Problem, problem } from "../../core/problem.ts";
import { fail, ok, type Result } from "../../core/result.ts";
import { baseUrlOf, type FeishuDomain } from "./domain.ts";
import { problemOf, type Reply } from "./errors.ts";
import { nextStep } from "./next-step.ts";
import { type Outcome, outcomeOf, wholeAnswer } from "./outcome.ts";

const longestLifetimeS = 7200;

/** A token goes into a header as it is. */
const tokenPattern = /^[\x21-\x7e]{1,1024}$/;

const issued = (reply: Reply): Result<IssuedToken> => {
  const refused = problemOf("token", reply);
  if (refused !== undefined) return fail(refused);
  const body = isJsonObject(reply.body) ? reply.body : {};
  const token = stringOf(body.tenant_access_token);
  const expire = body.expire;
  const plausible = typeof expire === "number" && expire > 0;
  if (token === undefined || !tokenPattern.test(token) || !plausible) {
    return fail(problem("platform-down", { code: "junk" }));
  }
  return ok({ token, lifetimeMs: Math.min(expire, longestLifetimeS) * 1000 });
};

const silence = (outcome: Extract<Outcome, { kind: "silence" }>): Problem =>
  outcome.why === "network" || outcome.why === "unreached"
    ? problem("platform-down", { code: "network" })
    : problem("timeout", { code: "timeout" });

/**
 * Asks for a tenant token, with retries: fetching one has no effect. Never through the SDK's token manager,
 * which on a failure logs the request with the app secret in it.
 */
export const fetchTenantToken = async (options: {
  readonly http: AxiosInstance;
  readonly domain: FeishuDomain;
  readonly appId: string;
  readonly appSecret: string;
  readonly clock: Clock;
  readonly random: () => number;
  readonly observer: Observer;
  /** For one try. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}): Promise<Result<IssuedToken>> => {
  const { http, clock, observer, signal } = options;
  const url = `${baseUrlOf(options.domain)}/open-apis/auth/v3/tenant_access_token/internal`;
  const credentials = { app_id: options.appId, app_secret: options.appSecret };
  for (let tries = 1; ; tries += 1) {
    const beganMs = clock.now();
    const bounded = AbortSignal.any([signal, AbortSignal.timeout(options.timeoutMs)]);
    const outcome = await outcomeOf(
      http.post(url, credentials, { ...wholeAnswer, signal: bounded }),
    );
    const result = outcome.kind === "reply" ? issued(outcome.reply) : fail(silence(outcome));
    const code = result.ok ? "0" : (result.problem.code ?? result.problem.reason);
    observer.apiCall({ platform: "feishu", api: "token", code, ms: clock.now() - beganMs });
    if (result.ok || signal.aborted) return result;
    const step = nextStep({
      problem: result.problem,
      tries,
      repeatable: true,
      countedBy: undefined,
      tokenRenewed: true,
      random: options.random(),
    });
    if (step.kind === "give-up") return result;
    await pause({ ms: Math.max(step.waitMs, step.pause?.ms ?? 0), clock, signal });
  }
};
