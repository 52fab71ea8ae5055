import { decisions } from "./decisions.ts";
import type { PlatformEvent } from "./events.ts";

/** Where events go, as configured by `POST /api/events/webhook/:instance`. */
export interface WebhookTarget {
  readonly label: string;
  readonly enabled: boolean;
  readonly url: string;
  /** Sent as the `Authorization` header. */
  readonly authorization: string;
  /** Appends the event's name to the URL. */
  readonly byEvents: boolean;
  /** Empty: all. */
  readonly events: readonly string[];
  readonly mediaBase64: boolean;
}

/** One try to deliver. */
export interface DeliveryTry {
  readonly event: string;
  readonly atMs: number;
  /** Absent when nothing answered in time. */
  readonly status?: number;
}

export interface Webhooks {
  /** Adds or changes the one with this label; `false` when three others are enabled already. */
  configure(target: WebhookTarget): boolean;
  find(label: string): WebhookTarget | undefined;
  /** Each copy is delivered and repeated for itself. */
  publish(event: PlatformEvent, copies?: number): void;
  tries(): readonly DeliveryTry[];
  /** What was given up. */
  deadLetters(): readonly PlatformEvent[];
  /** How many deliveries are under way or will be tried again. */
  waiting(): number;
  close(): void;
}

const mostEnabled = 3;
const mostKept = 5_000;

/** Delivers events with retries and a dead-letter queue, with the instance's own data in each delivery. */
export const createWebhooks = (options: {
  readonly instanceData: () => Readonly<Record<string, string>>;
  readonly retriesMs: readonly number[];
  readonly now: () => number;
}): Webhooks => {
  const targets = new Map<string, WebhookTarget>();
  const timers = new Set<NodeJS.Timeout>();
  const tries: DeliveryTry[] = [];
  const dead: PlatformEvent[] = [];
  let underWay = 0;
  let closed = false;

  const post = async (target: WebhookTarget, body: string, event: string) => {
    try {
      const response = await fetch(target.byEvents ? `${target.url}/${event}` : target.url, {
        method: "POST",
        headers: { "content-type": "application/json", authorization: target.authorization },
        body,
        redirect: "manual",
        signal: AbortSignal.timeout(decisions.webhookTimeoutMs),
      });
      await response.arrayBuffer();
      return response.status;
    } catch {
      return undefined;
    }
  };

  const attempt = async (target: WebhookTarget, event: PlatformEvent, done: number) => {
    underWay += 1;
    const body = JSON.stringify({ ...event, instanceData: options.instanceData() });
    const status = await post(target, body, event.event);
    underWay -= 1;
    tries.push({
      event: event.event,
      atMs: options.now(),
      ...(status === undefined ? {} : { status }),
    });
    if (tries.length > mostKept) tries.shift();
    if (closed || (status !== undefined && status >= 200 && status < 300)) return;
    const pauseMs = options.retriesMs[done];
    if (pauseMs === undefined) {
      dead.push(event);
      if (dead.length > mostKept) dead.shift();
      return;
    }
    const timer = setTimeout(() => {
      timers.delete(timer);
      void attempt(target, event, done + 1);
    }, pauseMs);
    timers.add(timer);
  };

  return {
    configure: (target) => {
      const others = [...targets.values()].filter(
        ({ label, enabled }) => enabled && label !== target.label,
      );
      if (target.enabled && others.length >= mostEnabled) return false;
      targets.set(target.label, target);
      return true;
    },
    find: (label) => targets.get(label),
    publish: (event, copies = 1) => {
      if (closed) return;
      for (const target of targets.values()) {
        const wanted = target.events.length === 0 || target.events.includes(event.event);
        if (!target.enabled || !wanted) continue;
        for (let copy = 0; copy < copies; copy += 1) void attempt(target, event, 0);
      }
    },
    tries: () => tries,
    deadLetters: () => dead,
    waiting: () => underWay + timers.size,
    close: () => {
      closed = true;
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
    },
  };
};
