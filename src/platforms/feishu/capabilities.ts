import type { Capabilities } from "../../core/platform.ts";

/** What Feishu and Lark can do. No number of pins is documented, so there is no limit to speak of. */
export const feishuCapabilities: Capabilities = {
  pins: {
    most: Number.POSITIVE_INFINITY,
    endsAfterMs: [],
    keptMs: Number.POSITIVE_INFINITY,
    listed: true,
  },
  // Feishu docs: im-v1/message/delete, within one year.
  recall: { others: "if-bot-is-admin", withinMs: 365 * 86_400_000 },
  confirms: true,
  // Feishu docs: im-v1/message/reply (`uuid`) and message/create (the tag `at`).
  answers: { again: "key", reply: "quote-in-topic", mention: "name" },
  whispers: true,
  reactions: true,
  controls: true,
  topNotice: true,
};
