import type { Clock } from "../../../core/clock.ts";
import { createHeldSlots, type HeldSlots } from "./held-slots.ts";

/**
 * Five messages per second and chat, replies and plain sends together. Guarantee and proof: see `createHeldSlots`;
 * it covers what this bot sends. The platform counts the messages of all bots in the group together, so it may
 * still refuse (230020); then the chat is paused.
 *
 * Source: Feishu docs im-v1/message/create and im-v1/message/reply (5 QPS per user, 5 QPS per group).
 */
export const createChatSendGate = (clock: Clock): HeldSlots =>
  createHeldSlots({ slots: 5, windowMs: 1000, clock });
