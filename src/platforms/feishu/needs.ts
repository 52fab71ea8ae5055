import type { Feature } from "../../core/doctor/findings.ts";
import { apis } from "./apis.ts";

/** One scope that the app asks for. */
export interface ScopeNeed {
  /** The narrowest scope that does, which the set-up asks for. */
  readonly scope: string;
  /** Scopes of which any one suffices, that one included. */
  readonly any: readonly string[];
  /** What is lost without it. */
  readonly costs: Feature;
  /** Without it the bot is of no use. */
  readonly essential: boolean;
}

const need = (
  scope: string,
  costs: Feature,
  any: readonly string[] = [scope],
  essential = false,
): ScopeNeed => ({ scope, any, costs, essential });

/** Every scope that the bot needs, as the READMEs list them. Source: Feishu docs, the page of each API and event. */
export const scopeNeeds: readonly ScopeNeed[] = [
  need("im:message.group_msg", "hear-everything", undefined, true),
  need("im:message.group_at_msg:readonly", "hear-mentions", [
    "im:message.group_at_msg:readonly",
    "im:message.group_at_msg",
    "im:message.group_at_msg.include_bot:readonly",
  ]),
  need("im:message.p2p_msg:readonly", "hear-direct", [
    "im:message.p2p_msg:readonly",
    "im:message.p2p_msg",
  ]),
  need("im:message:readonly", "look-up-messages", ["im:message:readonly", "im:message"]),
  need("im:message:send_as_bot", "speak", apis["message.reply"].scopes, true),
  need("im:message.pins:read", "list-pins", apis["pin.list"].scopes),
  need("im:message.pins:write_only", "set-pins", apis["pin.create"].scopes, true),
  need("im:message:recall", "recall", apis["message.delete"].scopes, true),
  need("im:message.reactions:write_only", "react", apis["reaction.create"].scopes),
  need("im:chat:read", "know-roles", apis["chat.get"].scopes, true),
  need("im:chat.members:read", "know-names", apis["chat.members"].scopes),
  need("im:chat.members:bot_access", "notice-joining", [
    "im:chat.members:bot_access",
    "im:chat",
    "im:chat:readonly",
  ]),
  need("im:chat.top_notice:write_only", "top-notice", apis["top-notice.put"].scopes),
  need("application:app_slash_command:read", "command-panel"),
  need("application:app_slash_command:write", "command-panel"),
];

/** Every event that the bot listens to, as the READMEs list them. */
export const neededEvents: readonly string[] = [
  "im.message.receive_v1",
  "im.message.recalled_v1",
  "im.chat.updated_v1",
  "im.chat.member.bot.added_v1",
  "im.chat.member.bot.deleted_v1",
  "im.chat.disbanded_v1",
];

/** Every callback that the bot answers. */
export const neededCallbacks: readonly string[] = ["card.action.trigger"];
