import { z } from "zod";
import { type Answer, refusal } from "../answer.ts";
import { anything, type Endpoint, endpoint } from "../endpoint.ts";
import type { Platform } from "../platform.ts";
import type { Chat } from "../world/chat.ts";
import { isChatId } from "../world/ids.ts";
import { p2pChat, replyMessage, sendMessage } from "../world/send.ts";
import { openIdOf } from "../world/user-ids.ts";

const scopes = ["im:message", "im:message:send_as_bot", "im:message:send"];
const outgoing = {
  msg_type: z.string().min(1),
  content: z.string().min(1),
  uuid: z.string().max(50).optional(),
};

/** Five a second to one group, and to one person. */
function fitsChat({ limits }: Platform, chat: Chat, atMs: number): boolean {
  return limits.fits(chat.chatMode === "p2p" ? "user" : "chat", chat.chatId, atMs);
}

function receiver(
  { world }: Platform,
  id: string,
  type: "open_id" | "union_id" | "user_id" | "email" | "chat_id",
): Chat | Answer {
  if (type === "chat_id") {
    if (!isChatId(id)) return refusal(230001, "invalid receive_id");
    return world.chats.get(id) ?? refusal(230034);
  }
  const openId = type === "email" ? undefined : openIdOf(world, id, type);
  if (openId !== undefined) return p2pChat(world, openId);
  return type === "open_id" ? refusal(99992351) : refusal(230034);
}

/** See Feishu docs: im-v1/message/create and im-v1/message/reply. */
export const sendEndpoints: readonly Endpoint[] = [
  endpoint({
    api: "message.create",
    method: "POST",
    path: "/open-apis/im/v1/messages",
    scopes,
    pausesItself: true,
    query: z.object({
      receive_id_type: z.enum(["open_id", "union_id", "user_id", "email", "chat_id"]),
    }),
    body: z.object({ receive_id: z.string().min(1), ...outgoing }),
    answer: (platform, { query, body, arrivedAtMs }) => {
      const chat = receiver(platform, body.receive_id, query.receive_id_type);
      if ("code" in chat) return chat;
      if (!fitsChat(platform, chat, arrivedAtMs)) return refusal(230020);
      return platform.once.run(body.uuid, async () => {
        await platform.pause();
        return sendMessage(platform.world, chat, { msgType: body.msg_type, content: body.content });
      });
    },
  }),
  endpoint({
    api: "message.reply",
    method: "POST",
    path: "/open-apis/im/v1/messages/:message_id/reply",
    scopes,
    pausesItself: true,
    query: anything,
    body: z.object({ ...outgoing, reply_in_thread: z.boolean().default(false) }),
    answer: (platform, { params, body, arrivedAtMs }) => {
      const messageId = params.message_id ?? "";
      const parent = platform.world.messages.get(messageId);
      const chat = parent === undefined ? undefined : platform.world.chats.get(parent.chatId);
      if (chat === undefined) return refusal(99992354);
      if (!fitsChat(platform, chat, arrivedAtMs)) return refusal(230020);
      return platform.once.run(body.uuid, async () => {
        await platform.pause();
        return replyMessage(platform.world, {
          messageId,
          msgType: body.msg_type,
          content: body.content,
          replyInThread: body.reply_in_thread,
        });
      });
    },
  }),
];
