import type { Clock } from "../../../core/clock.ts";
import { createHeldSlots, type HeldSlots } from "./held-slots.ts";

/**
 * Forty cards for one member's eyes per second and chat. Guarantee and proof: see `createHeldSlots`.
 *
 * Source: Feishu docs ephemeral/v1/send (40 QPS per group).
 */
export const createChatWhisperGate = (clock: Clock): HeldSlots =>
  createHeldSlots({ slots: 40, windowMs: 1000, clock });
