/** One push to the app: an event or a card callback, as JSON text. */
export interface Push {
  readonly kind: "event" | "card";
  readonly payload: string;
}

/** What came of a push; `body` is what the app answered, where it answered anything. */
export type PushResult =
  | { readonly ok: true; readonly body: unknown }
  | {
      readonly ok: false;
      /** `nobody`: no connection or no address; `failed`: answered, but not with success. */
      readonly reason: "nobody" | "timeout" | "unreachable" | "failed" | "unreadable";
    };

/** A way to reach the app: the long connection or a webhook. */
export interface Transport {
  push(push: Push): Promise<PushResult>;
}
