import { z } from "zod";
import { refusal } from "../answer.ts";
import { anything, type Endpoint, endpoint } from "../endpoint.ts";
import { applyCard } from "../world/apply-card.ts";
import { deleteEphemeral, sendEphemeral } from "../world/ephemeral.ts";
import { isMessageId } from "../world/ids.ts";
import { openIdOf } from "../world/user-ids.ts";

const scopes = ["im:message", "im:message:send_as_bot", "im:message:update"];
const CARD_BYTES = 100 * 1024;
const card = z.record(z.string(), z.unknown());

/** See Feishu docs: delayed card updates, and message cards only visible to certain people. */
export const cardEndpoints: readonly Endpoint[] = [
  endpoint({
    api: "card.update",
    method: "POST",
    path: "/open-apis/interactive/v1/card/update",
    scopes: [],
    query: anything,
    body: z.object({ token: z.string(), card: card.optional() }),
    answer: ({ world, cardTokens }, { body }) => {
      if (body.card === undefined) return refusal(10002);
      if (Buffer.byteLength(JSON.stringify(body.card)) > CARD_BYTES) return refusal(100000);
      const use = cardTokens.use(body.token);
      if ("code" in use) return use;
      if (world.messages.get(use.messageId)?.deleted === true) return refusal(200000);
      const { open_ids: _sharedWith, ...next } = body.card;
      const refused = applyCard(world, use.messageId, next);
      return refused === null ? { code: 0, msg: "ok", data: {} } : refusal(11311, refused.msg);
    },
  }),
  endpoint({
    api: "ephemeral.send",
    method: "POST",
    path: "/open-apis/ephemeral/v1/send",
    scopes,
    query: anything,
    body: z.object({
      chat_id: z.string(),
      open_id: z.string().optional(),
      user_id: z.string().optional(),
      email: z.string().optional(),
      msg_type: z.literal("interactive"),
      card,
    }),
    limit: ({ limits }, { body, arrivedAtMs }) =>
      limits.fits("ephemeral", body.chat_id, arrivedAtMs) ? null : refusal(230020),
    answer: ({ world }, { body }) => {
      const openId =
        body.open_id ??
        (body.user_id === undefined ? undefined : openIdOf(world, body.user_id, "user_id"));
      if (openId === undefined) return refusal(230001, "open_id, user_id or email is needed");
      return sendEphemeral(world, { chatId: body.chat_id, openId, card: body.card });
    },
  }),
  endpoint({
    api: "ephemeral.delete",
    method: "POST",
    path: "/open-apis/ephemeral/v1/delete",
    scopes,
    query: anything,
    body: z.object({ message_id: z.string() }),
    answer: ({ world }, { body }) =>
      isMessageId(body.message_id)
        ? deleteEphemeral(world, body.message_id)
        : refusal(230001, "invalid message_id"),
  }),
];
