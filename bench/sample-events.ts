/** What a delivery is about; ids that are left out are made of `index`. */
export interface SampleMessage {
  readonly appId: string;
  readonly index: number;
  readonly text: string;
  readonly chat?: string;
  readonly parent?: string;
  readonly message?: string;
  readonly sender?: string;
}

const sentences = [
  "The release notes are ready, please have a look before five.",
  "今天下午三点在三楼会议室开会，别忘了带上周的数据。",
  "Path is src/core/route.ts, see also https://example.com/docs/pins?x=1",
  "收到，我马上改。",
  "lunch? the noodle place at the corner 🍜",
] as const;

const hex = (index: number, length: number): string => index.toString(16).padStart(length, "0");

const people = 200;
const senderId = (index: number): string => `ou_${hex(index % people, 32)}`;

/** Everybody who writes sample messages. */
export const senderIds: readonly string[] = Array.from({ length: people }, (_, index) =>
  senderId(index),
);

/** Ordinary talk, no command; a few sentences by turns. */
export const chatterText = (index: number): string => sentences[index % sentences.length] ?? "ok";

/** The text of an event as the platform sends it (`im.message.receive_v1`, schema 2.0). */
export const messagePayload = ({
  appId,
  index,
  text,
  chat,
  parent,
  message,
  sender,
}: SampleMessage): string => {
  const nowMs = String(Date.now());
  return JSON.stringify({
    schema: "2.0",
    header: {
      event_id: hex(index, 32),
      event_type: "im.message.receive_v1",
      create_time: nowMs,
      token: "",
      app_id: appId,
      tenant_key: "2f6e9d3b5c8a1740",
    },
    event: {
      sender: {
        sender_id: {
          open_id: sender ?? senderId(index),
          union_id: `on_${hex(index % people, 32)}`,
        },
        sender_type: "user",
        tenant_key: "2f6e9d3b5c8a1740",
      },
      message: {
        message_id: message ?? `om_${hex(index, 32)}`,
        ...(parent === undefined ? {} : { root_id: parent, parent_id: parent }),
        create_time: nowMs,
        update_time: nowMs,
        chat_id: chat ?? `oc_${hex(index % 50, 32)}`,
        chat_type: "group",
        message_type: "text",
        content: JSON.stringify({ text }),
      },
    },
  });
};
