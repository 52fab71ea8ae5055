import { setImmediate as afterPendingIo } from "node:timers/promises";
import type { HttpInstance } from "@larksuiteoapi/node-sdk";
import type { Clock } from "../../core/clock.ts";
import type { Link } from "../../core/platform.ts";
import { DeliveryDispatcher } from "./delivery-dispatcher.ts";
import { endpointRequest } from "./endpoint-request.ts";
import { createReception, type ReceptionOptions } from "./reception.ts";
import { WSClient } from "./sdk.ts";
import { createSdkLogger } from "./sdk-logger.ts";
import { createSupervisor, type Pace, type Socket } from "./supervisor.ts";

export interface LongConnectionOptions extends ReceptionOptions {
  readonly appId: string;
  readonly appSecret: string;
  /** Base URL of the platform, such as `https://open.feishu.cn`. */
  readonly domain: string;
  /** Unwraps answers to their bodies, as the SDK demands. */
  readonly http: HttpInstance;
  readonly clock: Clock;
  /** From 0 to 1, for jitter. */
  readonly random: () => number;
  readonly pace?: Partial<Pace>;
  /** A handshake that takes longer is given up. */
  readonly handshakeTimeoutMs?: number;
  /**
   * Silence after a ping that means a dead path. Must be longer than a round trip and shorter than the gateway's
   * ping interval (120 s), or it never runs out.
   */
  readonly pingTimeoutMs?: number;
  /** How long `stop` waits for deliveries in hand. */
  readonly drainTimeoutMs?: number;
}

export interface LongConnection {
  link(): Link;
  /** Resolves once the first attempt to connect was made, whatever its outcome. */
  start(): Promise<void>;
  /** Lets deliveries in hand be acknowledged (2 s at most, if not told otherwise), refuses new ones, then closes. */
  stop(): Promise<void>;
}

/**
 * Receives events over the platform's long connection through the SDK's client. Feishu docs:
 * server-side-sdk/nodejs-sdk/handling-events. An event is acknowledged when the intake has resolved; when it has
 * rejected the acknowledgement says 500 and the platform delivers again.
 */
export function createLongConnection(options: LongConnectionOptions): LongConnection {
  const { appId, appSecret, domain, http, clock, random, observer, pace } = options;
  const { handshakeTimeoutMs = 10_000, pingTimeoutMs = 10_000, drainTimeoutMs = 2000 } = options;
  const log = options.log.child({ part: "long-connection" });
  const logger = createSdkLogger(log);
  const eventDispatcher = new DeliveryDispatcher(createReception({ ...options, log }), logger);

  const open = (changed: () => void): Socket => {
    const ended = new AbortController();
    const onCode = (code: string): void => {
      if (code !== "0" && !ended.signal.aborted) {
        log.warn({ code }, "the platform did not tell where to connect");
      }
    };
    const client = new WSClient({
      appId,
      appSecret,
      domain,
      httpInstance: endpointRequest({ http, signal: ended.signal, clock, observer, onCode }),
      logger,
      handshakeTimeoutMs,
      wsConfig: { pingTimeout: pingTimeoutMs / 1000 },
      onReady: changed,
      onError: changed,
      onReconnecting: changed,
      onReconnected: changed,
    });
    return {
      start: () => void client.start({ eventDispatcher }),
      status: () => client.getConnectionStatus(),
      close: () => {
        ended.abort();
        client.close({ force: true });
      },
    };
  };

  const supervisor = createSupervisor({
    open,
    clock,
    random,
    log,
    onReconnected: () => observer.linkReconnected({ platform: "feishu" }),
    ...(pace !== undefined ? { pace } : undefined),
  });

  const shutDown = async (): Promise<void> => {
    await eventDispatcher.drain(clock, drainTimeoutMs);
    // The SDK writes the last acknowledgement just after the handler settled.
    await afterPendingIo();
    supervisor.stop();
  };
  let stopping: Promise<void> | undefined;

  return {
    link: () => supervisor.link(),
    async start() {
      await stopping;
      stopping = undefined;
      eventDispatcher.accept();
      await supervisor.start();
    },
    stop() {
      stopping ??= shutDown();
      return stopping;
    },
  };
}
