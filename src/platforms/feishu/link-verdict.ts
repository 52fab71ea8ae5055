/** What the SDK's client tells about itself; times in milliseconds since the epoch. */
export interface SocketStatus {
  readonly state: "idle" | "connecting" | "connected" | "reconnecting" | "failed";
  /** When its latest attempt began. */
  readonly lastConnectTime?: number | undefined;
  /** When its next attempt is due; of the past while that attempt is under way. */
  readonly nextConnectTime?: number | undefined;
  /** Attempts in the present loop, the one under way included. */
  readonly reconnectAttempts: number;
}

export interface Circumstances {
  readonly nowMs: number;
  /** When the client came into its present state. */
  readonly sinceMs: number;
  /** How soon we would try ourselves. */
  readonly ownDelayMs: number;
  readonly idleLimitMs: number;
  readonly stuckLimitMs: number;
}

/** `wait`: it is trying. `failed`: its attempt failed and it gave up or would try later than we. `stuck`: nothing moves. */
export type Verdict = "up" | "wait" | "failed" | "stuck";

/** An attempt failed when a first connection has another one planned, or a reconnection has made one and plans more. */
const hasFailed = (status: SocketStatus): boolean =>
  status.state === "connecting"
    ? status.nextConnectTime !== undefined
    : status.reconnectAttempts > 0;

/**
 * Whether a long connection can be left alone. After a drop the first attempt is the SDK's, since the gateway
 * tells it how to spread reconnections; once an attempt failed, whoever would try sooner does.
 */
export function judgeLink(status: SocketStatus, at: Circumstances): Verdict {
  switch (status.state) {
    case "connected":
      return "up";
    case "failed":
      return "failed";
    case "idle":
      return at.nowMs - at.sinceMs >= at.idleLimitMs ? "stuck" : "wait";
    case "connecting":
    case "reconnecting": {
      const dueInMs = (status.nextConnectTime ?? 0) - at.nowMs;
      if (hasFailed(status) && dueInMs > at.ownDelayMs) return "failed";
      const progressMs = Math.max(at.sinceMs, status.lastConnectTime ?? 0);
      return at.nowMs - progressMs >= at.stuckLimitMs ? "stuck" : "wait";
    }
  }
}
