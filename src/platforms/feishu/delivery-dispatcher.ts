import type { Logger } from "@larksuiteoapi/node-sdk";
import type { Clock } from "../../core/clock.ts";
import type { Receive } from "./reception.ts";
import { EventDispatcher } from "./sdk.ts";

/**
 * What the SDK's long-connection client hands every delivery to. It takes the whole envelope as it came: the
 * SDK's own dispatcher would merge header and event into one object (`event.app_id` overwrites `header.app_id`)
 * and answers event types without a handler with a text. What it returns answers a click, what it throws means
 * "deliver again".
 */
export class DeliveryDispatcher extends EventDispatcher {
  readonly #receive: Receive;
  #isOpen = true;
  #inHand = 0;
  #onEmpty: (() => void) | undefined;

  constructor(receive: Receive, logger: Logger) {
    super({ logger });
    this.#receive = receive;
  }

  override async invoke(raw: unknown): Promise<unknown> {
    if (!this.#isOpen) throw new Error("stopping: deliver again");
    this.#inHand += 1;
    try {
      const received = await this.#receive(raw);
      return received.kind === "answered" ? received.answer : undefined;
    } finally {
      this.#inHand -= 1;
      if (this.#inHand === 0) this.#onEmpty?.();
    }
  }

  accept(): void {
    this.#isOpen = true;
  }

  /** Refuses new deliveries and resolves when none is in hand any more, or after the bound. */
  drain(clock: Clock, boundMs: number): Promise<void> {
    this.#isOpen = false;
    if (this.#inHand === 0) return Promise.resolve();
    return new Promise((resolve) => {
      const cancel = clock.after(boundMs, resolve);
      this.#onEmpty = () => {
        cancel();
        resolve();
      };
    });
  }
}
