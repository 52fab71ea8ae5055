import type { CallState } from "../../state.ts";
import { asObject } from "./json-view.ts";
import type { WordKey } from "./words-en.ts";

const names: readonly (readonly [string, RegExp, WordKey])[] = [
  ["POST", /\/tenant_access_token\/internal$/, "callToken"],
  ["POST", /\/im\/v1\/pins$/, "callPin"],
  ["DELETE", /\/im\/v1\/pins\/[^/]+$/, "callUnpin"],
  ["GET", /\/im\/v1\/pins$/, "callPins"],
  ["POST", /\/messages\/[^/]+\/reply$/, "callReply"],
  ["POST", /\/messages\/[^/]+\/reactions$/, "callReact"],
  ["DELETE", /\/messages\/[^/]+\/reactions\/[^/]+$/, "callUnreact"],
  ["GET", /\/messages\/[^/]+\/reactions$/, "callReactions"],
  ["POST", /\/im\/v1\/messages$/, "callSend"],
  ["GET", /\/im\/v1\/messages$/, "callList"],
  ["GET", /\/im\/v1\/messages\/[^/]+$/, "callGet"],
  ["DELETE", /\/im\/v1\/messages\/[^/]+$/, "callRecall"],
  ["PUT", /\/im\/v1\/messages\/[^/]+$/, "callEdit"],
  ["PATCH", /\/im\/v1\/messages\/[^/]+$/, "callEdit"],
  ["POST", /\/ephemeral\/v1\/send$/, "callEphemeral"],
  ["POST", /\/ephemeral\/v1\/delete$/, "callEphemeralDelete"],
  ["POST", /\/managers\/(add|delete)_managers$/, "callManagers"],
  ["POST", /\/top_notice\/(put|delete)_top_notice$/, "callTopNotice"],
  ["GET", /\/chats\/[^/]+\/members/, "callMembers"],
  ["GET", /\/im\/v1\/chats\/[^/]+$/, "callChat"],
  ["GET", /\/im\/v1\/chats$/, "callChats"],
  ["GET", /\/bot\/v3\/info$/, "callBot"],
  ["GET", /\/application\/v6\/scopes$/, "callScopes"],
  ["POST", /\/interactive\/v1\/card\/update$/, "callCardUpdate"],
  ["POST", /\/app_slash_commands/, "callSlash"],
  ["POST", /\/callback\/ws\/endpoint$/, "callGateway"],
  ["POST", /^\/admin\/clients$/, "callToken"],
  ["GET", /^\/me$/, "callBot"],
  ["GET", /^\/rooms\/[^/]+$/, "callChat"],
  ["GET", /^\/rooms\/[^/]+\/messages\/v3$/, "callList"],
  ["POST", /^\/rooms\/[^/]+\/message$/, "callSend"],
  ["POST", /^\/messages\/[^/]+\/pin$/, "callPin"],
  ["DELETE", /^\/messages\/[^/]+\/pin$/, "callUnpin"],
  ["POST", /^\/api\/chat\/pinMessage\//, "callPin"],
  ["DELETE", /^\/api\/chat\/delete\//, "callRecall"],
  ["GET", /^\/api\/chat\/getMessage\//, "callGet"],
  ["POST", /^\/api\/message\/text\//, "callSend"],
  ["GET", /^\/api\/group\/info\//, "callChat"],
  ["GET", /^\/api\/profile\/getAccount\//, "callBot"],
];

/** What an API call does, as a key of the page's words. */
export function callName(call: Pick<CallState, "method" | "path" | "request">): WordKey {
  // Two platforms recall and unpin by the call that sends and pins; the body tells which it is.
  const { messageType, pin } = asObject(call.request);
  if (messageType === "recall") return "callRecall";
  if (pin === false) return "callUnpin";
  const path = call.path.split("?")[0] ?? "";
  return (
    names.find(([method, pattern]) => method === call.method && pattern.test(path))?.[2] ??
    "callOther"
  );
}

/** Whether the platform did what was asked. */
export function succeeded(call: Pick<CallState, "status" | "code">): boolean {
  return call.status >= 200 && call.status < 300 && call.code === 0;
}
