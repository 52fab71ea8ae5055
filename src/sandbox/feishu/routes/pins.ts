import { z } from "zod";
import { refusal } from "../answer.ts";
import { anything, type Endpoint, endpoint, pageQuery } from "../endpoint.ts";
import { bot } from "../world/chat.ts";
import { isMessageId } from "../world/ids.ts";
import { createPin, deletePin, listPins } from "../world/pins.ts";

const writeScopes = ["im:message", "im:message.pins:write_only", "im:message:send_as_bot"];
const timeMs = z
  .string()
  .regex(/^\d{1,16}$/, "milliseconds expected")
  .transform(Number)
  .optional();

/** See Feishu docs: im-v1/pin. */
export const pinEndpoints: readonly Endpoint[] = [
  endpoint({
    api: "pin.create",
    method: "POST",
    path: "/open-apis/im/v1/pins",
    scopes: writeScopes,
    query: anything,
    body: z.object({ message_id: z.string() }),
    limit: ({ limits }, { body, arrivedAtMs }) =>
      limits.fits("message", `create:${body.message_id}`, arrivedAtMs) ? null : refusal(230047),
    answer: ({ world }, { body }) =>
      isMessageId(body.message_id)
        ? createPin(world, bot, body.message_id)
        : refusal(230001, "invalid message_id"),
  }),
  endpoint({
    api: "pin.delete",
    method: "DELETE",
    path: "/open-apis/im/v1/pins/:message_id",
    scopes: writeScopes,
    query: anything,
    body: anything,
    limit: ({ limits }, { params, arrivedAtMs }) =>
      limits.fits("message", `delete:${params.message_id}`, arrivedAtMs) ? null : refusal(230047),
    answer: ({ world }, { params }) => deletePin(world, bot, params.message_id ?? ""),
  }),
  endpoint({
    api: "pin.list",
    method: "GET",
    path: "/open-apis/im/v1/pins",
    scopes: ["im:message", "im:message.pins:read", "im:message:readonly"],
    query: z.object({
      chat_id: z.string(),
      start_time: timeMs,
      end_time: timeMs,
      ...pageQuery(50),
    }),
    body: anything,
    limit: ({ limits }, { arrivedAtMs }) =>
      limits.fits("pin_list", "", arrivedAtMs) ? null : refusal(230048),
    answer: ({ world }, { query }) =>
      listPins(world, {
        chatId: query.chat_id,
        startMs: query.start_time,
        endMs: query.end_time,
        pageSize: query.page_size,
        pageToken: query.page_token,
      }),
  }),
];
