/** What the running bot tells about itself; `ops/metrics.ts` turns it into Prometheus metrics. */
export interface Observer {
  /** A command ended. */
  command(event: { readonly name: string; readonly outcome: string; readonly ms: number }): void;
  /** A call to a platform's API was answered (or not: code `timeout`, `network`). */
  apiCall(event: {
    readonly platform: string;
    readonly api: string;
    readonly code: string;
    readonly ms: number;
  }): void;
  /** A call waited for a limit of ours before it was sent. */
  limiterWait(event: { readonly gate: string; readonly ms: number }): void;
  /** The platform said "too fast" although our limiters let the call through. */
  refusedAsTooFast(event: { readonly platform: string; readonly api: string }): void;
  /** A delivery was taken, ignored or could not be read. */
  delivery(event: {
    readonly platform: string;
    readonly kind: "command" | "chatter" | "other" | "junk" | "refused";
  }): void;
  linkReconnected(event: { readonly platform: string }): void;
  /** A timed pin came to its end, or the bot gave up ending it. */
  pinExpired(event: { readonly platform: string; readonly outcome: "done" | "gave-up" }): void;
}

export const silentObserver: Observer = {
  command: () => {},
  apiCall: () => {},
  limiterWait: () => {},
  refusedAsTooFast: () => {},
  delivery: () => {},
  linkReconnected: () => {},
  pinExpired: () => {},
};
