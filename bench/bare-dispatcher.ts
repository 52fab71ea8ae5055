import { EventDispatcher } from "@larksuiteoapi/node-sdk";

const silent = { error() {}, warn() {}, info() {}, debug() {}, trace() {} };

export interface BareDispatcher {
  readonly dispatcher: EventDispatcher;
  /** Messages that reached the handler, and those of them that looked like commands. */
  readonly counts: { messages: number; commands: number };
}

/** The SDK's own dispatcher with the least that a bot's handler does: read the text, look for a slash. */
export const createBareDispatcher = (encryptKey?: string): BareDispatcher => {
  const counts = { messages: 0, commands: 0 };
  const dispatcher = new EventDispatcher({
    logger: silent,
    ...(encryptKey === undefined ? {} : { encryptKey }),
  }).register({
    "im.message.receive_v1": ({ message }) => {
      const content: unknown = JSON.parse(message.content);
      const text: unknown =
        typeof content === "object" && content !== null && Reflect.get(content, "text");
      counts.messages += 1;
      if (typeof text === "string" && text.startsWith("/")) counts.commands += 1;
    },
  });
  return { dispatcher, counts };
};
