import { createHash } from "node:crypto";
import { type Clock, monotonicClock } from "../../core/clock.ts";
import type { SharedWindows } from "../../core/limits/shared-windows.ts";
import type { Log } from "../../core/log.ts";
import type { Observer } from "../../core/observer.ts";
import { ownNames } from "../../core/own-names.ts";
import type { Intake, Platform } from "../../core/platform.ts";
import { fetchIdentity, type Identity, numbersOf } from "./account.ts";
import { createAnswers } from "./answers.ts";
import { type ApiName, apis } from "./apis.ts";
import { createBudget } from "./budget.ts";
import { whatsappCapabilities } from "./capabilities.ts";
import { type CallFate, createClient } from "./client.ts";
import { createConnection } from "./connection.ts";
import { createHttp } from "./http.ts";
import { isInstanceName } from "./ids.ts";
import { createNames } from "./names.ts";
import { createPeople } from "./people.ts";
import { createReads } from "./reads.ts";
import { typedTarget } from "./typed-target.ts";
import { createWebhook } from "./webhook.ts";
import { createWhereabouts } from "./whereabouts.ts";
import { createWrites } from "./writes.ts";

export interface WhatsappPlatformConfig {
  /** Base URL of the gateway, `https://ryzeapi.cloud` unless self-hosted. */
  readonly url: string;
  readonly instance: string;
  /** TokenInstance or TokenAccount. */
  readonly token: string;
  /** The whole `Authorization` value that the gateway's webhook carries. */
  readonly webhookAuth: string;
  /** `/webhook/whatsapp` by default. */
  readonly webhookPath?: string;
  /** For dates. */
  readonly clock: Clock;
  /** For durations and limits; unlike a wall clock it is never set. */
  readonly steadyClock?: Clock;
  readonly log: Log;
  readonly observer: Observer;
  /** For one try of one call; 10 seconds by default. */
  readonly timeoutMs?: number;
  /** Between 0 and 1, for the jitter of retries. */
  readonly random?: () => number;
  /** Where several processes call with the token: how they keep to its limit together. */
  readonly sharedWindows?: SharedWindows;
}

/** How long the start waits for the bot to learn its own ids, without which it does not see who means it. */
const introductionMs = 5_000;
const introduceAgainMs = 30_000;
/** The gateway's limit for each token (RyzeAPI docs, guide/rate-limit-cors). */
const budgetOf = { limit: 100, reserve: 10, windowMs: 60_000 } as const;
/** Of all processes together, where there are several: a fifth of the minute's calls. */
const mostPerSecond = 20;
/** Names a token without telling it. */
const digestOf = (token: string): string =>
  createHash("sha256").update(token).digest("hex").slice(0, 32);

/** One WhatsApp number behind the RyzeAPI gateway as a chat platform. */
export const createWhatsappPlatform = (config: WhatsappPlatformConfig): Platform => {
  const { instance, clock, observer } = config;
  if (!isInstanceName(instance)) throw new TypeError("not the name of an instance");
  const steadyClock = config.steadyClock ?? monotonicClock;
  const log = config.log.child({ platform: "whatsapp", account: instance });
  const people = createPeople();
  const names = createNames();
  const ended = new AbortController();
  const timeoutMs = config.timeoutMs ?? 10_000;
  const http = createHttp({ url: config.url, token: config.token, timeoutMs });
  const { sharedWindows: windows } = config;
  const budget = createBudget({
    ...budgetOf,
    clock: steadyClock,
    shared: windows && { windows, key: `whatsapp:${digestOf(config.token)}`, mostPerSecond },
  });
  const connection = createConnection({
    clock,
    onReconnected: () => observer.linkReconnected({ platform: "whatsapp" }),
  });
  let identity: Identity = { ids: [] };
  let take: Intake | undefined;
  let cancelIntroduction = (): void => {};
  const self = () => identity.ids;

  const askAgainLater = (): void => {
    cancelIntroduction();
    if (take === undefined || ended.signal.aborted) return;
    cancelIntroduction = clock.after(introduceAgainMs, () => void introduce());
  };

  const onFate = (api: ApiName, fate: CallFate): void => {
    // What the introduction fails by, the next one that works disproves.
    const introducing = api === "profile.getAccount";
    if (fate === "disconnected" && !introducing) connection.disconnected();
    if (fate === "unreachable" || (fate === "disconnected" && introducing)) {
      connection.unreachable();
      askAgainLater();
    }
    if (fate !== "worked") return;
    // Reads are answered from the gateway's own database, also while WhatsApp cannot be reached.
    if (apis[api].changes) connection.connected();
    else connection.reached();
  };

  const client = createClient({
    instance,
    http,
    budget,
    steadyClock,
    clock,
    log,
    observer,
    random: config.random ?? Math.random,
    onFate,
  });

  const introduce = async (): Promise<void> => {
    const answered = await fetchIdentity(client, ended.signal);
    if (answered.ok) {
      identity = answered.value;
      return;
    }
    const { reason, code } = answered.problem;
    log.error({ reason, code }, "the gateway does not tell who the bot is; trying again");
    askAgainLater();
  };

  const reads = createReads({
    client,
    people,
    names,
    self,
    onMessage: (facts) => whereabouts.saw(facts),
  });
  const whereabouts = createWhereabouts({ look: reads.message, steadyClock });

  const webhook = createWebhook({
    instance,
    webhookAuth: config.webhookAuth,
    context: () => ({ self: self(), people, names }),
    intake: async (event) => {
      if (take === undefined) throw new Error("not taking events");
      await take(event);
    },
    onConnected: (connected, state) => {
      if (state !== undefined) log.info({ state }, "the gateway tells the state of the instance");
      if (connected) connection.connected();
      else connection.disconnected();
    },
    clock,
    log,
    observer,
  });

  return {
    platform: "whatsapp",
    account: instance,
    capabilities: whatsappCapabilities,
    ports: {
      ...reads,
      ...createWrites({ client, whereabouts, clock }),
      ...createAnswers({ client, steadyClock }),
    },
    botNames: () => [
      ...(identity.name === undefined ? [] : [identity.name]),
      ...numbersOf(identity),
      ...ownNames,
    ],
    typedTarget,
    idsOf: people.aliasesOf,
    linkTo: () => undefined,
    link: connection.link,
    start: async (intake) => {
      take = intake;
      const waited = Promise.withResolvers<void>();
      const cancel = clock.after(introductionMs, waited.resolve);
      await Promise.race([introduce(), waited.promise]);
      cancel();
    },
    stop: () => {
      cancelIntroduction();
      take = undefined;
      return Promise.resolve();
    },
    close: () => {
      cancelIntroduction();
      ended.abort();
      budget.close();
      http.close();
      return Promise.resolve();
    },
    webhook: { path: config.webhookPath ?? "/webhook/whatsapp", handle: webhook.handle },
  };
};
