/**
 * What no page of IMKit tells, decided once for this stand-in. Everything else follows the vendor's documents. The
 * bot must work whichever way these turn out, so the ones that could hurt can be turned around for tests.
 */
export interface Decisions {
  /** A second pin while one stands ("only one pinned message at a time"): 409, or it replaces the first silently. */
  readonly secondPin: "refuse" | "replace";
  /** Whether items of `GET /rooms/:id/messages/v3` carry `pinned`. */
  readonly listsShowPinned: boolean;
  /** Whether the page asked for by `afterMessage` begins with that message; the vendor's Vue SDK relies on it. */
  readonly afterMessageIncludesIt: boolean;
  /** Whether `POST /admin/clients` answers the client itself, as its own page shows, or in the usual envelope. */
  readonly issuedToken: "bare" | "enveloped";
  /** Whether a room's `owner` is an object, as the old model shows, or an id, as `PUT /rooms/:id` takes it. */
  readonly owner: "object" | "id";
  /** How long an issued token lives; the vendor's sample shows seven days. */
  readonly tokenLifetimeMs: number;
  /** How long a webhook has to answer. */
  readonly webhookTimeoutMs: number;
}

export const decisions: Decisions = {
  secondPin: "refuse",
  listsShowPinned: true,
  afterMessageIncludesIt: true,
  issuedToken: "bare",
  owner: "object",
  tokenLifetimeMs: 7 * 86_400_000,
  webhookTimeoutMs: 3_000,
};

/*
 * Decided without a switch:
 * - Pinning what is pinned, unpinning what is not, and recalling what is recalled succeed and answer as the first time.
 * - A recalled message can be neither pinned (404) nor found as itself; its recall takes its pin down.
 * - With a user's token: one's own messages can be recalled at any age, others' by the room's owner and managers.
 * - The platform API key serves what its pages show (recall, send, tokens) and nothing else; 403 otherwise.
 * - Issuing a token again gives another one; the earlier ones live on to their own end.
 * - Client keys have the API key's limit of 1000 a minute, each credential its own; refused calls count too.
 * - A reply may name any message; what is unknown in the room is stored and shown as the bare id.
 * - Whoever is mentioned must be in the room and in the text as `@` and their id, else 400: nobody is told silently,
 *   and nothing stands for everybody.
 * - Webhooks hear every message, the bot's own and recalls included, and are told once: no retries.
 * - A missing or wrong key is told in the flat form, a wrong token and everything about rooms and messages in the
 *   long form, sending into a foreign room in the short one (403, as its old page says).
 */
