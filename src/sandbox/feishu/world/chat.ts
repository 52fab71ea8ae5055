import type { SandboxRole } from "../../state.ts";

/** A person's standing in a chat. */
export interface Member {
  role: SandboxRole;
  readonly joinedAtMs: number;
}

/** That a message is pinned, by whom and since when. */
export interface Pin {
  readonly messageId: string;
  readonly operator: Actor;
  readonly createTimeMs: number;
}

/** Whoever acts: a person by open_id, or the app's bot. */
export type Actor = { readonly kind: "user"; readonly openId: string } | { readonly kind: "bot" };

/** The app's bot as the one who acts. */
export const bot: Actor = { kind: "bot" };

/** One group or one-to-one chat, with everything people can set in it. */
export interface Chat {
  readonly chatId: string;
  readonly chatMode: "group" | "topic" | "p2p";
  readonly groupMessageType: "chat" | "thread";
  readonly createdByBot: boolean;
  name: string;
  description: string;
  external: boolean;
  status: "normal" | "dissolved" | "dissolved_save";
  pinPermission: "all_members" | "only_owner";
  moderationPermission: "all_members" | "only_owner";
  /** By open_id. */
  readonly members: Map<string, Member>;
  botRole: SandboxRole | null;
  topNoticeMessageId: string | null;
  /** In order of sending. */
  readonly messageIds: Set<string>;
  /** By message id, oldest pin first. */
  readonly pins: Map<string, Pin>;
}

/** The actor's role here, `null` when not in the chat. */
export function roleOf(chat: Chat, actor: Actor): SandboxRole | null {
  if (actor.kind === "bot") return chat.botRole;
  return chat.members.get(actor.openId)?.role ?? null;
}

/** Whether the actor is owner or admin. */
export function isManager(chat: Chat, actor: Actor): boolean {
  const role = roleOf(chat, actor);
  return role === "owner" || role === "admin";
}

/** Owner or admin, or the bot that created the group. */
export function hasManagerRights(chat: Chat, actor: Actor): boolean {
  return isManager(chat, actor) || (actor.kind === "bot" && chat.createdByBot);
}

/** Topic groups and groups in thread mode: every message belongs to a thread. */
export function isThreaded(chat: Chat): boolean {
  return chat.chatMode === "topic" || chat.groupMessageType === "thread";
}

/** Who the human owner is; `null` when a bot owns the group or nobody does (p2p). */
export function ownerOf(chat: Chat): string | null {
  for (const [openId, member] of chat.members) if (member.role === "owner") return openId;
  return null;
}

/** A person to act for those who leave the operator out: the owner, else an admin, else anybody. */
export function defaultOperator(chat: Chat): string | null {
  const owner = ownerOf(chat);
  if (owner !== null) return owner;
  for (const [openId, member] of chat.members) if (member.role === "admin") return openId;
  const [first] = chat.members.keys();
  return first ?? null;
}
