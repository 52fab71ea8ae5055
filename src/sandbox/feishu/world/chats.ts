import { type Answer, refusal, success } from "../answer.ts";
import { bot, type Chat, isManager, ownerOf, roleOf } from "./chat.ts";
import { chatDisbanded, chatUpdated } from "./events.ts";
import { type PageRequest, page } from "./paging.ts";
import { hasAnyScope } from "./scopes.ts";
import { type IdType, userIdAs } from "./user-ids.ts";
import type { World } from "./world.ts";

const AVATAR = "default-avatar_44ae0ca3-e140-494b-956f-78091e348435";

/** The chat, if it exists and is not dissolved; the refusal otherwise. */
export function openChat(world: World, chatId: string): Chat | Answer {
  const chat = world.chats.get(chatId);
  if (chat === undefined) return refusal(232006);
  return chat.status === "normal" ? chat : refusal(232009);
}

/** The same, and the bot is in it. */
export function ownChat(world: World, chatId: string): Chat | Answer {
  const chat = openChat(world, chatId);
  if ("code" in chat) return chat;
  return roleOf(chat, bot) === null ? refusal(232011) : chat;
}

function owner(world: World, chat: Chat, idType: IdType): Readonly<Record<string, string>> {
  const openId = ownerOf(chat);
  if (openId === null) return {};
  return { owner_id: userIdAs(world, openId, idType), owner_id_type: idType };
}

/** A chat's information; outsiders see only its name, counts and status. See Feishu docs: im-v1/chat/get. */
export function getChat(world: World, chatId: string, idType: IdType): Answer {
  const chat = world.chats.get(chatId);
  if (chat === undefined) return refusal(232006);
  const managers = [...chat.members].filter(([, member]) => member.role === "admin");
  const outside = {
    avatar: AVATAR,
    name: chat.name,
    user_count: String(chat.members.size),
    bot_count: chat.botRole === null ? "0" : "1",
    chat_status: chat.status,
  };
  if (roleOf(chat, bot) === null) return success(outside);
  return success({
    ...outside,
    description: chat.description,
    i18n_names: { zh_cn: "", en_us: "", ja_jp: "" },
    add_member_permission: "all_members",
    share_card_permission: "allowed",
    at_all_permission: "all_members",
    edit_permission: "all_members",
    ...owner(world, chat, idType),
    user_manager_id_list: managers.map(([openId]) => userIdAs(world, openId, idType)),
    bot_manager_id_list: chat.botRole === "admin" ? [world.app.appId] : [],
    ...(chat.chatMode === "group" ? { group_message_type: chat.groupMessageType } : {}),
    chat_mode: chat.chatMode,
    chat_type: "private",
    chat_tag: "inner",
    join_message_visibility: "all_members",
    leave_message_visibility: "all_members",
    membership_approval: "no_approval_required",
    moderation_permission: chat.moderationPermission,
    external: chat.external,
    tenant_key: world.app.tenantKey,
    restricted_mode_setting: {
      status: false,
      screenshot_has_permission_setting: "all_members",
      download_has_permission_setting: "all_members",
      message_has_permission_setting: "all_members",
    },
    urgent_setting: "all_members",
    video_conference_setting: "all_members",
    hide_member_count_setting: "all_members",
  });
}

/** The groups the bot is in. See Feishu docs: im-v1/chat/list. */
export function listChats(
  world: World,
  request: PageRequest & { readonly idType: IdType },
): Answer {
  const chats = [...world.chats.values()].filter(
    (chat) => chat.botRole !== null && chat.chatMode !== "p2p" && chat.status === "normal",
  );
  const result = page(chats, { ...request, keyOf: (chat) => chat.chatId });
  if (result === null) return refusal(232001, "invalid page_token");
  return success({
    ...result,
    items: result.items.map((chat) => ({
      chat_id: chat.chatId,
      avatar: AVATAR,
      name: chat.name,
      description: chat.description,
      ...owner(world, chat, request.idType),
      external: chat.external,
      tenant_key: world.app.tenantKey,
      chat_status: chat.status,
    })),
  });
}

/** Changes name or description. See Feishu docs: im-v1/chat/update. */
export function updateChat(
  world: World,
  chatId: string,
  next: { readonly name?: string | undefined; readonly description?: string | undefined },
): Answer {
  const chat = ownChat(world, chatId);
  if ("code" in chat) return chat;
  const before = { name: chat.name, description: chat.description };
  chat.name = next.name ?? chat.name;
  chat.description = next.description ?? chat.description;
  const after = { name: chat.name, description: chat.description };
  world.emit(chatUpdated(world, { chat, operatorId: world.app.openId, before, after }));
  world.touch();
  return success();
}

/** The rights of an owner: owning the group, or having created it with the scope. */
function hasOwnerRights(world: World, chat: Chat): boolean {
  if (roleOf(chat, bot) === "owner") return true;
  return chat.createdByBot && hasAnyScope(world.scopes, ["im:chat:operate_as_owner"]);
}

/** Dissolves a group for good. See Feishu docs: im-v1/chat/delete. */
export function dissolveChat(world: World, chatId: string): Answer {
  const chat = ownChat(world, chatId);
  if ("code" in chat) return chat;
  if (!hasOwnerRights(world, chat)) return refusal(232017);
  world.emit(chatDisbanded(world, { chat, operatorId: world.app.openId }));
  chat.status = "dissolved";
  world.touch();
  return success();
}

/** Who may speak. See Feishu docs: im-v1/chat-moderation/get. */
export function getModeration(world: World, chatId: string): Answer {
  const chat = ownChat(world, chatId);
  if ("code" in chat) return chat;
  return success({ moderation_setting: chat.moderationPermission, has_more: false, items: [] });
}

/** Sets who may speak; being admin is not enough. See Feishu docs: im-v1/chat-moderation/update. */
export function setModeration(
  world: World,
  chatId: string,
  setting: "all_members" | "only_owner",
): Answer {
  const chat = ownChat(world, chatId);
  if ("code" in chat) return chat;
  if (!hasOwnerRights(world, chat)) return refusal(232017);
  chat.moderationPermission = setting;
  world.touch();
  return success();
}

/** Puts a message on the banner of a group. See Feishu docs: im-v1/chat-top_notice/put_top_notice. */
export function putTopNotice(world: World, chatId: string, messageId: string | undefined): Answer {
  const chat = ownChat(world, chatId);
  if ("code" in chat) return chat;
  if (chat.pinPermission === "only_owner" && !isManager(chat, bot)) return refusal(232014);
  const message = messageId === undefined ? undefined : world.messages.get(messageId);
  if (message === undefined || message.chatId !== chatId || message.deleted) {
    return refusal(232001, "invalid message_id");
  }
  chat.topNoticeMessageId = message.messageId;
  world.touch();
  return success();
}

/** Takes the banner down; having none is fine. See Feishu docs: im-v1/chat-top_notice/delete_top_notice. */
export function deleteTopNotice(world: World, chatId: string): Answer {
  const chat = ownChat(world, chatId);
  if ("code" in chat) return chat;
  if (chat.pinPermission === "only_owner" && !isManager(chat, bot)) return refusal(232014);
  chat.topNoticeMessageId = null;
  world.touch();
  return success();
}
