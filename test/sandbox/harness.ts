import { onTestFinished } from "vitest";
import {
  type FeishuSandbox,
  type SandboxOptions,
  startFeishuSandbox,
} from "../../src/sandbox/feishu/sandbox.ts";
import type { SandboxRole, SandboxState } from "../../src/sandbox/state.ts";

/** An answer of the look-alike. */
export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: unknown;
  readonly code: unknown;
  /** What stands at a dotted path of the body, such as `data.items.0.message_id`. */
  at(path: string): unknown;
}

interface CallOptions {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Bench extends FeishuSandbox {
  /** Calls the API with a tenant token. */
  api(method: string, path: string, options?: CallOptions): Promise<Reply>;
  /** Calls any path with nothing but these headers. */
  raw(method: string, path: string, options?: CallOptions): Promise<Reply>;
  token(): Promise<string>;
  /** Moves the sandbox's clock; timers stay real. */
  advance(ms: number): void;
  chat(name: string): SandboxState["chats"][number];
  person(chatName: string, role: SandboxRole): string;
  /** Somebody says something; the message id. */
  say(chatName: string, text: string, by?: string): string;
}

export const groups = {
  launch: "产品发布群",
  marketing: "市场部闲聊",
  announcements: "公告群",
  topics: "技术话题",
  overseas: "Overseas Team",
} as const;

function at(body: unknown, path: string): unknown {
  let here = body;
  for (const key of path.split(".")) {
    if (typeof here !== "object" || here === null) return undefined;
    here = Reflect.get(here, key) as unknown;
  }
  return here;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

async function send(url: string, method: string, options: CallOptions): Promise<Reply> {
  const response = await fetch(url, {
    method,
    headers: { "content-type": "application/json", ...options.headers },
    ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
  });
  const text = await response.text();
  const body = parsed(text);
  return {
    status: response.status,
    headers: response.headers,
    text,
    body,
    code: at(body, "code"),
    at: (path) => at(body, path),
  };
}

/** Starts a sandbox for one test, with a clock that the test can move. */
export async function startBench(options: SandboxOptions = {}): Promise<Bench> {
  let offsetMs = 0;
  const sandbox = await startFeishuSandbox({
    now: () => performance.timeOrigin + performance.now() + offsetMs,
    clientConfig: { ReconnectNonce: 0, ReconnectInterval: 0.05 },
    ...options,
  });
  onTestFinished(() => sandbox.close());
  const { control } = sandbox;

  async function token(): Promise<string> {
    const reply = await send(
      `${sandbox.url}/open-apis/auth/v3/tenant_access_token/internal`,
      "POST",
      { body: { app_id: sandbox.appId, app_secret: sandbox.appSecret } },
    );
    return String(reply.at("tenant_access_token"));
  }

  function chat(name: string): SandboxState["chats"][number] {
    const found = control.state().chats.find((entry) => entry.name === name);
    if (found === undefined) throw new Error(`no chat ${name}`);
    return found;
  }

  function person(chatName: string, role: SandboxRole): string {
    const found = chat(chatName).members.find((member) => member.role === role);
    if (found === undefined) throw new Error(`no ${role} in ${chatName}`);
    return found.open_id;
  }

  let shared: Promise<string> | undefined;
  return {
    ...sandbox,
    token,
    chat,
    person,
    advance(ms) {
      offsetMs += ms;
    },
    raw: (method, path, call = {}) => send(sandbox.url + path, method, call),
    async api(method, path, call = {}) {
      shared ??= token();
      const headers = { authorization: `Bearer ${await shared}`, ...call.headers };
      return send(`${sandbox.url}/open-apis${path}`, method, { ...call, headers });
    },
    say(chatName, text, by) {
      const openId = by ?? person(chatName, "member");
      return control.say({ chat_id: chat(chatName).chat_id, open_id: openId, text }).message_id;
    },
  };
}

/** A message content as APIs want it. */
export function text(words: string): string {
  return JSON.stringify({ text: words });
}

/** A small card of JSON 2.0 with one button that calls back. */
export function buttonCard(value: unknown, words = "Hello"): Readonly<Record<string, unknown>> {
  return {
    schema: "2.0",
    config: { update_multi: true },
    body: {
      elements: [
        { tag: "markdown", content: words },
        {
          tag: "button",
          text: { tag: "plain_text", content: "Go" },
          behaviors: [{ type: "callback", value }],
        },
      ],
    },
  };
}
