import type { Clock } from "../../core/clock.ts";
import { objectOf, parseJson, stringOf } from "../../core/json.ts";
import type { Log } from "../../core/log.ts";
import type { Observer } from "../../core/observer.ts";
import type { Intake, WebhookAnswer, WebhookRequest } from "../../core/platform.ts";
import { isSameSecret } from "../../core/same-secret.ts";
import { createSeenKeys } from "../../core/seen-keys.ts";
import { headerOf } from "../../core/webhooks/header.ts";
import { inTime } from "../../core/webhooks/in-time.ts";
import { createRefusalWarnings } from "../../core/webhooks/refusal-warnings.ts";
import { decodeDelivery } from "./decode.ts";
import type { Decoded, DecodingContext } from "./decoded.ts";

export interface WebhookOptions {
  readonly instance: string;
  /** The whole value of the `Authorization` header that the gateway was told to send. */
  readonly webhookAuth: string;
  readonly context: () => DecodingContext;
  readonly intake: Intake;
  /** An accepted delivery is proof of a connection; a state may tell of its end. */
  readonly onConnected: (connected: boolean, state?: string) => void;
  readonly clock: Clock;
  readonly log: Log;
  readonly observer: Observer;
}

const largestBodyBytes = 1024 * 1024;
/** How long the gateway waits is not documented; it delivers again after an answer that is no success. */
const answerWithinMs = 2_500;
const dayMs = 86_400_000;

type Refusal = "unauthorised" | "other-instance" | "too-large" | "unreadable";

const refusals: Readonly<Record<Refusal, { readonly status: number; readonly error: string }>> = {
  unauthorised: { status: 401, error: "not authorised" },
  "other-instance": { status: 401, error: "not authorised" },
  "too-large": { status: 413, error: "too large" },
  unreadable: { status: 400, error: "bad request" },
};

const taken: WebhookAnswer = { status: 200, body: { success: true } };

/**
 * Takes deliveries of the gateway. All that proves them is a fixed header value, compared in constant time before
 * anything of the body is looked at. Bodies carry the instance's own token: nothing but decoded fields ever leaves
 * this function. Never rejects. Source: RyzeAPI docs, events/webhook-configure.
 */
export const createWebhook = (options: WebhookOptions) => {
  const { instance, webhookAuth, clock, observer } = options;
  const log = options.log.child({ part: "webhook" });
  const seen = createSeenKeys({ clock, keepMs: dayMs, capacity: 100_000 });
  const warn = createRefusalWarnings<Refusal>(log, clock);

  const refuse = (why: Refusal): WebhookAnswer => {
    const { status, error } = refusals[why];
    observer.delivery({ platform: "whatsapp", kind: why === "unreadable" ? "junk" : "refused" });
    warn(why);
    return { status, body: { error } };
  };

  const take = async (decoded: Extract<Decoded, { kind: "event" }>): Promise<WebhookAnswer> => {
    const { event, once } = decoded;
    if (once !== undefined && !seen.claim(once)) {
      observer.delivery({ platform: "whatsapp", kind: "other" });
      return taken;
    }
    const kept = await inTime(options.intake(event), { ms: answerWithinMs, clock });
    if (kept !== "failed") return taken;
    if (once !== undefined) seen.release(once);
    log.warn({}, "a delivery could not be kept; the gateway will deliver it again");
    return { status: 503, body: { error: "try again" } };
  };

  const handle = async (request: WebhookRequest): Promise<WebhookAnswer> => {
    if (!isSameSecret(headerOf(request, "authorization") ?? "", webhookAuth)) {
      return refuse("unauthorised");
    }
    if (request.body.byteLength > largestBodyBytes) return refuse("too-large");
    const delivery = objectOf(parseJson(Buffer.from(request.body).toString("utf8")));
    const named = stringOf(objectOf(delivery.instanceData).instance);
    if (named !== undefined && named !== instance) return refuse("other-instance");

    const decoded = decodeDelivery(delivery, options.context(), clock.now());
    if (decoded.kind === "junk") {
      log.debug({ why: decoded.why }, "a delivery is not what the gateway documents");
      return refuse("unreadable");
    }
    if (decoded.kind === "event") {
      options.onConnected(true);
      return take(decoded);
    }
    observer.delivery({ platform: "whatsapp", kind: "other" });
    if (decoded.kind === "link") options.onConnected(decoded.connected, decoded.state);
    return taken;
  };

  return { handle };
};
