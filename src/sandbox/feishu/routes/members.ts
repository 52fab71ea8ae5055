import { z } from "zod";
import { anything, type Endpoint, endpoint, idTypeQuery, pageQuery } from "../endpoint.ts";
import {
  addMembers,
  changeManagers,
  isInChat,
  listMembers,
  removeMembers,
} from "../world/members.ts";

const chat = "/open-apis/im/v1/chats/:chat_id";
const idType = { member_id_type: idTypeQuery };
const writeScopes = ["im:chat", "im:chat.members:write_only"];
const managerScopes = ["im:chat", "im:chat.managers:write_only"];
const idList = z.object({ id_list: z.array(z.string()).min(1).max(50) });
const managerIds = z.object({ manager_ids: z.array(z.string()).min(1).max(50) });

/** See Feishu docs: im-v1/chat-members, im-v1/chat-managers. */
export const memberEndpoints: readonly Endpoint[] = [
  endpoint({
    api: "members.list",
    method: "GET",
    path: `${chat}/members`,
    scopes: ["im:chat", "im:chat:readonly", "im:chat.members:read", "im:chat.group_info:readonly"],
    query: z.object({ ...idType, ...pageQuery(100) }),
    body: anything,
    answer: ({ world }, { params, query }) =>
      listMembers(world, {
        chatId: params.chat_id ?? "",
        idType: query.member_id_type,
        pageSize: query.page_size,
        pageToken: query.page_token,
      }),
  }),
  endpoint({
    api: "members.is_in_chat",
    method: "GET",
    path: `${chat}/members/is_in_chat`,
    scopes: ["im:chat", "im:chat:readonly", "im:chat:read", "im:chat.members:read"],
    query: anything,
    body: anything,
    answer: ({ world }, { params }) => isInChat(world, params.chat_id ?? ""),
  }),
  endpoint({
    api: "members.delete",
    method: "DELETE",
    path: `${chat}/members`,
    scopes: writeScopes,
    query: z.object(idType),
    body: idList,
    answer: ({ world }, { params, query, body }) =>
      removeMembers(world, {
        chatId: params.chat_id ?? "",
        ids: body.id_list,
        idType: query.member_id_type,
      }),
  }),
  endpoint({
    api: "members.create",
    method: "POST",
    path: `${chat}/members`,
    scopes: writeScopes,
    query: z.object(idType),
    body: idList,
    answer: ({ world }, { params, query, body }) =>
      addMembers(world, {
        chatId: params.chat_id ?? "",
        ids: body.id_list,
        idType: query.member_id_type,
      }),
  }),
  ...(["add_managers", "delete_managers"] as const).map((action) =>
    endpoint({
      api: `managers.${action}`,
      method: "POST",
      path: `${chat}/managers/${action}`,
      scopes: managerScopes,
      query: z.object(idType),
      body: managerIds,
      answer: ({ world }, { params, query, body }) =>
        changeManagers(world, {
          chatId: params.chat_id ?? "",
          ids: body.manager_ids,
          idType: query.member_id_type,
          add: action === "add_managers",
        }),
    }),
  ),
];
