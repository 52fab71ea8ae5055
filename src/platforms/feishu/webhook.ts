import type { Clock } from "../../core/clock.ts";
import { isJsonObject, type JsonObject, parseJson } from "../../core/json.ts";
import type { WebhookAnswer, WebhookRequest } from "../../core/platform.ts";
import { isSameSecret } from "../../core/same-secret.ts";
import { createSeenKeys } from "../../core/seen-keys.ts";
import { inTime } from "../../core/webhooks/in-time.ts";
import { createRefusalWarnings } from "../../core/webhooks/refusal-warnings.ts";
import { createReception, type ReceptionOptions } from "./reception.ts";
import { createDecrypter } from "./webhook-crypto.ts";
import { proveRequest, replayWindow } from "./webhook-proof.ts";

export interface WebhookOptions extends ReceptionOptions {
  readonly encryptKey: string;
  /** Compared with every delivery's token when it is given. */
  readonly verificationToken?: string | undefined;
  readonly clock: Clock;
}

export interface FeishuWebhook {
  /** Never rejects and always answers in time. */
  handle(request: WebhookRequest): Promise<WebhookAnswer>;
}

const largestBodyBytes = 1024 * 1024;
const longestChallenge = 1024;
/** The platform gives up after 3 s and delivers again. */
const answerWithinMs = 2500;

type Refusal =
  | "unsigned"
  | "bad-signature"
  | "stale-timestamp"
  | "replayed"
  | "bad-token"
  | "other-app"
  | "too-large"
  | "not-decryptable";

const statusOf = (why: Refusal): number =>
  why === "too-large" ? 413 : why === "not-decryptable" ? 400 : 401;

/** The token of either generation of envelopes. */
const tokenOf = (envelope: JsonObject): string => {
  const { header } = envelope;
  const token = isJsonObject(header) ? header.token : envelope.token;
  return typeof token === "string" ? token : "";
};

/**
 * Takes events by HTTP push (Feishu docs: send-notifications-to-developers-server), on raw bytes and without a
 * framework. 401 answers whatever is not proven: signature, age within 5 minutes, never seen before, verification
 * token, own app. 400 answers junk under a good signature, 503 asks for redelivery.
 *
 * The address check (`url_verification`) may come unsigned. Then decryption with the secret key proves it, along
 * with the token; any other unsigned request, and a check that does not decrypt, gets the same 401, so that
 * answers tell nothing about how decryption went. It has no effect but to send the challenge back.
 */
export function createFeishuWebhook(options: WebhookOptions): FeishuWebhook {
  const { encryptKey, verificationToken, clock, observer } = options;
  const log = options.log.child({ part: "webhook" });
  const receive = createReception({ ...options, log });
  const decrypt = createDecrypter(encryptKey);
  const seen = createSeenKeys({ clock, ...replayWindow });
  const warn = createRefusalWarnings<Refusal>(log, clock);

  const refuse = (why: Refusal): WebhookAnswer => {
    const status = statusOf(why);
    if (why !== "other-app") {
      observer.delivery({ platform: "feishu", kind: status === 400 ? "junk" : "refused" });
    }
    warn(why);
    const error = { 400: "bad request", 401: "not proven", 413: "too large" }[status];
    return { status, body: { error } };
  };

  /** The decrypted object, and nothing of what stands beside `encrypt`: that is not the platform's word. */
  const openBody = (body: Uint8Array): JsonObject | undefined => {
    const outer = parseJson(Buffer.from(body).toString("utf8"));
    if (!isJsonObject(outer) || typeof outer.encrypt !== "string") return undefined;
    const inner = parseJson(decrypt(outer.encrypt) ?? "");
    return isJsonObject(inner) ? inner : undefined;
  };

  const hasToken = (envelope: JsonObject): boolean =>
    verificationToken === undefined || isSameSecret(tokenOf(envelope), verificationToken);

  const challengeOf = (envelope: JsonObject): string | undefined => {
    const { type, challenge } = envelope;
    const isCheck = type === "url_verification" && typeof challenge === "string";
    return isCheck && challenge.length <= longestChallenge ? challenge : undefined;
  };

  const deliver = async (envelope: JsonObject, signature: string): Promise<WebhookAnswer> => {
    const received = await inTime(receive(envelope), { ms: answerWithinMs, clock });
    if (received === "failed") {
      // The platform may send the very same request again, and this one had no effect that counts.
      seen.release(signature);
      log.warn({}, "a delivery could not be kept; the platform will deliver it again");
      return { status: 503, body: { error: "try again" } };
    }
    if (received.kind === "ignored" && received.why === "other-app") return refuse("other-app");
    if (received.kind === "junk") return { status: 400, body: { error: "bad request" } };
    return { status: 200, body: received.kind === "answered" ? received.answer : {} };
  };

  return {
    async handle(request) {
      if (request.body.byteLength > largestBodyBytes) return refuse("too-large");
      const proof = proveRequest(request, { encryptKey, clock });
      if (proof.kind === "refused") return refuse(proof.why);
      const envelope = openBody(request.body);
      const challenge = envelope === undefined ? undefined : challengeOf(envelope);
      if (proof.kind === "unsigned") {
        return envelope !== undefined && challenge !== undefined && hasToken(envelope)
          ? { status: 200, body: { challenge } }
          : refuse("unsigned");
      }
      if (envelope === undefined) return refuse("not-decryptable");
      if (!hasToken(envelope)) return refuse("bad-token");
      if (!seen.claim(proof.signature)) return refuse("replayed");
      if (challenge !== undefined) return { status: 200, body: { challenge } };
      return deliver(envelope, proof.signature);
    },
  };
}
