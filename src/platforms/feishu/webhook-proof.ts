import type { Clock } from "../../core/clock.ts";
import type { WebhookRequest } from "../../core/platform.ts";
import { headerOf } from "../../core/webhooks/header.ts";
import { isDigest, webhookSignature } from "./webhook-crypto.ts";

/** How far the platform's clock may be from ours, either way. */
export const freshForMs = 300_000;

export type Proof =
  | { readonly kind: "signed"; readonly signature: string }
  | { readonly kind: "unsigned" }
  | { readonly kind: "refused"; readonly why: "bad-signature" | "stale-timestamp" };

/** Seconds, and possibly finer digits; nothing else, so that digits cannot be moved to or from the nonce. */
const timestampPattern = /^(\d{10})(?:\d{3}|\d{6}|\d{9})?$/;

const isFresh = (timestamp: string, clock: Clock): boolean => {
  const seconds = timestampPattern.exec(timestamp)?.[1];
  return seconds !== undefined && Math.abs(clock.now() - Number(seconds) * 1000) <= freshForMs;
};

/** Checks the signature over the raw bytes and the age of a request. Replays are told by the signature it returns. */
export function proveRequest(
  request: WebhookRequest,
  { encryptKey, clock }: { readonly encryptKey: string; readonly clock: Clock },
): Proof {
  const timestamp = headerOf(request, "x-lark-request-timestamp");
  const nonce = headerOf(request, "x-lark-request-nonce");
  const claimed = headerOf(request, "x-lark-signature");
  if (timestamp === undefined && nonce === undefined && claimed === undefined) {
    return { kind: "unsigned" };
  }
  if (timestamp === undefined || nonce === undefined || claimed === undefined) {
    return { kind: "refused", why: "bad-signature" };
  }
  const digest = webhookSignature({ timestamp, nonce, encryptKey, body: request.body });
  if (!isDigest(digest, claimed)) return { kind: "refused", why: "bad-signature" };
  if (!isFresh(timestamp, clock)) return { kind: "refused", why: "stale-timestamp" };
  return { kind: "signed", signature: digest.toString("base64") };
}

/**
 * Remembers signatures for as long as their requests stay fresh. The signature, not the nonce alone: it stands
 * for the same request and no other, while the platform's short random nonces may meet by chance.
 */
export const replayWindow = { keepMs: 2 * freshForMs, capacity: 200_000 } as const;
