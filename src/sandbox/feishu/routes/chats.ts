import { z } from "zod";
import { anything, type Endpoint, endpoint, idTypeQuery, pageQuery } from "../endpoint.ts";
import {
  deleteTopNotice,
  dissolveChat,
  getChat,
  getModeration,
  listChats,
  putTopNotice,
  setModeration,
  updateChat,
} from "../world/chats.ts";

const path = "/open-apis/im/v1/chats/:chat_id";
const readScopes = ["im:chat", "im:chat:read", "im:chat:readonly"];
const noticeScopes = ["im:chat", "im:chat.top_notice:write_only"];

/** See Feishu docs: im-v1/chat, im-v1/chat-moderation, im-v1/chat-top_notice. */
export const chatEndpoints: readonly Endpoint[] = [
  endpoint({
    api: "chat.get",
    method: "GET",
    path,
    scopes: readScopes,
    query: z.object({ user_id_type: idTypeQuery }),
    body: anything,
    answer: ({ world }, { params, query }) =>
      getChat(world, params.chat_id ?? "", query.user_id_type),
  }),
  endpoint({
    api: "chat.list",
    method: "GET",
    path: "/open-apis/im/v1/chats",
    scopes: [...readScopes, "im:chat.group_info:readonly"],
    query: z.object({ user_id_type: idTypeQuery, ...pageQuery(100) }),
    body: anything,
    answer: ({ world }, { query }) =>
      listChats(world, {
        idType: query.user_id_type,
        pageSize: query.page_size,
        pageToken: query.page_token,
      }),
  }),
  endpoint({
    api: "chat.update",
    method: "PUT",
    path,
    scopes: ["im:chat", "im:chat:update"],
    query: anything,
    body: z.strictObject({ name: z.string().optional(), description: z.string().optional() }),
    answer: ({ world }, { params, body }) => updateChat(world, params.chat_id ?? "", body),
  }),
  endpoint({
    api: "chat.delete",
    method: "DELETE",
    path,
    scopes: ["im:chat", "im:chat:operate_as_owner"],
    query: anything,
    body: anything,
    answer: ({ world }, { params }) => dissolveChat(world, params.chat_id ?? ""),
  }),
  endpoint({
    api: "moderation.get",
    method: "GET",
    path: `${path}/moderation`,
    scopes: ["im:chat", "im:chat.moderation:read", "im:chat:readonly"],
    query: anything,
    body: anything,
    answer: ({ world }, { params }) => getModeration(world, params.chat_id ?? ""),
  }),
  endpoint({
    api: "moderation.update",
    method: "PUT",
    path: `${path}/moderation`,
    scopes: ["im:chat", "im:chat:moderation:write_only"],
    query: anything,
    body: z.object({ moderation_setting: z.enum(["all_members", "only_owner"]) }),
    answer: ({ world }, { params, body }) =>
      setModeration(world, params.chat_id ?? "", body.moderation_setting),
  }),
  endpoint({
    api: "top_notice.put",
    method: "POST",
    path: `${path}/top_notice/put_top_notice`,
    scopes: noticeScopes,
    query: anything,
    body: z.object({
      chat_top_notice: z
        .array(z.object({ action_type: z.enum(["1", "2"]), message_id: z.string().optional() }))
        .min(1)
        .max(1),
    }),
    answer: ({ world }, { params, body }) =>
      putTopNotice(world, params.chat_id ?? "", body.chat_top_notice[0]?.message_id),
  }),
  endpoint({
    api: "top_notice.delete",
    method: "POST",
    path: `${path}/top_notice/delete_top_notice`,
    scopes: noticeScopes,
    query: anything,
    body: anything,
    answer: ({ world }, { params }) => deleteTopNotice(world, params.chat_id ?? ""),
  }),
];
