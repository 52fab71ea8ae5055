import { createLarkChannel } from "@larksuiteoapi/node-sdk";

/*
 * The peer: the SDK's own high-level bot layer, set to hear everything in groups and not to hold messages back
 * (by default it merges those of one chat for 600 ms), with a handler that pins and reacts. No roles, no limits, no
 * journal, no retries.
 */
const channel = createLarkChannel({
  appId: process.env.FEISHU_APP_ID ?? "",
  appSecret: process.env.FEISHU_APP_SECRET ?? "",
  domain: process.env.FEISHU_DOMAIN ?? "",
  policy: { requireMention: false },
  safety: { batch: { text: { delayMs: 0, longDelayMs: 0 } } },
});
channel.on("message", async ({ content, messageId, replyToMessageId }) => {
  if (!content.startsWith("/pin") || replyToMessageId === undefined) return;
  await channel.rawClient.im.v1.pin.create({ data: { message_id: replyToMessageId } });
  await channel.addReaction(messageId, "Pin");
});
await channel.connect();
