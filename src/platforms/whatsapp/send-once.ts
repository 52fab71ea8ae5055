import type { Clock } from "../../core/clock.ts";
import type { MessageId } from "../../core/ids.ts";
import { createRecent } from "../../core/recent.ts";
import type { Result } from "../../core/result.ts";

/** Sends under a key at most once in the life of this process. */
export type SendOnce = (
  key: string,
  send: () => Promise<Result<MessageId>>,
) => Promise<Result<MessageId>>;

const keepMs = 3_600_000;
const mostKeys = 10_000;

/**
 * The gateway has no key by which it knows a repeated send, so it is known here: a second send under a key gets
 * what the first one got, also when nobody knows whether that arrived. Only what certainly was not sent may be
 * sent again. Keys are forgotten after an hour; beyond 10,000 the oldest goes first. `clock` must be steady.
 */
export const createSendOnce = (clock: Clock): SendOnce => {
  const sends = createRecent<string, Promise<Result<MessageId>>>({ clock, keepMs, most: mostKeys });
  return async (key, send) => {
    const known = sends.get(key);
    if (known !== undefined) return known;
    const sending = send();
    sends.set(key, sending);
    const sent = await sending;
    const mayRepeat = !sent.ok && sent.problem.effect === "none";
    if (mayRepeat && sends.get(key) === sending) sends.delete(key);
    return sent;
  };
};
