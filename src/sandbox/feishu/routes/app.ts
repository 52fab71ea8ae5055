import { z } from "zod";
import { type Answer, refusal, success } from "../answer.ts";
import { anything, type Endpoint, endpoint } from "../endpoint.ts";
import { WS_PATH } from "../gateway.ts";
import type { Platform } from "../platform.ts";
import {
  createSlashCommand,
  deleteSlashCommand,
  listSlashCommands,
  updateSlashCommand,
} from "../world/slash-commands.ts";

const slashPath = "/open-apis/application/v7/app_slash_commands";
const slashRead = ["application:app_slash_command:read", "application:app_slash_command:write"];
const slashWrite = ["application:app_slash_command:write"];

/** Where to connect for events; codes as the SDKs know them. `data` is there even in refusals. */
function linkAnswer(platform: Platform, appId: string, appSecret: string): Answer {
  const { world, faults, gateway } = platform;
  const refuse = (code: number, msg: string): Answer => ({ code, msg, data: {}, status: 200 });
  if (faults.takeBusy()) return refuse(1000040345, "system busy");
  if (appId !== world.app.appId || appSecret !== world.app.appSecret) {
    return refuse(514, "auth failed");
  }
  if (gateway.isFull()) return refuse(1000040350, "the number of connections exceeded the limit");
  const query = `fpid=493&aid=552564&device_id=${world.randomHex(8)}&service_id=33&ticket=${gateway.tickets.issue()}`;
  return {
    code: 0,
    msg: "",
    data: {
      URL: `ws://${platform.address()}${WS_PATH}?${query}`,
      ClientConfig: gateway.clientConfig(),
    },
  };
}

/** Tokens, the app's own facts, and the long connection's first step. */
export const appEndpoints: readonly Endpoint[] = [
  endpoint({
    api: "auth.tenant_access_token",
    method: "POST",
    path: "/open-apis/auth/v3/tenant_access_token/internal",
    scopes: [],
    authenticated: false,
    query: anything,
    body: z.object({ app_id: z.unknown().optional(), app_secret: z.unknown().optional() }),
    answer: ({ world, tokens }, { body }) => {
      if (typeof body.app_id !== "string" || typeof body.app_secret !== "string") {
        return refusal(10003);
      }
      if (body.app_id !== world.app.appId) return { ...refusal(10014), status: 200 };
      if (body.app_secret !== world.app.appSecret) return { ...refusal(10015), status: 200 };
      const { token, expireS } = tokens.issue();
      return { code: 0, msg: "ok", top: { tenant_access_token: token, expire: expireS } };
    },
  }),
  endpoint({
    api: "ws.endpoint",
    method: "POST",
    path: "/callback/ws/endpoint",
    scopes: [],
    authenticated: false,
    query: anything,
    body: z.object({ AppID: z.string().default(""), AppSecret: z.string().default("") }),
    answer: (platform, { body }) => linkAnswer(platform, body.AppID, body.AppSecret),
  }),
  endpoint({
    api: "bot.info",
    method: "GET",
    path: "/open-apis/bot/v3/info",
    scopes: [],
    query: anything,
    body: anything,
    answer: ({ world }) => ({
      code: 0,
      msg: "ok",
      top: {
        bot: {
          activate_status: 2,
          app_name: world.app.name,
          avatar_url: "",
          ip_white_list: [],
          open_id: world.app.openId,
        },
      },
    }),
  }),
  endpoint({
    api: "scope.list",
    method: "GET",
    path: "/open-apis/application/v6/scopes",
    scopes: [],
    query: anything,
    body: anything,
    answer: ({ world }) =>
      success({
        scopes: [...world.scopes].map(([name, granted]) => ({
          scope_name: name,
          grant_status: granted ? 1 : 2,
          scope_type: "tenant",
        })),
      }),
  }),
  endpoint({
    api: "slash_command.create",
    method: "POST",
    path: slashPath,
    scopes: slashWrite,
    query: anything,
    body: z.object({ command: z.string().min(1), description: z.unknown().optional() }),
    answer: ({ world }, { body }) =>
      createSlashCommand(world, { command: body.command, description: body.description }),
  }),
  endpoint({
    api: "slash_command.list",
    method: "GET",
    path: slashPath,
    scopes: slashRead,
    query: anything,
    body: anything,
    answer: ({ world }) => listSlashCommands(world),
  }),
  endpoint({
    api: "slash_command.update",
    method: "PATCH",
    path: `${slashPath}/:command_id`,
    scopes: slashWrite,
    query: anything,
    body: z.object({ description: z.unknown() }),
    answer: ({ world }, { params, body }) =>
      updateSlashCommand(world, {
        commandId: params.command_id ?? "",
        description: body.description,
      }),
  }),
  endpoint({
    api: "slash_command.delete",
    method: "DELETE",
    path: `${slashPath}/:command_id`,
    scopes: slashWrite,
    query: anything,
    body: anything,
    answer: ({ world }, { params }) => deleteSlashCommand(world, params.command_id ?? ""),
  }),
];
