import type { ChatId, MessageId, UserId } from "../../src/core/ids.ts";
import { type Invocation, invocationKey } from "../../src/core/invocation.ts";
import type { Case, LedgerPin, Timer } from "../../src/core/store.ts";

export const chat = (name: string): ChatId => `oc_${name}` as ChatId;
export const message = (name: string): MessageId => `om_${name}` as MessageId;
export const user = (name: string): UserId => `ou_${name}` as UserId;

export const here = { platform: "feishu", account: "cli_one" } as const;
export const elsewhere = { platform: "feishu", account: "cli_two" } as const;

export const invocation = (name: string, more: Partial<Invocation> = {}): Invocation => ({
  ...here,
  chat: chat("a"),
  chatKind: "group",
  message: message(name),
  sender: user("ann"),
  command: "pin",
  args: [{ kind: "word", text: "7d" }],
  inThread: false,
  sentAtMs: 1_000,
  ...more,
});

export const entry = (name: string, acceptedAtMs = 1_000) => {
  const given = invocation(name);
  return { key: invocationKey(given), invocation: given, acceptedAtMs };
};

export const pin = (name: string, more: Partial<LedgerPin> = {}): LedgerPin => ({
  ...here,
  chat: chat("a"),
  message: message(name),
  atMs: 5_000,
  ...more,
});

export const timer = (
  subject: string,
  more: Partial<Omit<Timer, "attempts">> = {},
): Omit<Timer, "attempts"> => ({
  ...here,
  chat: chat("a"),
  kind: "unpin",
  subject,
  dueAtMs: 1_000,
  data: { by: "ann" },
  ...more,
});

export const act = (more: Partial<Omit<Case, "number">> = {}): Omit<Case, "number"> => ({
  ...here,
  chat: chat("a"),
  atMs: 1_000,
  action: "pin",
  outcome: "done",
  ...more,
});
