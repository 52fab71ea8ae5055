import { type BoundedLog, createBoundedLog } from "../feishu/bounded-log.ts";

/** A delivery and what came of it. */
export interface Delivery {
  readonly payload: unknown;
  /** 0: no answer in time. */
  readonly status: number;
  readonly answer: unknown;
}

export interface WebhookPush {
  /** Where rooms deliver to; nowhere when `undefined`. */
  target(url: string | undefined): void;
  /** Sends one delivery, once. */
  deliver(payload: unknown): Promise<Delivery>;
  readonly deliveries: BoundedLog<Delivery>;
  /** Waits for everything under way. */
  settled(): Promise<void>;
}

const MAX_DELIVERIES = 2_000;

/** See IMKit docs: Webhook. Nothing proves the sender; there are no retries. */
export const createWebhookPush = (timeoutMs: number): WebhookPush => {
  const deliveries = createBoundedLog<Delivery>(MAX_DELIVERIES);
  const underWay = new Set<Promise<unknown>>();
  let url: string | undefined;

  const send = async (payload: unknown): Promise<Delivery> => {
    if (url === undefined) return { payload, status: 0, answer: "no webhook is set" };
    try {
      const response = await fetch(url, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(payload),
        signal: AbortSignal.timeout(timeoutMs),
      });
      const answer: unknown = await response.json().catch(() => undefined);
      return { payload, status: response.status, answer };
    } catch {
      return { payload, status: 0, answer: "no answer" };
    }
  };

  return {
    target: (next) => {
      url = next;
    },
    deliver: async (payload) => {
      const sending = send(payload);
      underWay.add(sending);
      const delivery = await sending;
      underWay.delete(sending);
      deliveries.push(delivery);
      return delivery;
    },
    deliveries,
    settled: async () => {
      while (underWay.size > 0) await Promise.all(underWay);
    },
  };
};
