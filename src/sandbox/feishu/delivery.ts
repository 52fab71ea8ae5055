import type { PushResult, Transport } from "./push.ts";
import type { PlatformEvent } from "./world/events.ts";
import { hasAnyScope } from "./world/scopes.ts";
import type { World } from "./world/world.ts";

/** Where pushes go now. */
export interface Subscription {
  readonly transport: Transport;
  /** In `header.token`; empty over the long connection. */
  readonly token: string;
}

/** Events on their way to the app, and card callbacks. */
export interface Delivery {
  publish(event: PlatformEvent): void;
  /** Pushed once; never again whatever comes of it. */
  callback(type: string, body: Readonly<Record<string, unknown>>): Promise<PushResult>;
  /** Events waiting for another attempt. */
  waiting(): number;
  close(): void;
}

/** Beyond this many waiting events, a failed one is given up at once. */
const MAX_WAITING = 50_000;

interface Envelope {
  readonly eventId: string;
  readonly createTime: string;
  readonly event: PlatformEvent;
}

/**
 * Delivers at least once: pushes that fail or go unanswered come again on the schedule, with the same
 * event id. See Feishu docs: event subscription.
 */
export function createDelivery(
  world: World,
  options: {
    readonly redeliveryMs: readonly number[];
    readonly subscription: () => Subscription;
    /** Extra copies of each event, from the fault of that name. */
    readonly duplicates: () => number;
    /** Told of an event at the moment the app acknowledged it. */
    readonly onAck?: ((event: PlatformEvent) => void) | undefined;
  },
): Delivery {
  const timers = new Set<NodeJS.Timeout>();
  let closed = false;

  function payloadOf(envelope: Envelope, token: string): string {
    return JSON.stringify({
      schema: "2.0",
      header: {
        event_id: envelope.eventId,
        event_type: envelope.event.type,
        create_time: envelope.createTime,
        token,
        app_id: world.app.appId,
        tenant_key: world.app.tenantKey,
      },
      event: envelope.event.body(),
    });
  }

  function retryLater(envelope: Envelope, attempt: number): void {
    const delayMs = options.redeliveryMs[attempt];
    if (delayMs === undefined || closed || timers.size >= MAX_WAITING) return;
    const timer = setTimeout(() => {
      timers.delete(timer);
      void attemptPush(envelope, attempt + 1);
    }, delayMs);
    timers.add(timer);
  }

  async function attemptPush(envelope: Envelope, attempt: number): Promise<void> {
    const { transport, token } = options.subscription();
    const result = await transport.push({ kind: "event", payload: payloadOf(envelope, token) });
    if (result.ok) options.onAck?.(envelope.event);
    else retryLater(envelope, attempt);
  }

  return {
    publish(event) {
      if (closed || !hasAnyScope(world.scopes, event.scopes)) return;
      const createTime = String(Math.floor(world.now()));
      const envelope = { eventId: world.randomHex(16), createTime, event };
      void attemptPush(envelope, 0);
      for (let copy = 0; copy < options.duplicates(); copy += 1) void attemptPush(envelope, 0);
    },
    callback(type, body) {
      const { transport, token } = options.subscription();
      const event: PlatformEvent = { type, scopes: [], body: () => body };
      const createTime = String(Math.floor(world.now() * 1000));
      const envelope = { eventId: world.randomHex(16), createTime, event };
      return transport.push({ kind: "card", payload: payloadOf(envelope, token) });
    },
    waiting: () => timers.size,
    close() {
      closed = true;
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
    },
  };
}
