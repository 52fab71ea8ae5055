import { z } from "zod";
import { failure, success } from "../answer.ts";
import { withBody } from "../route.ts";

const dayMs = 86_400_000;
const durationsMs = new Map([
  ["24h", dayMs],
  ["7d", 7 * dayMs],
  ["30d", 30 * dayMs],
]);

/** `POST /api/chat/pinMessage/:instance`. Source: RyzeAPI docs, chat/pinMessage. */
export const pinMessage = withBody({
  method: "POST",
  path: "chat/pinMessage",
  body: z.object({
    pin: z.boolean(),
    messageId: z.string().default(""),
    duration: z.string().default(""),
  }),
  answer: ({ world, changed }, { pin, messageId, duration }) => {
    if (messageId === "") return failure(400, "messageId is required");
    if (world.state !== "connected") return failure(500, "WhatsApp client is not connected");
    const message = world.messages.get(messageId);
    if (message?.known !== true) return failure(500, `message with ID ${messageId} not found`);
    const forMs = durationsMs.get(duration);
    if (pin && forMs === undefined) {
      return failure(500, `invalid duration "${duration}": use "24h", "7d" or "30d"`);
    }
    if (pin) world.pin(message, world.self.jid, forMs ?? 0);
    else world.unpin(message, world.self.jid);
    changed();
    return success({
      message: pin ? "Message pinned successfully" : "Message unpinned successfully",
      chat_jid: message.chat,
      message_id: messageId,
      pinned: pin,
      ...(pin ? { duration } : {}),
    });
  },
});
