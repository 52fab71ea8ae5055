import { z } from "zod";
import { refusal } from "../answer.ts";
import { anything, type Endpoint, endpoint, idTypeQuery, pageQuery } from "../endpoint.ts";
import { bot } from "../world/chat.ts";
import { patchCard, updateMessage } from "../world/edits.ts";
import { getMessage, listMessages } from "../world/messages.ts";
import { recallMessage } from "../world/recall.ts";

const cardContent = z.enum(["raw_card_content", "user_card_content"]).optional();
const timeS = z
  .string()
  .regex(/^\d{1,10}$/, "seconds expected")
  .transform(Number)
  .optional();
const path = "/open-apis/im/v1/messages/:message_id";

/** See Feishu docs: im-v1/message. */
export const messageEndpoints: readonly Endpoint[] = [
  endpoint({
    api: "message.get",
    method: "GET",
    path,
    scopes: ["im:message", "im:message:readonly"],
    query: z.object({ card_msg_content_type: cardContent, user_id_type: idTypeQuery }),
    body: anything,
    answer: ({ world }, { params, query }) =>
      getMessage(world, {
        messageId: params.message_id ?? "",
        raw: query.card_msg_content_type !== undefined,
        idType: query.user_id_type,
      }),
  }),
  endpoint({
    api: "message.list",
    method: "GET",
    path: "/open-apis/im/v1/messages",
    scopes: ["im:message", "im:message:readonly", "im:message.history:readonly"],
    query: z.object({
      container_id_type: z.enum(["chat", "thread"]),
      container_id: z.string().min(1),
      start_time: timeS,
      end_time: timeS,
      sort_type: z.enum(["ByCreateTimeAsc", "ByCreateTimeDesc"]).default("ByCreateTimeAsc"),
      card_msg_content_type: cardContent,
      user_id_type: idTypeQuery,
      ...pageQuery(50),
    }),
    body: anything,
    answer: ({ world }, { query }) =>
      listMessages(world, {
        containerType: query.container_id_type,
        containerId: query.container_id,
        startS: query.start_time,
        endS: query.end_time,
        descending: query.sort_type === "ByCreateTimeDesc",
        raw: query.card_msg_content_type !== undefined,
        idType: query.user_id_type,
        pageSize: query.page_size,
        pageToken: query.page_token,
      }),
  }),
  endpoint({
    api: "message.delete",
    method: "DELETE",
    path,
    scopes: ["im:message", "im:message:recall", "im:message:send_as_bot"],
    query: anything,
    body: anything,
    answer: ({ world }, { params }) => recallMessage(world, bot, params.message_id ?? ""),
  }),
  endpoint({
    api: "message.patch",
    method: "PATCH",
    path,
    scopes: ["im:message", "im:message:send_as_bot", "im:message:update"],
    query: anything,
    body: z.object({ content: z.string().min(1) }),
    limit: ({ limits }, { params, arrivedAtMs }) =>
      limits.fits("card", params.message_id ?? "", arrivedAtMs)
        ? null
        : refusal(230020, "Update the single messages too frequently"),
    answer: ({ world }, { params, body }) =>
      patchCard(world, params.message_id ?? "", body.content),
  }),
  endpoint({
    api: "message.update",
    method: "PUT",
    path,
    scopes: ["im:message", "im:message:send_as_bot", "im:message:update"],
    query: anything,
    body: z.object({ msg_type: z.string().min(1), content: z.string().min(1) }),
    answer: ({ world }, { params, body }) =>
      updateMessage(world, bot, {
        messageId: params.message_id ?? "",
        msgType: body.msg_type,
        content: body.content,
      }),
  }),
];
