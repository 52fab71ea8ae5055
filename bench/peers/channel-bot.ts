import { createLarkChannel } from "@larksuiteoapi/node-sdk";

/*
 * The peer: the SDK's own high-level bot layer, set to hear everything in groups and not to hold messages back
 * (by default it merges those of one chat for 600 ms). It parses; it does nothing else.
 */
const channel = createLarkChannel({
  appId: process.env.FEISHU_APP_ID ?? "",
  appSecret: process.env.FEISHU_APP_SECRET ?? "",
  domain: process.env.FEISHU_DOMAIN ?? "",
  policy: { requireMention: false },
  safety: { batch: { text: { delayMs: 0, longDelayMs: 0 } } },
});
channel.on("message", ({ content }) => {
  if (content.startsWith("/pin")) process.stdout.write("a command\n");
});
await channel.connect();
