import type { Clock } from "../../core/clock.ts";
import type { SharedWindows } from "../../core/limits/shared-windows.ts";
import type { Log } from "../../core/log.ts";
import type { Observer } from "../../core/observer.ts";
import { ownNames } from "../../core/own-names.ts";
import type { Intake, Platform } from "../../core/platform.ts";
import { createImkitCalls } from "./calls.ts";
import { imkitCapabilities } from "./capabilities.ts";
import type { ImkitSelf } from "./content.ts";
import { userId } from "./ids.ts";
import { createLinkState } from "./link-state.ts";
import { typedTarget } from "./links.ts";
import { createVerify } from "./verify.ts";
import { createImkitWebhook } from "./webhook.ts";

export interface ImkitPlatformConfig {
  /** The app's address, such as `https://your-app.imkit.io`. */
  readonly url: string;
  readonly clientKey: string;
  /** Recalls what others wrote and issues the bot's token; nothing else is ever asked with it. */
  readonly apiKey?: string | undefined;
  /** The bot's user (client) id. */
  readonly botId: string;
  /** A token of the bot's own; needed without an API key. */
  readonly botToken?: string | undefined;
  /** The unguessable part of the webhook's path: 16 to 128 letters, digits, `_` and `-`. */
  readonly webhookSecret: string;
  /** Addresses or networks from which deliveries may come; everywhere when absent. */
  readonly allowedIps?: readonly string[] | undefined;
  readonly clock: Clock;
  readonly log: Log;
  readonly observer: Observer;
  readonly random?: () => number;
  /** For one try of one call; 10 seconds by default. */
  readonly timeoutMs?: number;
  /** For durations and limits; monotonic by default. */
  readonly steadyClock?: Clock;
  /** Where several processes speak for the app: how they keep to its limit together. */
  readonly sharedWindows?: SharedWindows;
}

const introductionMs = 5_000;
const defaultTimeoutMs = 10_000;

/**
 * One bot user of one IMKit app as a chat platform. Throws on a configuration that cannot work: no address, an id
 * or a secret that cannot stand in a path, neither token nor API key.
 */
export const createImkitPlatform = (config: ImkitPlatformConfig): Platform => {
  const { clock, observer, apiKey } = config;
  const { origin, host, pathname } = new URL(config.url);
  const bot = userId(config.botId);
  if (bot === undefined) throw new TypeError("the bot's id cannot be an IMKit client id");
  if (apiKey === undefined && config.botToken === undefined) {
    throw new TypeError("IMKit needs the bot's token, or the API key to have one issued");
  }
  const account = `${bot}@${host}`;
  const log = config.log.child({ platform: "imkit", account });
  let nickname: string | undefined;
  let take: Intake | undefined;

  const introduce = async (): Promise<void> => {
    const named = await calls.nickname();
    if (named.ok) nickname = named.value ?? nickname;
    else {
      const { reason, code } = named.problem;
      // Refused before a call was made, as when there is no token to be had.
      state.heard(named.problem);
      log.error({ reason, code }, "the platform cannot be asked who the bot is; trying again");
    }
  };
  const state = createLinkState({
    clock,
    probe: introduce,
    onUpAgain: () => {
      observer.linkReconnected({ platform: "imkit" });
      log.info({}, "the platform answers again");
    },
  });
  const calls = createImkitCalls({
    url: `${origin}${pathname.replace(/\/+$/, "")}`,
    clientKey: config.clientKey,
    apiKey,
    bot,
    botToken: config.botToken,
    log,
    observer,
    clock,
    steadyClock: config.steadyClock,
    sharedWindows: config.sharedWindows,
    timeoutMs: config.timeoutMs ?? defaultTimeoutMs,
    random: config.random ?? Math.random,
    onAnswer: (problem) => state.heard(problem),
  });

  const botNames = (): readonly string[] => [
    ...new Set([...(nickname === undefined ? [] : [nickname]), ...ownNames, bot]),
  ];
  const self = (): ImkitSelf => ({ bot, names: botNames() });
  const webhook = createImkitWebhook({
    secret: config.webhookSecret,
    allowedIps: config.allowedIps,
    self,
    verify: createVerify({
      reads: calls.ports,
      finder: calls.finder,
      self,
      clock: calls.clock,
      wallClock: clock,
    }),
    intake: async (event) => {
      if (take === undefined) throw new Error("not taking events");
      await take(event);
    },
    clock,
    log,
    observer,
  });

  return {
    platform: "imkit",
    account,
    capabilities: imkitCapabilities({ hasApiKey: apiKey !== undefined }),
    ports: calls.ports,
    botNames,
    typedTarget,
    // No address opens a room at a message.
    linkTo: () => undefined,
    link: () => state.link(),
    start: async (intake) => {
      take = intake;
      let cancel = (): void => {};
      const patience = new Promise<void>((resolve) => {
        cancel = clock.after(introductionMs, resolve);
      });
      await Promise.race([introduce(), patience]);
      cancel();
    },
    stop: () => {
      take = undefined;
      state.end();
      return Promise.resolve();
    },
    close: () => {
      state.end();
      calls.close();
      return Promise.resolve();
    },
    webhook: { path: webhook.path, handle: webhook.handle },
  };
};
