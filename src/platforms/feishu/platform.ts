import type { Clock } from "../../core/clock.ts";
import type { SharedWindows } from "../../core/limits/shared-windows.ts";
import type { Log } from "../../core/log.ts";
import type { Observer } from "../../core/observer.ts";
import { ownNames } from "../../core/own-names.ts";
import type { ClickHandler, Intake, Link, Platform } from "../../core/platform.ts";
import { createFeishuCalls, type FeishuIdentity } from "./account.ts";
import { answerClick } from "./answer-click.ts";
import { feishuCapabilities } from "./capabilities.ts";
import { offerCommands } from "./command-panel.ts";
import type { FeishuClick, FeishuSelf } from "./decoded.ts";
import { createDiagnosis } from "./diagnose.ts";
import { baseUrlOf, type FeishuDomain } from "./domain.ts";
import { linkTo, typedTarget } from "./links.ts";
import { createLongConnection } from "./long-connection.ts";
import { createFeishuWebhook } from "./webhook.ts";

export interface FeishuPlatformConfig {
  readonly appId: string;
  readonly appSecret: string;
  readonly domain: FeishuDomain;
  readonly transport:
    | { readonly kind: "websocket" }
    | {
        readonly kind: "webhook";
        readonly path: string;
        readonly encryptKey: string;
        readonly verificationToken?: string;
      };
  readonly clock: Clock;
  readonly log: Log;
  readonly observer: Observer;
  /** For one try of one call, in milliseconds; 10 seconds by default. */
  readonly timeoutMs?: number;
  /** Where several processes speak for the app: how they keep to its limits together. */
  readonly sharedWindows?: SharedWindows;
}

/** What was begun by `prepare`. */
interface Opening {
  /** Whether the bot knows who it is, or has waited long enough for it. */
  readonly introduced: Promise<void>;
  /** The first attempt to connect was made. */
  readonly connected: Promise<void>;
  /** Events may be handed over. */
  readonly admitted: Promise<unknown>;
  readonly taking: PromiseWithResolvers<void>;
  /** Aborted by the stop: who the bot is need not be asked any more. */
  readonly ended: AbortController;
}

/** How long events wait for the bot to learn its own id, without which it does not see that it was mentioned. */
const introductionMs = 5_000;
const introduceAgainMs = 30_000;

/** One Feishu or Lark app as a chat platform: the calling half and the receiving half put together. */
export const createFeishuPlatform = (config: FeishuPlatformConfig): Platform => {
  const { appId, transport, clock, observer } = config;
  const log = config.log.child({ platform: "feishu", account: appId });
  const calls = createFeishuCalls({ ...config, log });
  let identity: FeishuIdentity | undefined;
  let cancelIntroduction = (): void => {};
  let opening: Opening | undefined;
  let take: Intake | undefined;
  let answerer: ClickHandler | undefined;
  const heard: { messageAtMs?: number; clickAtMs?: number } = {};
  let webhookLink: Link = { state: "starting", sinceMs: clock.now(), reconnects: 0 };

  const self = (): FeishuSelf => ({ appId, openId: identity?.openId });
  const intake: Intake = async (event) => {
    // Other events have subscriptions of their own, and prove nothing of this one.
    if (event.type === "message") heard.messageAtMs = clock.now();
    if (take === undefined) throw new Error("not taking events");
    await take(event);
  };
  const reception = {
    self,
    intake,
    onClick: (click: FeishuClick) => {
      heard.clickAtMs = clock.now();
      return answerClick(click, answerer);
    },
    observer,
    log,
  };

  const introduce = async (ended: AbortSignal): Promise<void> => {
    const answered = await calls.self();
    if (ended.aborted) return;
    if (answered.ok) {
      identity = answered.value;
      return;
    }
    const { reason, code, logId } = answered.problem;
    log.error({ reason, code, logId }, "the platform does not tell who the bot is; trying again");
    cancelIntroduction = clock.after(introduceAgainMs, () => void introduce(ended));
  };

  const connection =
    transport.kind === "websocket"
      ? createLongConnection({
          ...reception,
          admit: async () => void (await opening?.admitted),
          appId,
          appSecret: config.appSecret,
          domain: baseUrlOf(config.domain),
          http: calls.http.sdk,
          clock,
          random: Math.random,
        })
      : undefined;
  const webhook =
    transport.kind === "webhook"
      ? createFeishuWebhook({
          ...reception,
          encryptKey: transport.encryptKey,
          verificationToken: transport.verificationToken,
          clock,
        })
      : undefined;

  const begin = (): Opening => {
    let cancel = (): void => {};
    const patience = new Promise<void>((resolve) => {
      cancel = clock.after(introductionMs, resolve);
    });
    const ended = new AbortController();
    const introduced = Promise.race([introduce(ended.signal), patience]).finally(() => cancel());
    const taking = Promise.withResolvers<void>();
    const admitted = Promise.all([introduced, taking.promise]);
    // Often nothing was delivered that could wait for it.
    admitted.catch(() => {});
    const connected = connection?.start() ?? Promise.resolve();
    return { introduced, connected, admitted, taking, ended };
  };
  const endIntroduction = (): void => {
    opening?.ended.abort();
    cancelIntroduction();
  };
  const prepare = (): Opening => {
    opening ??= begin();
    return opening;
  };

  return {
    platform: "feishu",
    account: appId,
    capabilities: feishuCapabilities,
    diagnose: createDiagnosis({
      ...config,
      client: calls.client,
      path: transport.kind === "webhook" ? transport.path : undefined,
      heard: () => heard,
    }),
    offerCommands: (commands, { signal }) => offerCommands(calls.client, commands, signal),
    ports: calls.ports,
    botNames: () => (identity === undefined ? ownNames : [identity.appName, ...ownNames]),
    typedTarget: (word) => typedTarget(word, config.domain),
    linkTo: (ref) => linkTo(ref, config.domain),
    link: () => connection?.link() ?? webhookLink,
    prepare: () => prepare().connected,
    start: async (events, onClick) => {
      take = events;
      answerer = onClick;
      const { introduced, connected, taking } = prepare();
      taking.resolve();
      await introduced;
      // Stopped meanwhile.
      if (take !== events) return;
      webhookLink = { ...webhookLink, state: "up", sinceMs: clock.now() };
      await connected;
    },
    stop: async () => {
      endIntroduction();
      opening?.taking.reject(new Error("not taking events"));
      await connection?.stop();
      opening = undefined;
      take = undefined;
      answerer = undefined;
      webhookLink = { ...webhookLink, state: "down", sinceMs: clock.now() };
    },
    close: () => {
      endIntroduction();
      calls.close();
      return Promise.resolve();
    },
    ...(webhook && transport.kind === "webhook"
      ? { webhook: { path: transport.path, handle: webhook.handle } }
      : {}),
  };
};
