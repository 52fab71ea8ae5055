import type { MessageRef, UserId } from "../../core/ids.ts";
import { isJsonObject, type JsonObject } from "../../core/json.ts";
import type { Change, Writes } from "../../core/platform.ts";
import { fail, ok, type Result } from "../../core/result.ts";
import { recallBody } from "./bodies.ts";
import type { ImkitClient } from "./client.ts";
import { isRecalled, unreadable } from "./facts.ts";
import type { MessageFinder } from "./find-message.ts";
import { userIdOf } from "./ids.ts";
import { paths } from "./paths.ts";
import { standingMessage } from "./standing-message.ts";

/**
 * Recalls a message: the bot's own as the bot, others' with the platform's API key where there is one (for which
 * the platform asks no role at all, so core must have asked). Source: IMKit docs, Recall a Message.
 */
export const createRecall = (options: {
  readonly client: ImkitClient;
  readonly finder: MessageFinder;
  readonly bot: UserId;
  readonly hasApiKey: boolean;
}): Writes["recall"] => {
  const { client, finder, bot, hasApiKey } = options;

  const isGone = async (ref: MessageRef, signal: AbortSignal): Promise<boolean> => {
    const found = await finder.find(ref, signal);
    return found.ok && found.value !== undefined && isRecalled(found.value);
  };

  const request = async (
    { chat, message }: MessageRef,
    standing: JsonObject,
    signal: AbortSignal,
  ): Promise<Result<Change>> => {
    const isOwn = userIdOf(standing.sender) === bot;
    const answered = await client.call({
      api: isOwn || !hasApiKey ? "message.recall" : "message.recall-others",
      path: paths.roomMessage(chat),
      body: recallBody(message),
      chat,
      signal,
    });
    if (!answered.ok) return answered;
    const { result } = answered.value;
    // Anything else than these two would mean that some message was edited.
    const recalled = isJsonObject(result) && result._id === message && isRecalled(result);
    return recalled ? ok({ state: "applied" }) : fail({ ...unreadable, effect: "maybe" });
  };

  return async (ref, { signal }) => {
    const standing = await standingMessage(finder, ref, signal);
    if (!standing.ok) {
      return standing.problem.reason === "message-gone" ? ok({ state: "already" }) : standing;
    }
    const recalled = await request(ref, standing.value, signal);
    if (recalled.ok || signal.aborted) return recalled;
    // Refused the second time, or answered too late: the room itself tells whether it is done.
    const { effect, code } = recalled.problem;
    const doubtful = effect === "maybe" || code === "http-404" || code === "MESSAGE_NOT_FOUND";
    return doubtful && (await isGone(ref, signal)) ? ok({ state: "applied" }) : recalled;
  };
};
