import { despiteMentions } from "../../core/answers/mentions.ts";
import type { Words } from "../../core/answers/rich.ts";
import type { Clock } from "../../core/clock.ts";
import type { ChatId, MessageId } from "../../core/ids.ts";
import { objectOf } from "../../core/json.ts";
import type { Answers, SendOptions } from "../../core/platform.ts";
import { problem } from "../../core/problem.ts";
import { fail, ok } from "../../core/result.ts";
import type { Client } from "./client.ts";
import { unreadable } from "./group-facts.ts";
import { messageId } from "./ids.ts";
import { renderText } from "./render.ts";
import { createSendOnce } from "./send-once.ts";

/** How the bot speaks: in text messages that everybody sees. Source: RyzeAPI docs, messages/text. */
export const createAnswers = (options: {
  readonly client: Client;
  /** Steady. */
  readonly steadyClock: Clock;
}): Answers => {
  const { client } = options;
  const once = createSendOnce(options.steadyClock);

  const send = (
    chat: ChatId,
    message: { readonly words: Words; readonly replyTo?: MessageId },
    { key, signal }: SendOptions,
  ) =>
    once(key, () =>
      despiteMentions(message.words, async (words) => {
        const { replyTo } = message;
        const { text, mentioned } = renderText(words);
        const answered = await client.call({
          api: "message.text",
          body: {
            number: chat,
            message: text,
            linkPreview: false,
            ...(replyTo === undefined ? {} : { replyTo }),
            ...(mentioned.length === 0 ? {} : { mention: mentioned }),
          },
          chat,
          signal,
        });
        if (!answered.ok) return answered;
        const sent = messageId(objectOf(answered.value.data).messageId);
        return sent === undefined ? fail({ ...unreadable, effect: "maybe" }) : ok(sent);
      }),
    );

  return {
    reply: ({ chat, message }, words, call) => send(chat, { words, replyTo: message }, call),
    post: (chat, words, call) => send(chat, { words }, call),
    whisper: () => Promise.resolve(fail(problem("chat-kind-unsupported"))),
    react: () => Promise.resolve(fail(problem("reaction-refused"))),
  };
};
