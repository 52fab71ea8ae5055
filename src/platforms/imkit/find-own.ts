import type { ChatId, MessageId, UserId } from "../../core/ids.ts";
import { type JsonObject, momentOf } from "../../core/json.ts";
import { problem } from "../../core/problem.ts";
import { fail, ok, type Result } from "../../core/result.ts";
import { isRecalled } from "./facts.ts";
import { laterMessages, type MessageFinder, newestMessages } from "./find-message.ts";
import { messageId, messageIdOf, userIdOf } from "./ids.ts";
import { wordsOf } from "./plain-text.ts";

/** A message that may have been said already. */
export interface MaybeSaid {
  readonly chat: ChatId;
  /** Each form that it may have. */
  readonly texts: readonly string[];
  readonly replyTo?: MessageId | undefined;
}

export interface OwnMessages {
  /**
   * The message, `undefined` when the room shows that it was not said. A problem with the effect "maybe" when too
   * much was written since to tell.
   */
  find(said: MaybeSaid, signal: AbortSignal): Promise<Result<MessageId | undefined>>;
}

/** Changes move a message to the end of the room's list, so what came before a change may stand before it. */
const isAsWritten = (message: JsonObject): boolean => {
  const [sentMs, changedMs] = [momentOf(message.messageTimeMS), momentOf(message.updatedAtMS)];
  if (isRecalled(message) || sentMs === undefined || changedMs === undefined) return false;
  return changedMs - sentMs < 1_000;
};

/**
 * Looks in a room for what the bot itself may have said there. A reply stands after the message that it names, so
 * the page that begins with that message shows it; the newest messages show it too. Source: IMKit docs, Get Messages
 * by Room, and Message Format (`reply`, received as the message itself).
 */
export const createOwnMessages = (options: {
  readonly finder: MessageFinder;
  readonly bot: UserId;
}): OwnMessages => {
  const { finder, bot } = options;
  return {
    find: async ({ chat, texts, replyTo }, signal) => {
      const isIt = (item: JsonObject): boolean =>
        userIdOf(item.sender) === bot &&
        messageIdOf(item.reply) === replyTo &&
        texts.includes(wordsOf(item.message) ?? "");
      const idIn = (items: readonly JsonObject[]) => messageId(items.find(isIt)?._id);

      if (replyTo !== undefined) {
        const since = await finder.since({ chat, message: replyTo }, signal);
        if (!since.ok && since.problem.reason !== "message-unknown") return since;
        const items = since.ok ? since.value : [];
        const found = idIn(items);
        if (found !== undefined) return ok(found);
        const [first] = items;
        const whole = first?._id === replyTo && isAsWritten(first) && items.length < laterMessages;
        if (whole) return ok(undefined);
      }
      const newest = await finder.newest(chat, signal);
      if (!newest.ok) return newest;
      const found = idIn(newest.value);
      if (found !== undefined || newest.value.length < newestMessages) return ok(found);
      return fail({ ...problem("unknown", { code: "answer-in-doubt" }), effect: "maybe" });
    },
  };
};
