import type { Capabilities } from "../../core/platform.ts";
import { durations } from "./durations.ts";

/**
 * What WhatsApp can do through the gateway. Three pins is what WhatsApp's clients allow; what the gateway does with
 * a fourth is not documented.
 */
export const whatsappCapabilities: Capabilities = {
  pins: { most: 3, endsAfterMs: durations.map(({ ms }) => ms), listed: false },
  recall: { others: "unconfirmed" },
  confirms: false,
  whispers: false,
  reactions: false,
  controls: false,
  topNotice: false,
};
