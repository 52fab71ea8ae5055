/**
 * Everything about the gateway and about WhatsApp that no document tells, decided here and nowhere else. Each is
 * the harsher of what is likely, so that a bot which gets along with the look-alike gets along with the real one.
 *
 * Decided in words, carried out where it says:
 * - Order of checks (`api.ts`): token (401), budget (429), instance (404), whose it is (403), body (400), the work.
 * - Rate limit (`limits.ts`): a sliding window over arrivals; refused arrivals do not count.
 * - Pin without `duration` (`routes/pin-message.ts`): as invalid as a wrong one.
 * - Pin request without a boolean `pin` (`routes/pin-message.ts`): a malformed body.
 * - The fourth pin (`world/world.ts`): WhatsApp's clients ask which to replace; here the oldest gives way, silently.
 * - Pinning again (`world/world.ts`): starts its time anew.
 * - Whether 200 means that WhatsApp took it (`routes/`): a pin or a revocation is a message like any other, and
 *   nothing comes back. Where only admins may pin, or a message is revoked already, or it is somebody else's and
 *   the bot is no admin, the answer is 200 and nothing happens.
 * - Revoking messages of others (`world/world.ts`): possible to group admins in the protocol; so it is here.
 * - Revoking again (`routes/delete-message.ts`): 200, without a second event.
 * - `getMessage` of a revoked message (`routes/get-message.ts`): found, without content.
 * - `getAccount` and `getMessage` while disconnected (`routes/`): the account is known as stored; messages are 503,
 *   as documented.
 * - The bot's own messages (`control.ts`, `routes/text.ts`): delivered as `outgoing`.
 * - Mentions (`routes/text.ts`): ids of another form are 400; of somebody who is not in the chat nobody is told.
 * - Promotions of the bot itself (`control.ts`): told by `group.flow`, as anybody's.
 */
export const decisions = {
  /** Documented: 100 a minute and token, all endpoints in one bucket. */
  calls: { most: 100, windowMs: 60_000 },

  mostPins: 3,

  /** How long one's own messages can be revoked: "about 2 days 12 hours"; later it is accepted and ignored. */
  revokeWindowMs: 60 * 3_600_000,

  /** `delete_type` of a deletion for oneself: only "revoke" is documented. */
  ownDeletionType: "delete_for_me",

  /** The type of a revoked message when it is looked up: here as in the event that tells of it. */
  revokedType: "message_revoke",

  /** The status for a reply to a message that the instance does not know: here as when pinning one. */
  unknownReplyStatus: 500,

  /** The texts for a send without a receiver or without words. Only the form of such texts is documented. */
  missingNumber: "number is required",
  missingMessage: "message is required",
  malformedMention: "invalid mention",

  /** Where in its answer `group/info` puts the group. */
  groupUnder: "data",

  /**
   * Deliveries that get no 2xx within the time come again: "retry with backoff, then a dead-letter queue" is
   * documented, no numbers.
   */
  webhookTimeoutMs: 5_000,
  webhookRetriesMs: [1_000, 5_000, 30_000, 300_000],
} as const;
