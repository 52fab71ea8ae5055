import { type Clock, monotonicClock } from "../../core/clock.ts";
import type { UserId } from "../../core/ids.ts";
import { isJsonObject, stringOf } from "../../core/json.ts";
import type { SharedWindows } from "../../core/limits/shared-windows.ts";
import type { Log } from "../../core/log.ts";
import type { Observer } from "../../core/observer.ts";
import type { Ports } from "../../core/platform.ts";
import { fail, ok, type Result } from "../../core/result.ts";
import { createFeishuClient, type FeishuClient } from "./client.ts";
import type { FeishuDomain } from "./domain.ts";
import { unreadable } from "./facts.ts";
import { fetchTenantToken } from "./fetch-tenant-token.ts";
import { createGates } from "./gates/gates.ts";
import { createSharedGates } from "./gates/shared-gates.ts";
import { createHttpInstance, defaultTimeoutMs, type HttpInstance } from "./http-instance.ts";
import { userId } from "./ids.ts";
import { createPorts } from "./ports.ts";
import { createTenantToken, type TenantToken } from "./tenant-token.ts";

export interface FeishuCallsConfig {
  readonly appId: string;
  readonly appSecret: string;
  /** `feishu`, `lark` or a base URL. */
  readonly domain: FeishuDomain;
  readonly log: Log;
  readonly observer: Observer;
  /** For dates. */
  readonly clock: Clock;
  /** For durations and limits; unlike a wall clock it is never set. */
  readonly steadyClock?: Clock;
  /** For one try of one call; 10 seconds by default. */
  readonly timeoutMs?: number;
  /** Between 0 and 1, for the jitter of retries. */
  readonly random?: () => number;
  /** Where several processes speak for the app: how they keep to its limits together. */
  readonly sharedWindows?: SharedWindows;
}

/** Who the bot is on the platform. */
export interface FeishuIdentity {
  /** How mentions of the bot name it. */
  readonly openId: UserId;
  readonly appName: string;
}

/** The calling half of one Feishu app. */
export interface FeishuCalls {
  readonly ports: Ports;
  readonly client: FeishuClient;
  readonly token: TenantToken;
  /** Shared with the long connection's bootstrap. */
  readonly http: HttpInstance;
  self(): Promise<Result<FeishuIdentity>>;
  /** Fetches the token, so that the first command does not wait for it. Also tells wrong credentials early. */
  warm(): Promise<Result<void>>;
  /** Ends everything under way and waiting; later calls fail as `cancelled`. */
  close(): void;
}

/** Builds everything that calls Feishu for one app: connections, token, limits, client, ports. */
export const createFeishuCalls = (config: FeishuCallsConfig): FeishuCalls => {
  const { appId, appSecret, domain, log, observer } = config;
  const clock = config.steadyClock ?? monotonicClock;
  const random = config.random ?? Math.random;
  const timeoutMs = config.timeoutMs ?? defaultTimeoutMs;
  const http = createHttpInstance(timeoutMs);
  const ended = new AbortController();
  const gates =
    config.sharedWindows === undefined
      ? createGates({ clock, observer })
      : createSharedGates({ account: appId, windows: config.sharedWindows, clock, observer });
  const token = createTenantToken({
    clock,
    fetch: () =>
      fetchTenantToken({
        http: http.axios,
        domain,
        appId,
        appSecret,
        clock,
        random,
        observer,
        timeoutMs,
        signal: ended.signal,
      }),
  });
  const client = createFeishuClient({
    appId,
    appSecret,
    domain,
    http: http.sdk,
    token,
    gates,
    log,
    observer,
    clock,
    timeoutMs,
    random,
  });
  // Long enough for all tries of a call, of which one may have to wait for the token.
  const atStart = (): AbortSignal =>
    AbortSignal.any([ended.signal, AbortSignal.timeout(6 * timeoutMs)]);

  return {
    ports: createPorts({ client, appId, clock, wallClock: config.clock }),
    client,
    token,
    http,
    warm: () => token.warm(atStart()),
    self: async () => {
      const answered = await client.call({
        api: "bot.info",
        path: "/open-apis/bot/v3/info",
        signal: atStart(),
        repeatable: true,
      });
      if (!answered.ok) return answered;
      // Unlike everywhere else, beside `data`.
      const { bot } = answered.value.body;
      const openId = isJsonObject(bot) ? userId(bot.open_id) : undefined;
      const appName = isJsonObject(bot) ? stringOf(bot.app_name) : undefined;
      return openId === undefined ? fail(unreadable) : ok({ openId, appName: appName ?? "" });
    },
    close: () => {
      ended.abort();
      gates.close();
      http.close();
    },
  };
};
