import type { Clock } from "../../core/clock.ts";
import { isJsonObject, parseJson, stringOf } from "../../core/json.ts";
import type { Log } from "../../core/log.ts";
import type { Observer } from "../../core/observer.ts";
import type { Intake, WebhookAnswer, WebhookRequest } from "../../core/platform.ts";
import { isSameSecret } from "../../core/same-secret.ts";
import { createRefusalWarnings } from "../../core/webhooks/refusal-warnings.ts";
import { createAddressList } from "./address-list.ts";
import type { ImkitSelf } from "./content.ts";
import { type Claim, claimOf } from "./decode.ts";
import type { Verify } from "./verify.ts";

export interface ImkitWebhookOptions {
  /** The unguessable part of the path. */
  readonly secret: string;
  /** When given, nobody else may deliver. */
  readonly allowedIps?: readonly string[] | undefined;
  readonly self: () => ImkitSelf;
  readonly verify: Verify;
  readonly intake: Intake;
  readonly clock: Clock;
  readonly log: Log;
  readonly observer: Observer;
}

export interface ImkitWebhook {
  /** Holds the secret: never to be logged. */
  readonly path: string;
  handle(request: WebhookRequest): Promise<WebhookAnswer>;
}

/** What stands in a path as it is, and cannot be guessed. */
const secretPattern = /^[0-9A-Za-z_-]{16,128}$/;
const largestBodyBytes = 1024 * 1024;
/** For asking the platform back; the platform's own patience is not documented. */
const verifyWithinMs = 8_000;

type Refusal = "unknown-path" | "foreign-address" | "too-large" | "unreadable" | "not-confirmed";

/**
 * Takes IMKit's deliveries. They carry no signature, so the address is secret, the sender's IP can be checked, and
 * whatever would lead to an act is asked back at the platform. Every delivery that is understood gets the documented
 * answer that does nothing, with the room's bot state as it was; 503 asks to deliver again. Source: IMKit docs, Webhook.
 */
export const createImkitWebhook = (options: ImkitWebhookOptions): ImkitWebhook => {
  const { secret, observer, allowedIps } = options;
  if (!secretPattern.test(secret)) throw new TypeError("the webhook secret cannot stand in a path");
  const path = `/webhook/imkit/${secret}`;
  const addresses = allowedIps === undefined ? undefined : createAddressList(allowedIps);
  const log = options.log.child({ part: "webhook" });
  const warn = createRefusalWarnings<Refusal>(log, options.clock);

  const refuse = (why: Refusal, status: number): WebhookAnswer => {
    observer.delivery({ platform: "imkit", kind: status === 400 ? "junk" : "refused" });
    warn(why);
    return { status, body: { error: status === 404 ? "not found" : "refused" } };
  };

  const take = async (claim: Exclude<Claim, { kind: "junk" }>): Promise<"taken" | "failed"> => {
    if (claim.kind === "ignored") {
      const kind = claim.why === "chatter" ? "chatter" : "other";
      observer.delivery({ platform: "imkit", kind });
      return "taken";
    }
    const verified = await options.verify(claim, AbortSignal.timeout(verifyWithinMs));
    if (!verified.ok) {
      const { reason, code } = verified.problem;
      log.warn({ reason, code }, "a delivery could not be asked back at the platform");
      return "failed";
    }
    if (verified.value === undefined) {
      observer.delivery({ platform: "imkit", kind: "refused" });
      warn("not-confirmed");
      return "taken";
    }
    return options.intake(verified.value).then(
      () => "taken",
      () => "failed",
    );
  };

  return {
    path,
    handle: async ({ body, path: asked, ip }) => {
      if (!isSameSecret(asked ?? "", path)) return refuse("unknown-path", 404);
      if (addresses !== undefined && !addresses.has(ip)) return refuse("foreign-address", 403);
      if (body.byteLength > largestBodyBytes) return refuse("too-large", 413);
      const raw = parseJson(Buffer.from(body).toString("utf8"));
      const claim = claimOf(raw, options.self());
      if (claim.kind === "junk") return refuse("unreadable", 400);
      if ((await take(claim)) === "failed") {
        log.warn({}, "a delivery could not be kept");
        return { status: 503, body: { error: "try again" } };
      }
      const botState = isJsonObject(raw) ? (stringOf(raw.botState) ?? null) : null;
      return { status: 200, body: { toBotState: botState, data: null } };
    },
  };
};
