/** What is known of one API besides its path: how it is called, what it may cost, and who may call it. */
interface Api {
  readonly method: "GET" | "POST" | "PATCH" | "DELETE";
  /** Which limit of the chat it counts against, beside its own 50/s and 1000/min. */
  readonly chatGate?: "send" | "whisper";
  /** Whether the platform also counts it per message. */
  readonly messageGate?: true;
  /** Scopes of which any one suffices; shown when the platform says that one is missing but not which. */
  readonly scopes?: readonly string[];
}

const send = ["im:message", "im:message:send_as_bot", "im:message:send"] as const;
const pin = ["im:message", "im:message.pins:write_only", "im:message:send_as_bot"] as const;
const update = ["im:message", "im:message:send_as_bot", "im:message:update"] as const;
const react = ["im:message", "im:message.reactions:write_only"] as const;
const topNotice = ["im:chat", "im:chat.top_notice:write_only"] as const;
const panel = ["application:app_slash_command:write"] as const;

/** Every API of Feishu that the bot calls, by the name used in metrics. Source: Feishu docs, one page per API. */
const table = {
  "pin.create": { method: "POST", messageGate: true, scopes: pin },
  "pin.delete": { method: "DELETE", messageGate: true, scopes: pin },
  "pin.list": {
    method: "GET",
    scopes: ["im:message", "im:message.pins:read", "im:message:readonly"],
  },
  "message.delete": {
    method: "DELETE",
    scopes: ["im:message", "im:message:recall", "im:message:send_as_bot"],
  },
  // Reading a group's messages as an app always needs the sensitive scope, whatever else is granted.
  "message.get": { method: "GET", scopes: ["im:message.group_msg"] },
  "message.reply": { method: "POST", chatGate: "send", scopes: send },
  "message.create": { method: "POST", chatGate: "send", scopes: send },
  "message.patch": { method: "PATCH", messageGate: true, scopes: update },
  "reaction.create": { method: "POST", scopes: react },
  "reaction.delete": { method: "DELETE", scopes: react },
  "reaction.list": {
    method: "GET",
    scopes: ["im:message", "im:message:readonly", "im:message.reactions:read"],
  },
  "chat.get": { method: "GET", scopes: ["im:chat", "im:chat:read", "im:chat:readonly"] },
  "chat.members": {
    method: "GET",
    scopes: ["im:chat", "im:chat:readonly", "im:chat.members:read", "im:chat.group_info:readonly"],
  },
  "top-notice.put": { method: "POST", scopes: topNotice },
  "top-notice.delete": { method: "POST", scopes: topNotice },
  "ephemeral.send": { method: "POST", chatGate: "whisper", scopes: update },
  "ephemeral.delete": { method: "POST", scopes: update },
  "bot.info": { method: "GET" },
  "scope.list": { method: "GET" },
  "command-panel.list": { method: "GET", scopes: ["application:app_slash_command:read"] },
  "command-panel.create": { method: "POST", scopes: panel },
  "command-panel.update": { method: "PATCH", scopes: panel },
  token: { method: "POST" },
} as const satisfies Record<string, Api>;

export type ApiName = keyof typeof table;

export const apis: Readonly<Record<ApiName, Api>> = table;

/** Whether a call can change anything; one that cannot is always safe to repeat. */
export const changes = (api: ApiName): boolean => apis[api].method !== "GET" && api !== "token";
