import type { Clock } from "../../core/clock.ts";
import type { ChatId, MessageId } from "../../core/ids.ts";
import type { Answers, SendOptions } from "../../core/platform.ts";
import { problem } from "../../core/problem.ts";
import { fail, ok, type Result } from "../../core/result.ts";
import type { Words } from "../../core/rich.ts";
import { textBody } from "./bodies.ts";
import type { ImkitClient } from "./client.ts";
import { unreadable } from "./facts.ts";
import { messageId } from "./ids.ts";
import { isJsonObject } from "./json.ts";
import { paths } from "./paths.ts";
import { createRecent } from "./recent.ts";
import { renderText } from "./render.ts";

const keysKeptMs = 3_600_000;
const mostKeys = 10_000;

/**
 * How the bot speaks. The platform has no key that makes a repeated send the same send, so keys are remembered
 * here: what was sent, or may have been, is not sent again by this process. Source: IMKit docs, Send a Message to
 * room via API.
 */
export const createAnswers = (options: {
  readonly client: ImkitClient;
  /** Steady. */
  readonly clock: Clock;
}): Answers => {
  const { client } = options;
  const sends = createRecent<string, Promise<Result<MessageId>>>({
    clock: options.clock,
    keepMs: keysKeptMs,
    most: mostKeys,
  });

  const send = async (
    chat: ChatId,
    what: { readonly words: Words; readonly replyTo?: MessageId },
    signal: AbortSignal,
  ): Promise<Result<MessageId>> => {
    const answered = await client.call({
      api: "message.send",
      path: paths.roomMessage(chat),
      body: textBody(renderText(what.words), what.replyTo),
      chat,
      signal,
    });
    if (!answered.ok) return answered;
    const { result } = answered.value;
    const sent = isJsonObject(result) ? messageId(result._id) : undefined;
    return sent === undefined ? fail({ ...unreadable, effect: "maybe" }) : ok(sent);
  };

  const sendOnce = async (
    chat: ChatId,
    what: { readonly words: Words; readonly replyTo?: MessageId },
    { key, signal }: SendOptions,
  ): Promise<Result<MessageId>> => {
    const known = sends.get(key);
    if (known !== undefined) return known;
    const sending = send(chat, what, signal);
    sends.set(key, sending);
    const sent = await sending;
    if (!sent.ok && sent.problem.effect === "none") sends.delete(key);
    return sent;
  };

  return {
    reply: ({ chat, message }, words, sending) =>
      sendOnce(chat, { words, replyTo: message }, sending),
    post: (chat, words, sending) => sendOnce(chat, { words }, sending),
    // Nothing is shown to one member alone.
    whisper: () => Promise.resolve(fail(problem("chat-kind-unsupported"))),
    react: () => Promise.resolve(fail(problem("reaction-refused"))),
  };
};
