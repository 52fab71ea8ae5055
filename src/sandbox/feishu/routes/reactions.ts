import { z } from "zod";
import { anything, type Endpoint, endpoint, pageQuery } from "../endpoint.ts";
import { bot } from "../world/chat.ts";
import { createReaction, deleteReaction, listReactions } from "../world/reactions.ts";

const path = "/open-apis/im/v1/messages/:message_id/reactions";
const writeScopes = ["im:message", "im:message.reactions:write_only"];

/** See Feishu docs: im-v1/message-reaction. */
export const reactionEndpoints: readonly Endpoint[] = [
  endpoint({
    api: "reaction.create",
    method: "POST",
    path,
    scopes: writeScopes,
    query: anything,
    body: z.object({ reaction_type: z.object({ emoji_type: z.string() }) }),
    answer: ({ world }, { params, body }) =>
      createReaction(world, bot, {
        messageId: params.message_id ?? "",
        emojiType: body.reaction_type.emoji_type,
      }),
  }),
  endpoint({
    api: "reaction.delete",
    method: "DELETE",
    path: `${path}/:reaction_id`,
    scopes: writeScopes,
    query: anything,
    body: anything,
    answer: ({ world }, { params }) =>
      deleteReaction(world, bot, {
        messageId: params.message_id ?? "",
        reactionId: params.reaction_id ?? "",
      }),
  }),
  endpoint({
    api: "reaction.list",
    method: "GET",
    path,
    scopes: ["im:message", "im:message:readonly", "im:message.reactions:read"],
    query: z.object({ reaction_type: z.string().optional(), ...pageQuery(50) }),
    body: anything,
    answer: ({ world }, { params, query }) =>
      listReactions(world, {
        messageId: params.message_id ?? "",
        emojiType: query.reaction_type,
        pageSize: query.page_size,
        pageToken: query.page_token,
      }),
  }),
];
