import type { Clock } from "../../core/clock.ts";
import type { MessageId } from "../../core/ids.ts";
import type { Result } from "../../core/result.ts";

/** Sends under a key at most once in the life of this process. */
export type SendOnce = (
  key: string,
  send: () => Promise<Result<MessageId>>,
) => Promise<Result<MessageId>>;

const keepMs = 3_600_000;
const mostKeys = 10_000;

interface Sent {
  readonly atMs: number;
  readonly result: Promise<Result<MessageId>>;
}

/**
 * The gateway has no key by which it knows a repeated send, so it is known here: a second send under a key gets
 * what the first one got, also when nobody knows whether that arrived. Only what certainly was not sent may be
 * sent again. Keys are forgotten after an hour; beyond 10,000 the oldest goes first.
 */
export const createSendOnce = (clock: Clock): SendOnce => {
  const sent = new Map<string, Sent>();

  const forgetOld = (): void => {
    for (const [key, { atMs }] of sent) {
      if (clock.now() - atMs < keepMs && sent.size < mostKeys) return;
      sent.delete(key);
    }
  };

  return async (key, send) => {
    forgetOld();
    const known = sent.get(key);
    if (known !== undefined) return known.result;
    const entry: Sent = { atMs: clock.now(), result: send() };
    sent.set(key, entry);
    const result = await entry.result;
    const mayRepeat = !result.ok && result.problem.effect === "none";
    if (mayRepeat && sent.get(key) === entry) sent.delete(key);
    return result;
  };
};
