import type { FeishuSandbox } from "../../src/sandbox/feishu/sandbox.ts";
import { startFeishuSandbox } from "../../src/sandbox/feishu/sandbox.ts";
import { registerPage } from "../../src/sandbox/page.ts";

/** A running sandbox with its page, and a group of three in it. */
export interface SmallWorld {
  readonly sandbox: FeishuSandbox;
  readonly chatId: string;
  readonly owner: string;
  readonly admin: string;
  readonly member: string;
  /** Says something in the group and returns the message id. */
  say(openId: string, text: string, parentId?: string): string;
  /** Calls the platform as the bot; the body of the answer. */
  call(method: string, path: string, body?: unknown): Promise<{ code: number; data: unknown }>;
}

/** Starts the sandbox on a free port and makes the group "Launch crew": Ada owns it, Ben is admin, Cleo is a member. */
export async function startSmallWorld(): Promise<SmallWorld> {
  const sandbox = await startFeishuSandbox({ register: registerPage });
  const owner = sandbox.control.addUser("Ada Owner");
  const admin = sandbox.control.addUser("Ben Admin");
  const member = sandbox.control.addUser("Cleo Member");
  const chatId = sandbox.control.addChat({
    name: "Launch crew",
    bot_role: "admin",
    members: [
      { open_id: owner, role: "owner" },
      { open_id: admin, role: "admin" },
      { open_id: member, role: "member" },
    ],
  });
  const token = await tenantToken(sandbox);
  return {
    sandbox,
    chatId,
    owner,
    admin,
    member,
    say: (openId, text, parentId) =>
      sandbox.control.say({
        chat_id: chatId,
        open_id: openId,
        text,
        ...(parentId === undefined ? {} : { parent_id: parentId }),
      }).message_id,
    async call(method, path, body) {
      const response = await fetch(`${sandbox.url}/open-apis${path}`, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          ...(body === undefined ? {} : { "content-type": "application/json" }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      return (await response.json()) as { code: number; data: unknown };
    },
  };
}

async function tenantToken(sandbox: FeishuSandbox): Promise<string> {
  const response = await fetch(`${sandbox.url}/open-apis/auth/v3/tenant_access_token/internal`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ app_id: sandbox.appId, app_secret: sandbox.appSecret }),
  });
  const answer = (await response.json()) as { tenant_access_token: string };
  return answer.tenant_access_token;
}
