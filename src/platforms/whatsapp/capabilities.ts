import type { Capabilities } from "../../core/platform.ts";
import { durations, longestMs } from "./durations.ts";

/**
 * What WhatsApp can do through the gateway. Three pins is what WhatsApp's clients allow; what the gateway does with
 * a fourth is not documented.
 */
export const whatsappCapabilities: Capabilities = {
  pins: { most: 3, endsAfterMs: durations.map(({ ms }) => ms), keptMs: longestMs, listed: false },
  recall: { others: "unconfirmed" },
  confirms: false,
  // Sends have no key, and of a chat's history no page tells what a message replies to (RyzeAPI docs, chat/history).
  answers: { again: "never", reply: "quote", mention: "number" },
  whispers: false,
  reactions: false,
  controls: false,
  topNotice: false,
};
