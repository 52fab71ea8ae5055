import { Client, escapeIdentifier, type PoolConfig } from "pg";
import type { Clock } from "../core/clock.ts";
import type { Log } from "../core/log.ts";

const againMs = 1_000;
/** A connection that only listens never notices a server that vanished, so it is asked something now and then. */
const proveEveryMs = 5_000;

/** A connection that hears what is said with NOTIFY. */
export interface PostgresListener {
  close(): Promise<void>;
}

/**
 * Listens on a channel, and connects anew for ever when the connection is lost. `onConnected` comes after each time
 * that listening began: whatever was said before is lost.
 */
export const listenToPostgres = (parts: {
  readonly config: PoolConfig;
  readonly channel: string;
  readonly onMessage: (text: string) => void;
  readonly onConnected: () => void;
  readonly clock: Clock;
  readonly log: Log | undefined;
}): PostgresListener => {
  const { clock, log } = parts;
  let client: Client | undefined;
  let cancel = (): void => {};
  let closed = false;

  const lost = (which: Client, error?: unknown): void => {
    if (client !== which) return;
    client = undefined;
    cancel();
    which.end().catch(() => {});
    if (closed) return;
    log?.warn({ err: error }, "the connection that hears of other instances was lost");
    cancel = clock.after(againMs, () => void connect());
  };

  const prove = (which: Client): void => {
    cancel = clock.after(proveEveryMs, () => {
      which.query("select 1").then(
        () => (client === which ? prove(which) : undefined),
        (error: unknown) => lost(which, error),
      );
    });
  };

  const connect = async (): Promise<void> => {
    const mine = new Client(parts.config);
    client = mine;
    mine.on("error", (error) => lost(mine, error));
    mine.on("end", () => lost(mine));
    mine.on("notification", ({ payload }) => parts.onMessage(payload ?? ""));
    try {
      await mine.connect();
      await mine.query(`listen ${escapeIdentifier(parts.channel)}`);
      if (client !== mine) return;
      prove(mine);
      parts.onConnected();
    } catch (error) {
      lost(mine, error);
    }
  };
  void connect();

  return {
    close: async () => {
      closed = true;
      cancel();
      const last = client;
      client = undefined;
      await last?.end().catch(() => {});
    },
  };
};
