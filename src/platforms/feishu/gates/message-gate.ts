import type { Clock } from "../../../core/clock.ts";
import { createHeldSlots, type HeldSlots } from "./held-slots.ts";

/**
 * Five calls per second and message. Guarantee and proof: see `createHeldSlots`.
 *
 * Pinning and unpinning share the slots of a message although the platform's pages state the limit on each API
 * for itself: its error (230047, "Pin/Unpin message trigger message_id limit") does not say whether they are
 * counted together, and sharing is right either way. A person who toggles one message faster than 5/s does not exist.
 *
 * Source: Feishu docs im-v1/pin/create, im-v1/pin/delete (at most 5 QPS on one message), im-v1/message/patch.
 */
export const createMessageGate = (clock: Clock): HeldSlots =>
  createHeldSlots({ slots: 5, windowMs: 1000, clock });
