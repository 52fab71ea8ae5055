import { createCipheriv, createHash, randomBytes } from "node:crypto";
import type { Push, PushResult, Transport } from "./push.ts";

/** Where and how events are pushed when the app takes them over HTTP. */
export interface WebhookTarget {
  readonly url: string;
  readonly encryptKey?: string | undefined;
  readonly verificationToken?: string | undefined;
}

const CHALLENGE_TIMEOUT_MS = 1000;

/** The platform's encryption: base64 of a random IV and AES-256-CBC under SHA-256 of the key. */
export function encryptPayload(encryptKey: string, payload: string, iv: Buffer): string {
  const key = createHash("sha256").update(encryptKey).digest();
  const cipher = createCipheriv("aes-256-cbc", key, iv);
  return Buffer.concat([iv, cipher.update(payload, "utf8"), cipher.final()]).toString("base64");
}

/** The signature over the raw body; see Feishu docs: encrypt key configuration. */
export function signBody(parts: {
  readonly timestamp: string;
  readonly nonce: string;
  readonly encryptKey: string;
  readonly body: string;
}): string {
  return createHash("sha256")
    .update(parts.timestamp + parts.nonce + parts.encryptKey + parts.body)
    .digest("hex");
}

interface Delivery {
  readonly payload: string;
  readonly timeoutMs: number;
  readonly nowMs: number;
}

async function post(target: WebhookTarget, delivery: Delivery): Promise<PushResult> {
  const { encryptKey } = target;
  const body =
    encryptKey === undefined
      ? delivery.payload
      : JSON.stringify({ encrypt: encryptPayload(encryptKey, delivery.payload, randomBytes(16)) });
  const headers: Record<string, string> = { "content-type": "application/json; charset=utf-8" };
  if (encryptKey !== undefined) {
    const timestamp = String(Math.floor(delivery.nowMs / 1000));
    const nonce = randomBytes(8).toString("hex");
    headers["x-lark-request-timestamp"] = timestamp;
    headers["x-lark-request-nonce"] = nonce;
    headers["x-lark-signature"] = signBody({ timestamp, nonce, encryptKey, body });
  }
  const signal = AbortSignal.timeout(delivery.timeoutMs);
  try {
    const response = await fetch(target.url, {
      method: "POST",
      headers,
      body,
      signal,
      redirect: "manual",
    });
    const text = await response.text();
    if (response.status !== 200) return { ok: false, reason: "failed" };
    return readAnswer(text);
  } catch {
    return { ok: false, reason: signal.aborted ? "timeout" : "unreachable" };
  }
}

function readAnswer(text: string): PushResult {
  if (text.trim() === "") return { ok: true, body: undefined };
  try {
    const body: unknown = JSON.parse(text);
    return { ok: true, body };
  } catch {
    return { ok: true, body: text };
  }
}

/** Asks the address to prove itself, as the platform does before it saves one; within one second. */
export async function verifyTarget(target: WebhookTarget, nowMs: number): Promise<boolean> {
  const challenge = randomBytes(16).toString("hex");
  const token = target.verificationToken ?? "";
  const payload = JSON.stringify({ challenge, token, type: "url_verification" });
  const result = await post(target, { payload, timeoutMs: CHALLENGE_TIMEOUT_MS, nowMs });
  if (!result.ok || typeof result.body !== "object" || result.body === null) return false;
  return "challenge" in result.body && result.body.challenge === challenge;
}

/** Pushes to a verified address. */
export function createWebhookTransport(
  target: WebhookTarget,
  options: { readonly timeoutMs: number; readonly now: () => number },
): Transport {
  return {
    push: (push: Push) =>
      post(target, { payload: push.payload, timeoutMs: options.timeoutMs, nowMs: options.now() }),
  };
}
