import { type Clock, monotonicClock } from "../../core/clock.ts";
import type { IssuedToken } from "../../core/held-token.ts";
import type { UserId } from "../../core/ids.ts";
import { isJsonObject, stringOf } from "../../core/json.ts";
import type { SharedWindows } from "../../core/limits/shared-windows.ts";
import type { Log } from "../../core/log.ts";
import type { Observer } from "../../core/observer.ts";
import type { Ports } from "../../core/platform.ts";
import type { Problem } from "../../core/problem.ts";
import { ok, type Result } from "../../core/result.ts";
import { createAnswers } from "./answers.ts";
import { issueBody } from "./bodies.ts";
import { createImkitClient, type ImkitClient } from "./client.ts";
import { createMessageFinder, type MessageFinder } from "./find-message.ts";
import { createHttp, mostConnections } from "./http.ts";
import { issuedToken } from "./issued-token.ts";
import { paths } from "./paths.ts";
import { createReads } from "./reads.ts";
import { createUserToken } from "./user-token.ts";
import { createWindowGate } from "./window-gate.ts";
import { createWrites } from "./writes.ts";

export interface ImkitCallsConfig {
  /** The app's base URL, without a slash at the end. */
  readonly url: string;
  readonly clientKey: string;
  readonly apiKey?: string | undefined;
  readonly bot: UserId;
  readonly botToken?: string | undefined;
  readonly log: Log;
  readonly observer: Observer;
  /** For dates. */
  readonly clock: Clock;
  /** For durations and limits; unlike a wall clock it is never set. */
  readonly steadyClock?: Clock | undefined;
  /** For one try of one call. */
  readonly timeoutMs: number;
  /** Between 0 and 1, for the jitter of retries. */
  readonly random: () => number;
  readonly onAnswer: (problem: Problem | undefined) => void;
  /** Where several processes speak for the app: how they keep to its limit together. */
  readonly sharedWindows?: SharedWindows | undefined;
}

/** The calling half of one IMKit app. */
export interface ImkitCalls {
  readonly ports: Ports;
  readonly client: ImkitClient;
  readonly finder: MessageFinder;
  readonly clock: Clock;
  /** The bot's display name, `undefined` when it has none. */
  nickname(): Promise<Result<string | undefined>>;
  /** Ends everything under way and waiting; later calls fail as `cancelled`. */
  close(): void;
}

/**
 * The documented limit is the API key's; what holds for client keys is not told, so everything shares it.
 * A tenth is kept for moderation. Source: IMKit docs, API Key (1000 requests per minute).
 */
const limits = {
  limit: 1000,
  windowMs: 60_000,
  reserve: 100,
  mostAtOnce: mostConnections,
  longestWaitMs: 20_000,
};
/** Of all processes together, where there are several: a tenth of the minute's calls. */
const mostPerSecond = 100;

/** Builds everything that calls IMKit for one bot: connections, token, limit, client, ports. */
export const createImkitCalls = (config: ImkitCallsConfig): ImkitCalls => {
  const { bot, apiKey, timeoutMs } = config;
  const clock = config.steadyClock ?? monotonicClock;
  const ended = new AbortController();
  const http = createHttp(config.url);
  const { sharedWindows: windows } = config;
  const gate = createWindowGate({
    ...limits,
    clock,
    shared: windows && { windows, key: `imkit:${config.url}`, mostPerSecond },
  });

  const issue = async (): Promise<Result<IssuedToken>> => {
    const signal = AbortSignal.any([ended.signal, AbortSignal.timeout(4 * timeoutMs)]);
    const body = issueBody(bot);
    const answered = await client.call({ api: "token.issue", path: paths.clients, body, signal });
    return answered.ok ? issuedToken(answered.value, config.clock.now()) : answered;
  };
  const token = createUserToken({
    clock,
    given: config.botToken,
    issue: apiKey === undefined ? undefined : issue,
  });
  const sending = createImkitClient({ ...config, http, token, gate, clock });
  const client: ImkitClient = {
    call: (call) => sending.call({ ...call, signal: AbortSignal.any([call.signal, ended.signal]) }),
  };
  const finder = createMessageFinder(client);
  const parts = { client, finder, bot, clock };

  return {
    ports: {
      ...createReads(parts),
      ...createWrites({
        ...parts,
        hasApiKey: apiKey !== undefined,
        wallClock: config.clock,
        log: config.log,
      }),
      ...createAnswers(parts),
    },
    client,
    finder,
    clock,
    nickname: async () => {
      const signal = AbortSignal.timeout(4 * timeoutMs);
      const answered = await client.call({ api: "me.get", path: paths.me, signal });
      if (!answered.ok) return answered;
      const { result } = answered.value;
      return ok(isJsonObject(result) ? stringOf(result.nickname) : undefined);
    },
    close: () => {
      ended.abort();
      gate.close();
      http.close();
    },
  };
};
