import type { DeliveryShape, SenderIds } from "./events.ts";
import type { Faults } from "./faults.ts";
import type { Limits } from "./limits.ts";
import type { Webhooks } from "./webhooks.ts";
import type { World } from "./world/world.ts";

/** One call that arrived, with its answer; the token is not in it. */
export interface ArrivedCall {
  readonly atMs: number;
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly request: unknown;
  /** 0 when nothing was answered. */
  readonly status: number;
  readonly response: unknown;
  readonly durationMs: number;
}

/** Everything that a call can touch. */
export interface Gateway {
  readonly instance: string;
  /** Another instance of the same account, which has nothing in it. */
  readonly otherInstance: string;
  readonly tokens: {
    readonly account: string;
    readonly instance: string;
    readonly otherInstance: string;
  };
  readonly world: World;
  readonly limits: Limits;
  readonly faults: Faults;
  readonly webhooks: Webhooks;
  readonly layout: { shape: DeliveryShape; senderIds: SenderIds; copies: number };
  readonly calls: ArrivedCall[];
  readonly changed: () => void;
}
