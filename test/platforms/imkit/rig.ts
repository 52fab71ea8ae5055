import { systemClock } from "../../../src/core/clock.ts";
import type { ChatEvent } from "../../../src/core/events.ts";
import type { Observer } from "../../../src/core/observer.ts";
import { silentObserver } from "../../../src/core/observer.ts";
import type { Platform } from "../../../src/core/platform.ts";
import { startHttpServer } from "../../../src/ops/http.ts";
import {
  createImkitPlatform,
  type ImkitPlatformConfig,
} from "../../../src/platforms/imkit/platform.ts";
import {
  type ImkitStandIn,
  type ImkitStandInOptions,
  startImkitStandIn,
} from "../../../src/sandbox/imkit/stand-in.ts";
import { createMemoryLog, type LogLine } from "../feishu/memory-log.ts";

export const webhookSecret = "s3cret-of-the-webhook-path";

/** A platform against its stand-in, with the bot's real HTTP server between them. */
export interface ImkitBench {
  readonly platform: Platform;
  readonly standIn: ImkitStandIn;
  readonly events: ChatEvent[];
  readonly lines: LogLine[];
  readonly deliveries: string[];
  /** Where the webhook is served. */
  readonly webhookUrl: string;
  close(): Promise<void>;
}

const quickTimeoutMs = 1_500;

export const startImkitBench = async (
  options: {
    readonly standIn?: ImkitStandInOptions;
    readonly config?: Partial<ImkitPlatformConfig>;
    readonly observer?: Partial<Observer>;
    readonly intake?: (event: ChatEvent) => Promise<void>;
  } = {},
): Promise<ImkitBench> => {
  const standIn = await startImkitStandIn(options.standIn);
  const lines: LogLine[] = [];
  const deliveries: string[] = [];
  const events: ChatEvent[] = [];
  const platform = createImkitPlatform({
    url: standIn.url,
    clientKey: standIn.clientKey,
    apiKey: standIn.apiKey,
    botId: standIn.botId,
    webhookSecret,
    clock: systemClock,
    log: createMemoryLog(lines),
    observer: {
      ...silentObserver,
      delivery: ({ kind }) => void deliveries.push(kind),
      ...options.observer,
    },
    random: () => 0.1,
    timeoutMs: quickTimeoutMs,
    ...options.config,
  });
  const http = await startHttpServer({
    host: "127.0.0.1",
    port: 0,
    log: createMemoryLog(),
    health: () => ({ ok: true, reasons: [] }),
    readiness: () => ({ ok: true, reasons: [] }),
    metrics: { contentType: "text/plain", text: () => Promise.resolve("") },
    webhooks: platform.webhook === undefined ? [] : [platform.webhook],
  });
  const webhookUrl = `${http.url}/webhook/imkit/${webhookSecret}`;
  standIn.control.setWebhook(webhookUrl);
  await platform.start(
    async (event) => {
      await options.intake?.(event);
      events.push(event);
    },
    () => Promise.resolve({}),
  );
  return {
    platform,
    standIn,
    events,
    lines,
    deliveries,
    webhookUrl,
    close: async () => {
      await platform.stop();
      await platform.close();
      await standIn.close();
      await http.close();
    },
  };
};
