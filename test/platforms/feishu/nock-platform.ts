import nock from "nock";
import { systemClock } from "../../../src/core/clock.ts";
import type { Log } from "../../../src/core/log.ts";
import { type Observer, silentObserver } from "../../../src/core/observer.ts";
import { createFeishuCalls, type FeishuCalls } from "../../../src/platforms/feishu/account.ts";

export const base = "http://feishu.test";
export const appId = "cli_00112233aabbccdd";
export const appSecret = "s3cr3t-that-nobody-may-log";

interface Platform {
  readonly calls: FeishuCalls;
  readonly scope: nock.Scope;
  /** Everything that was logged, as text. */
  readonly logged: () => string;
  readonly apiCalls: { readonly api: string; readonly code: string }[];
  readonly tooFast: string[];
  /** How often a token was asked for; each time another one is issued. */
  readonly tokens: () => number;
}

/** The calling half against a platform made of nock's answers; retries do not wait. */
export const startPlatform = (issueTokens = true, timeoutMs = 2000): Platform => {
  const lines: string[] = [];
  const note = (fields: object, message: string): void => {
    lines.push(`${message} ${JSON.stringify(fields)}`);
  };
  const log: Log = { debug: note, info: note, warn: note, error: note, child: () => log };
  const apiCalls: { api: string; code: string }[] = [];
  const tooFast: string[] = [];
  const observer: Observer = {
    ...silentObserver,
    apiCall: ({ api, code }) => void apiCalls.push({ api, code }),
    refusedAsTooFast: ({ api }) => void tooFast.push(api),
  };
  const scope = nock(base);
  let tokens = 0;
  if (issueTokens) {
    nock(base)
      .persist()
      .post("/open-apis/auth/v3/tenant_access_token/internal")
      .reply(200, () => {
        tokens += 1;
        return { code: 0, msg: "ok", tenant_access_token: `t-token-${tokens}`, expire: 7200 };
      });
  }
  const calls = createFeishuCalls({
    appId,
    appSecret,
    domain: base,
    log,
    observer,
    clock: systemClock,
    timeoutMs,
    random: () => 0,
  });
  return { calls, scope, logged: () => lines.join("\n"), apiCalls, tooFast, tokens: () => tokens };
};

export const success = (data: unknown = {}) => ({ code: 0, msg: "success", data });
