import { z } from "zod";
import { failure, success } from "../answer.ts";
import { decisions } from "../decisions.ts";
import { messageEvent } from "../events.ts";
import { withBody } from "../route.ts";

/** `DELETE /api/chat/delete/:instance`, with a body. Source: RyzeAPI docs, chat/delete-message. */
export const deleteMessage = withBody({
  method: "DELETE",
  path: "chat/delete",
  body: z.object({
    messageId: z.string().default(""),
    deleteForEveryone: z.boolean().default(false),
  }),
  answer: ({ world, webhooks, layout, changed }, { messageId, deleteForEveryone }) => {
    if (messageId === "") return failure(400, "messageId is required");
    if (world.state !== "connected") return failure(503, "WhatsApp client is not connected");
    const message = world.messages.get(messageId);
    if (message?.known !== true) return failure(404, "Message not found");
    if (deleteForEveryone && world.revoke(message, world.self.jid)) {
      webhooks.publish(messageEvent(world, message, layout, "revoke"), layout.copies);
      changed();
    }
    return success({
      message: "Message deleted successfully",
      message_id: messageId,
      delete_type: deleteForEveryone ? "revoke" : decisions.ownDeletionType,
    });
  },
});
