import { despiteMentions, withoutMentions } from "../../core/answers/mentions.ts";
import type { Words } from "../../core/answers/rich.ts";
import type { Clock } from "../../core/clock.ts";
import type { ChatId, MessageId, UserId } from "../../core/ids.ts";
import { isJsonObject } from "../../core/json.ts";
import type { Answers, SendOptions } from "../../core/platform.ts";
import { problem } from "../../core/problem.ts";
import { createRecent } from "../../core/recent.ts";
import { fail, ok, type Result } from "../../core/result.ts";
import { textBody } from "./bodies.ts";
import type { ImkitClient } from "./client.ts";
import { unreadable } from "./facts.ts";
import type { MessageFinder } from "./find-message.ts";
import { createOwnMessages } from "./find-own.ts";
import { messageId } from "./ids.ts";
import { paths } from "./paths.ts";
import { renderText } from "./render.ts";

const keysKeptMs = 3_600_000;
const mostKeys = 10_000;

/**
 * How the bot speaks. The platform has no key that makes a repeated send the same send, so keys are remembered
 * here: what was sent, or may have been, is not sent again by this process, unless the room shows that it is not
 * there. What an earlier process may have sent is looked for in the room too. Source: IMKit docs, Send a Message to
 * room via API.
 */
export const createAnswers = (options: {
  readonly client: ImkitClient;
  readonly finder: MessageFinder;
  readonly bot: UserId;
  /** Steady. */
  readonly clock: Clock;
}): Answers => {
  const { client } = options;
  const own = createOwnMessages(options);
  const sends = createRecent<string, Promise<Result<MessageId>>>({
    clock: options.clock,
    keepMs: keysKeptMs,
    most: mostKeys,
  });

  interface Saying {
    readonly words: Words;
    readonly replyTo?: MessageId;
  }

  const send = (chat: ChatId, what: Saying, signal: AbortSignal): Promise<Result<MessageId>> =>
    despiteMentions(what.words, async (words) => {
      const { text, mentioned } = renderText(words);
      const answered = await client.call({
        api: "message.send",
        path: paths.roomMessage(chat),
        body: textBody(text, { reply: what.replyTo, mentions: mentioned }),
        chat,
        signal,
      });
      if (!answered.ok) return answered;
      const { result } = answered.value;
      const sent = isJsonObject(result) ? messageId(result._id) : undefined;
      return sent === undefined ? fail({ ...unreadable, effect: "maybe" }) : ok(sent);
    });

  /** With a mention or, where that was refused, without. */
  const texts = ({ words }: Saying): readonly string[] => [
    renderText(words).text,
    renderText(withoutMentions(words)).text,
  ];

  const sendUnlessThere: typeof send = async (chat, what, signal) => {
    const said = { chat, texts: texts(what), replyTo: what.replyTo };
    const found = await own.find(said, signal);
    if (!found.ok) return found;
    return found.value === undefined ? send(chat, what, signal) : ok(found.value);
  };

  const sendOnce = async (
    chat: ChatId,
    what: Saying,
    { key, signal, again }: SendOptions,
  ): Promise<Result<MessageId>> => {
    const earlier = sends.get(key);
    if (earlier !== undefined) {
      const known = await earlier;
      if (known.ok || !again) return known;
    }
    const sending = again ? sendUnlessThere(chat, what, signal) : send(chat, what, signal);
    sends.set(key, sending);
    const sent = await sending;
    if (!sent.ok && sent.problem.effect === "none") {
      if (earlier === undefined) sends.delete(key);
      else sends.set(key, earlier);
    }
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
