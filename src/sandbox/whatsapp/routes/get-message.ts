import { failure, success } from "../answer.ts";
import { decisions } from "../decisions.ts";
import type { Route } from "../route.ts";

/** `GET /api/chat/getMessage/:instance?messageId=`. Source: RyzeAPI docs, chat/getMessage. */
export const getMessage: Route = {
  method: "GET",
  path: "chat/getMessage",
  answer: ({ world }, { query }) => {
    const { messageId } = query;
    if (typeof messageId !== "string" || messageId === "")
      return failure(400, "messageId is required");
    if (world.state !== "connected") return failure(503, "WhatsApp client is not connected");
    const message = world.messages.get(messageId);
    if (message?.known !== true) return failure(404, "Message not found");
    const isGroup = world.groups.has(message.chat);
    return success({
      messageId,
      data: {
        content: message.text,
        type: message.revoked ? decisions.revokedType : "text",
        from: message.from,
        to: isGroup ? message.chat : message.fromMe ? message.chat : world.self.jid,
        chat: message.chat,
        timestamp: new Date(message.atMs).toISOString(),
        isGroup,
        status: message.fromMe ? "sent" : "received",
      },
      status: "found",
    });
  },
};
