import type { Capabilities } from "../../core/platform.ts";

/**
 * What IMKit can do. With the platform's API key others' messages can always be recalled; without it they are
 * recalled as the bot, and no page says whether that is allowed.
 */
export const imkitCapabilities = (options: { readonly hasApiKey: boolean }): Capabilities => ({
  pins: { most: 1, endsAfterMs: [], keptMs: Number.POSITIVE_INFINITY, listed: false },
  recall: { others: options.hasApiKey ? "always" : "unconfirmed" },
  confirms: true,
  // Sends have no key, but a room shows which message a reply belongs to (IMKit docs, Message Format).
  answers: { again: "look", reply: "quote", mention: "id" },
  whispers: false,
  reactions: false,
  controls: false,
  topNotice: false,
});
