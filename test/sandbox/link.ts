import { EventDispatcher, LoggerLevel, WSClient } from "@larksuiteoapi/node-sdk";
import { expect, onTestFinished } from "vitest";
import type { Bench } from "./harness.ts";

/** What the SDK hands to handlers, as far as tests look at it. */
export interface Heard {
  readonly event_type: string;
  readonly event_id: string;
  readonly create_time: string;
  readonly token: string;
  readonly message?: { readonly message_id: string; readonly content: string };
  readonly [field: string]: unknown;
}

type Handler = (event: Heard) => unknown;

const silent = {
  error: () => undefined,
  warn: () => undefined,
  info: () => undefined,
  debug: () => undefined,
  trace: () => undefined,
};

export const eventTypes = [
  "im.message.receive_v1",
  "im.message.recalled_v1",
  "im.message.reaction.created_v1",
  "im.message.reaction.deleted_v1",
  "im.chat.member.bot.added_v1",
  "im.chat.member.bot.deleted_v1",
  "im.chat.member.user.added_v1",
  "im.chat.member.user.deleted_v1",
  "im.chat.updated_v1",
  "im.chat.disbanded_v1",
  "card.action.trigger",
] as const;

/** A dispatcher of the official SDK that hands every event to one handler. */
export function dispatcher(
  handler: Handler,
  keys: { readonly encryptKey?: string; readonly verificationToken?: string } = {},
): EventDispatcher {
  const handlers = Object.fromEntries(eventTypes.map((type) => [type, handler]));
  return new EventDispatcher({ ...keys, logger: silent }).register<Record<string, Handler>>(
    handlers,
  );
}

export interface Link {
  readonly heard: readonly Heard[];
  ofType(type: (typeof eventTypes)[number]): readonly Heard[];
  readonly client: WSClient;
}

/** Connects the official SDK's long connection and waits until it stands. */
export async function connect(
  bench: Bench,
  answer: Handler = () => undefined,
  wsConfig: { readonly pingTimeout?: number } = {},
): Promise<Link> {
  const heard: Heard[] = [];
  const before = bench.control.state().app.connections;
  const client = new WSClient({
    appId: bench.appId,
    appSecret: bench.appSecret,
    domain: bench.url,
    logger: silent,
    loggerLevel: LoggerLevel.fatal,
    wsConfig,
  });
  onTestFinished(() => client.close({ force: true }));
  await client.start({
    eventDispatcher: dispatcher((event) => {
      heard.push(event);
      return answer(event);
    }),
  });
  await expect.poll(() => bench.control.state().app.connections).toBe(before + 1);
  return {
    heard,
    client,
    ofType: (type) => heard.filter((event) => event.event_type === type),
  };
}
