/** The scopes that a Steward app asks for; all granted in a fresh sandbox. */
export const grantedScopes: readonly string[] = [
  "im:message.group_msg",
  "im:message.p2p_msg:readonly",
  "im:message.group_at_msg:readonly",
  "im:message:readonly",
  "im:message:send_as_bot",
  "im:message.pins:read",
  "im:message.pins:write_only",
  "im:message:recall",
  "im:message.reactions:write_only",
  "im:message.reactions:read",
  "im:chat:read",
  "im:chat:update",
  "im:chat.members:read",
  "im:chat.members:write_only",
  "im:chat.members:bot_access",
  "im:chat.moderation:read",
  "im:chat:moderation:write_only",
  "im:chat.top_notice:write_only",
  "im:chat:operate_as_owner",
  "contact:user.employee_id:readonly",
  "application:app_slash_command:read",
  "application:app_slash_command:write",
];

/** Known to the platform, not granted until somebody switches them on. */
export const otherScopes: readonly string[] = [
  "im:message",
  "im:message:send",
  "im:message:update",
  "im:message.history:readonly",
  "im:message.group_msg:readonly",
  "im:message.group_at_msg",
  "im:message.group_at_msg.include_bot:readonly",
  "im:message.p2p_msg",
  "im:chat",
  "im:chat:readonly",
  "im:chat.group_info:readonly",
  "im:chat.managers:write_only",
  "im:user_agent:read",
];

/** Whether at least one of `any` is granted; an empty list asks for nothing. */
export function hasAnyScope(scopes: ReadonlyMap<string, boolean>, any: readonly string[]): boolean {
  return any.length === 0 || any.some((name) => scopes.get(name) === true);
}
