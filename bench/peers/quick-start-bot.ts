import { Client, EventDispatcher, WSClient } from "@larksuiteoapi/node-sdk";

/*
 * The peer: what the SDK's own quick start leads to (its README, "Subscribing to Events Using Long Connection
 * Mode"), with `/pin` for its echo. No roles, no limits, no journal, no retries.
 */
const base = {
  appId: process.env.FEISHU_APP_ID ?? "",
  appSecret: process.env.FEISHU_APP_SECRET ?? "",
  domain: process.env.FEISHU_DOMAIN ?? "",
};
const client = new Client(base);
const wsClient = new WSClient(base);

const textOf = (content: string): string => {
  const parsed: unknown = JSON.parse(content);
  const text: unknown =
    typeof parsed === "object" && parsed !== null && Reflect.get(parsed, "text");
  return typeof text === "string" ? text : "";
};

await wsClient.start({
  eventDispatcher: new EventDispatcher({}).register({
    "im.message.receive_v1": async ({ message }) => {
      if (!textOf(message.content).startsWith("/pin") || message.parent_id === undefined) return;
      await client.im.v1.pin.create({ data: { message_id: message.parent_id } });
      await client.im.v1.messageReaction.create({
        path: { message_id: message.message_id },
        data: { reaction_type: { emoji_type: "Pin" } },
      });
    },
  }),
});
