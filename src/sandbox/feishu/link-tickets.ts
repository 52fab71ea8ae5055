/** What the client is told about reconnecting and pinging; all in seconds. */
export interface ClientConfig {
  /** Below zero: without end. */
  readonly ReconnectCount: number;
  readonly ReconnectInterval: number;
  readonly ReconnectNonce: number;
  readonly PingInterval: number;
}

/** Tickets for the WebSocket handshake, each good once. */
export interface Tickets {
  issue(): string;
  redeem(ticket: string): boolean;
}

const LIFE_MS = 60_000;
const MAX_OPEN = 1000;

/** Tickets that go stale after a minute. */
export function createTickets(options: {
  readonly now: () => number;
  readonly randomHex: (bytes: number) => string;
}): Tickets {
  const issuedAtMs = new Map<string, number>();
  return {
    issue() {
      const ticket = options.randomHex(16);
      issuedAtMs.set(ticket, options.now());
      for (const [old, atMs] of issuedAtMs) {
        if (options.now() - atMs <= LIFE_MS && issuedAtMs.size <= MAX_OPEN) break;
        issuedAtMs.delete(old);
      }
      return ticket;
    },
    redeem(ticket) {
      const atMs = issuedAtMs.get(ticket);
      issuedAtMs.delete(ticket);
      return atMs !== undefined && options.now() - atMs <= LIFE_MS;
    },
  };
}
