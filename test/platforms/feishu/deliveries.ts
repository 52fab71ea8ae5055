import type { FeishuSelf } from "../../../src/platforms/feishu/decoded.ts";
import { userId } from "../../../src/platforms/feishu/ids.ts";

export const appId = "cli_0123456789abcdef";
export const self: FeishuSelf = { appId, openId: userId("ou_steward") };

export type Json = Readonly<Record<string, unknown>>;

/** A delivery of the second generation, as the platform sends it. */
export const delivery = (type: string, event: unknown, header: Json = {}): Json => ({
  schema: "2.0",
  header: {
    event_id: "5e3702a84e847582be8db7fb73283c02",
    event_type: type,
    create_time: "1608725989000",
    token: "",
    app_id: appId,
    tenant_key: "2ca1d211f64f6438",
    ...header,
  },
  event,
});

export const textContent = (text: string): string => JSON.stringify({ text });

/** The event of a received message; `message` and `sender` override single fields. */
export const receivedMessage = (
  message: Json = {},
  sender: Json = { sender_id: { open_id: "ou_ann" }, sender_type: "user" },
): Json =>
  delivery("im.message.receive_v1", {
    sender,
    message: {
      message_id: "om_1",
      chat_id: "oc_1",
      chat_type: "group",
      message_type: "text",
      create_time: "1609073151345",
      content: textContent("hello"),
      ...message,
    },
  });

export const mention = (key: string, openId: unknown, more: Json = {}): Json => ({
  key,
  id: { open_id: openId },
  mentioned_type: "user",
  name: key.slice(2),
  ...more,
});
