import type { Clock } from "../../core/clock.ts";
import type { MessageRef } from "../../core/ids.ts";
import type { Change, PinFacts, Pinned, Writes } from "../../core/platform.ts";
import { fail, ok, type Result } from "../../core/result.ts";
import type { Answer, FeishuClient } from "./client.ts";
import { pinFacts, unreadable } from "./facts.ts";

/** How far apart the clocks of the platform's own servers are taken to be, and ours when it does not tell its own. */
const clockSkewMs = 5000;

/**
 * Pinning a pinned message succeeds with the record of the first pin, so "already" is told by its maker and its
 * age: not ours, or older than our asking. Our asking is dated by the platform's own clock where it tells it.
 */
const wasPinnedBefore = (pin: PinFacts, beganMs: number): boolean =>
  pin.by.kind !== "self" || pin.atMs < beganMs - clockSkewMs;

const logIdOf = (answer: Answer) => (answer.logId === undefined ? {} : { logId: answer.logId });

const changed = (answered: Result<Answer>): Result<Change> =>
  answered.ok ? ok({ state: "applied", ...logIdOf(answered.value) }) : answered;

/**
 * A message that is gone needs no unpinning and no recalling: what was wanted is so. When an earlier try of the
 * same call went unanswered, it is gone by our own doing in all likelihood.
 */
const goneIsAlready = (answered: Result<Answer>): Result<Change> => {
  if (answered.ok) return changed(answered);
  const { reason, effect, logId } = answered.problem;
  if (reason !== "message-gone") return answered;
  return ok({
    state: effect === "maybe" ? "applied" : "already",
    ...(logId === undefined ? {} : { logId }),
  });
};

/**
 * What the bot can change. All of it may be repeated: pinning and unpinning are idempotent by contract, a
 * message that was recalled stays so, and the banner shows what was put there last.
 * Source: Feishu docs im-v1/pin/create, pin/delete, message/delete, chat-top_notice/put_top_notice.
 */
export const createWrites = (options: {
  readonly client: FeishuClient;
  readonly appId: string;
  /** Dates. */
  readonly wallClock: Clock;
}): Writes => {
  const { client, appId, wallClock } = options;

  const pinOne = async (
    { chat, message }: MessageRef,
    signal: AbortSignal,
  ): Promise<Result<Pinned>> => {
    const beganMs = wallClock.now();
    const answered = await client.call({
      api: "pin.create",
      path: "/open-apis/im/v1/pins",
      data: { message_id: message },
      chat,
      message,
      signal,
      repeatable: true,
    });
    if (!answered.ok) return answered;
    const { data, answeredAtMs } = answered.value;
    const pin = pinFacts(data.pin, appId);
    if (pin === undefined) return fail({ ...unreadable, effect: "maybe" });
    const tookMs = wallClock.now() - beganMs;
    const askedAtMs = answeredAtMs === undefined ? beganMs : answeredAtMs - tookMs;
    return ok({
      state: wasPinnedBefore(pin, askedAtMs) ? "already" : "applied",
      by: pin.by,
      atMs: pin.atMs,
      ...logIdOf(answered.value),
    });
  };

  const unpin = async (
    { chat, message }: MessageRef,
    signal: AbortSignal,
  ): Promise<Result<Change>> =>
    goneIsAlready(
      await client.call({
        api: "pin.delete",
        path: `/open-apis/im/v1/pins/${message}`,
        chat,
        message,
        signal,
        repeatable: true,
      }),
    );

  return {
    // First the new one, so that at no moment nothing is pinned; an old one that stays is told by its absence.
    pin: async (ref, { signal, replace }) => {
      const pinned = await pinOne(ref, signal);
      if (!pinned.ok || replace === undefined || replace === ref.message) return pinned;
      const removed = await unpin({ chat: ref.chat, message: replace }, signal);
      return removed.ok ? ok({ ...pinned.value, replaced: replace }) : pinned;
    },
    unpin: (ref, { signal }) => unpin(ref, signal),
    recall: async ({ chat, message }, { signal }) =>
      goneIsAlready(
        await client.call({
          api: "message.delete",
          path: `/open-apis/im/v1/messages/${message}`,
          chat,
          message,
          signal,
          repeatable: true,
        }),
      ),
    topNotice: {
      put: async ({ chat, message }, { signal }) =>
        changed(
          await client.call({
            api: "top-notice.put",
            path: `/open-apis/im/v1/chats/${chat}/top_notice/put_top_notice`,
            // 1: a message; 2, the default, would be the announcement.
            data: { chat_top_notice: [{ action_type: "1", message_id: message }] },
            chat,
            message,
            signal,
            repeatable: true,
          }),
        ),
      remove: async (chat, { signal }) =>
        changed(
          await client.call({
            api: "top-notice.delete",
            path: `/open-apis/im/v1/chats/${chat}/top_notice/delete_top_notice`,
            chat,
            signal,
            repeatable: true,
          }),
        ),
    },
  };
};
