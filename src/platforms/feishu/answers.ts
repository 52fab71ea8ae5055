import { despiteMentions } from "../../core/answers/mentions.ts";
import type { MessageId } from "../../core/ids.ts";
import type { Answers, Mark } from "../../core/platform.ts";
import { fail, ok, type Result } from "../../core/result.ts";
import type { Answer, FeishuClient } from "./client.ts";
import { unreadable } from "./facts.ts";
import { messageId } from "./ids.ts";
import { renderCard, renderMessage } from "./render.ts";
import { privateCard, reaction } from "./spoken-calls.ts";
import { createWaitingPort } from "./waiting-port.ts";

/** Reactions by which the platform's clients show what became of a command; the names are case-sensitive. */
const emoji: Readonly<Record<Mark, string>> = {
  pinned: "Pin",
  done: "DONE",
};

const sentMessage = (answered: Result<Answer>): Result<MessageId> => {
  if (!answered.ok) return answered;
  const sent = messageId(answered.value.data.message_id);
  return sent === undefined ? fail({ ...unreadable, effect: "maybe" }) : ok(sent);
};

const nothing = (answered: Result<Answer>): Result<void> =>
  answered.ok ? ok(undefined) : answered;

/**
 * How the bot speaks on Feishu. Messages carry the key as `uuid`: the platform lets at most one of them
 * through within an hour, so they may be repeated; private cards have no such thing and are sent once.
 * Source: Feishu docs im-v1/message/reply, message/create, message/patch, message-reaction/create,
 * ephemeral/v1/send.
 */
export const createAnswers = ({
  client,
  appId,
}: {
  readonly client: FeishuClient;
  readonly appId: string;
}): Answers => ({
  waiting: createWaitingPort({ client, appId }),
  reply: ({ chat, message }, all, { signal, key }) =>
    despiteMentions(all, async (words) =>
      sentMessage(
        await client.call({
          api: "message.reply",
          path: `/open-apis/im/v1/messages/${message}/reply`,
          data: { ...renderMessage(words), uuid: key },
          chat,
          message,
          signal,
          repeatable: true,
        }),
      ),
    ),
  post: (chat, all, { signal, key }) =>
    despiteMentions(all, async (words) =>
      sentMessage(
        await client.call({
          api: "message.create",
          path: "/open-apis/im/v1/messages",
          params: { receive_id_type: "chat_id" },
          data: { receive_id: chat, ...renderMessage(words), uuid: key },
          chat,
          signal,
          repeatable: true,
        }),
      ),
    ),
  whisper: async (chat, user, words, { signal }) => {
    const answered = await client.call(privateCard(chat, user, { words, signal }));
    // HTTP 200 with a body that was cut short: the card was shown, only its receipt was lost.
    const isReceiptLost = !answered.ok && answered.problem.code === "junk";
    return isReceiptLost ? ok(undefined) : nothing(answered);
  },
  rewrite: async ({ chat, message }, words, { signal }) =>
    nothing(
      await client.call({
        api: "message.patch",
        path: `/open-apis/im/v1/messages/${message}`,
        data: { content: JSON.stringify(renderCard(words)) },
        chat,
        message,
        signal,
        repeatable: true,
      }),
    ),
  react: async (command, mark, { signal }) =>
    nothing(await client.call(reaction(command, emoji[mark], signal))),
});
