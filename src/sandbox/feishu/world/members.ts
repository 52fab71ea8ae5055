import { type Answer, refusal, success } from "../answer.ts";
import { bot, hasManagerRights, roleOf } from "./chat.ts";
import { ownChat } from "./chats.ts";
import { userMembershipChanged } from "./events.ts";
import { type PageRequest, page } from "./paging.ts";
import { type IdType, openIdOf, userIdAs } from "./user-ids.ts";
import type { World } from "./world.ts";

const MAX_ADMINS = 10;

/** People of a chat, never bots. See Feishu docs: im-v1/chat-members/get. */
export function listMembers(
  world: World,
  request: PageRequest & { readonly chatId: string; readonly idType: IdType },
): Answer {
  const chat = ownChat(world, request.chatId);
  if ("code" in chat) return chat;
  const ids = [...chat.members.keys()];
  const result = page(ids, { ...request, keyOf: (openId) => openId });
  if (result === null) return refusal(232001, "invalid page_token");
  return success({
    ...result,
    member_total: ids.length,
    items: result.items.map((openId) => ({
      member_id_type: request.idType,
      member_id: userIdAs(world, openId, request.idType),
      name: world.users.get(openId)?.name ?? "",
      tenant_key: world.app.tenantKey,
    })),
  });
}

/** Whether the caller itself, the bot, is in the chat. See Feishu docs: im-v1/chat-members/is_in_chat. */
export function isInChat(world: World, chatId: string): Answer {
  const chat = world.chats.get(chatId);
  if (chat === undefined) return refusal(232006);
  return success({ is_in_chat: roleOf(chat, bot) !== null });
}

interface IdList {
  readonly chatId: string;
  readonly ids: readonly string[];
  readonly idType: IdType;
}

function resolve(world: World, list: IdList): { known: string[]; unknown: string[] } {
  const known: string[] = [];
  const unknown: string[] = [];
  for (const id of list.ids) {
    const openId = openIdOf(world, id, list.idType);
    if (openId === undefined) unknown.push(id);
    else known.push(openId);
  }
  return { known, unknown };
}

/** Removes people from the group. See Feishu docs: im-v1/chat-members/delete. */
export function removeMembers(world: World, list: IdList): Answer {
  const chat = ownChat(world, list.chatId);
  if ("code" in chat) return chat;
  if (!hasManagerRights(chat, bot)) return refusal(232014);
  const { known, unknown } = resolve(world, list);
  const present = known.filter((openId) => chat.members.has(openId));
  if (present.some((openId) => chat.members.get(openId)?.role === "owner")) return refusal(232076);
  for (const openId of present) chat.members.delete(openId);
  if (present.length > 0) {
    const operatorId = world.app.openId;
    world.emit(userMembershipChanged(world, { chat, operatorId, added: false, openIds: present }));
    world.touch();
  }
  return success({ invalid_id_list: unknown });
}

/** Brings people into the group. See Feishu docs: im-v1/chat-members/create. */
export function addMembers(world: World, list: IdList): Answer {
  const chat = ownChat(world, list.chatId);
  if ("code" in chat) return chat;
  const { known, unknown } = resolve(world, list);
  if (unknown.length > 0) return refusal(232043);
  const fresh = known.filter((openId) => !chat.members.has(openId));
  for (const openId of fresh) chat.members.set(openId, { role: "member", joinedAtMs: world.now() });
  if (fresh.length > 0) {
    const operatorId = world.app.openId;
    world.emit(userMembershipChanged(world, { chat, operatorId, added: true, openIds: fresh }));
    world.touch();
  }
  return success({ invalid_id_list: [], not_existed_id_list: [], pending_approval_id_list: [] });
}

/** Makes or unmakes admins; only a bot that owns the group may. See Feishu docs: im-v1/chat-managers/add_managers. */
export function changeManagers(world: World, list: IdList & { readonly add: boolean }): Answer {
  const chat = ownChat(world, list.chatId);
  if ("code" in chat) return chat;
  if (roleOf(chat, bot) !== "owner") return refusal(232038);
  const { known } = resolve(world, list);
  const present = known.filter((openId) => chat.members.has(openId));
  if (present.length === 0) return refusal(232027);
  const admins = () => [...chat.members].filter(([, member]) => member.role === "admin");
  const added = present.filter((openId) => chat.members.get(openId)?.role === "member");
  if (list.add && admins().length + added.length > MAX_ADMINS) return refusal(232040);
  for (const openId of present) {
    const member = chat.members.get(openId);
    if (member !== undefined && member.role !== "owner")
      member.role = list.add ? "admin" : "member";
  }
  world.touch();
  return success({
    chat_managers: admins().map(([openId]) => userIdAs(world, openId, list.idType)),
    chat_bot_managers: [],
  });
}
