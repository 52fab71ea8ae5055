import { randomBytes } from "node:crypto";
import type { WebhookRequest } from "../src/core/platform.ts";
import { encryptPayload, signBody } from "../src/sandbox/feishu/webhook-push.ts";

export const encryptKey = "a-key-for-the-bench";

/** A signed and encrypted request as the platform pushes it; each has a nonce of its own. */
export const signedRequest = (payload: string): WebhookRequest => {
  const encrypt = encryptPayload(encryptKey, payload, randomBytes(16));
  const body = JSON.stringify({ encrypt });
  const timestamp = String(Math.floor(Date.now() / 1000));
  const nonce = randomBytes(8).toString("hex");
  return {
    headers: {
      "x-lark-request-timestamp": timestamp,
      "x-lark-request-nonce": nonce,
      "x-lark-signature": signBody({ timestamp, nonce, encryptKey, body }),
    },
    body: Buffer.from(body),
  };
};

/** How the SDK's own adapters hand a request over: the headers as prototype of the parsed body. */
export const asSdkRequest = ({ headers, body }: WebhookRequest): unknown =>
  Object.assign(
    Object.create({ headers }) as object,
    JSON.parse(Buffer.from(body).toString("utf8")) as object,
  );
