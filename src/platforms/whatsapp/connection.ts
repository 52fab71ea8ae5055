import type { Clock } from "../../core/clock.ts";
import type { Link } from "../../core/platform.ts";

/**
 * What is known of the way to WhatsApp. It has two parts: the gateway may be unreachable (which a call that works
 * disproves), and the instance may be disconnected from WhatsApp (which only traffic or its own word disproves).
 */
export interface Connection {
  link(): Link;
  /** The gateway answered as it should. */
  reached(): void;
  unreachable(): void;
  /** Something came or went through WhatsApp, or the gateway said that it is connected. */
  connected(): void;
  disconnected(): void;
}

export const createConnection = (options: {
  readonly clock: Clock;
  readonly onReconnected: () => void;
}): Connection => {
  const { clock } = options;
  let gateway: "unknown" | "reached" | "unreachable" = "unknown";
  let instance: "assumed" | "connected" | "disconnected" = "assumed";
  let link: Link = { state: "starting", sinceMs: clock.now(), reconnects: 0 };
  let wasUp = false;

  const judge = (): void => {
    const down = gateway === "unreachable" || instance === "disconnected";
    const state = down ? "down" : gateway === "reached" ? "up" : "starting";
    if (state === link.state) return;
    const again = state === "up" && wasUp;
    link = { state, sinceMs: clock.now(), reconnects: link.reconnects + Number(again) };
    if (again) options.onReconnected();
    wasUp ||= state === "up";
  };

  return {
    link: () => link,
    reached: () => {
      gateway = "reached";
      judge();
    },
    unreachable: () => {
      gateway = "unreachable";
      judge();
    },
    connected: () => {
      gateway = "reached";
      instance = "connected";
      judge();
    },
    disconnected: () => {
      instance = "disconnected";
      judge();
    },
  };
};
