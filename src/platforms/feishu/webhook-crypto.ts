import { createDecipheriv, createHash, createSecretKey, timingSafeEqual } from "node:crypto";

const sha256 = (...parts: readonly (string | Uint8Array)[]): Buffer => {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest();
};

export interface SignedParts {
  readonly timestamp: string;
  readonly nonce: string;
  readonly encryptKey: string;
  /** The body exactly as it arrived. */
  readonly body: Uint8Array;
}

/** The 32 bytes whose hexadecimal form the platform sends as `X-Lark-Signature` (Feishu docs: encrypt key). */
export const webhookSignature = (parts: SignedParts): Buffer =>
  sha256(parts.timestamp, parts.nonce, parts.encryptKey, parts.body);

const hexDigest = /^[0-9a-f]{64}$/i;

/** Compares a digest with its claimed hexadecimal form in constant time. */
export const isDigest = (digest: Uint8Array, claimedHex: string): boolean =>
  hexDigest.test(claimedHex) && timingSafeEqual(digest, Buffer.from(claimedHex, "hex"));

const blockBytes = 16;

/**
 * Reads what the platform put into `encrypt`: base64 of an initialisation vector of 16 bytes and of
 * AES-256-CBC, keyed with the SHA-256 of the encrypt key. `undefined` when it was not made with this key.
 */
export function createDecrypter(encryptKey: string): (encrypted: string) => string | undefined {
  // As a key object once: Node takes longer to look at bytes that are given as a key than to decrypt an event.
  const key = createSecretKey(sha256(encryptKey));
  return (encrypted) => {
    const bytes = Buffer.from(encrypted, "base64");
    if (bytes.length < 2 * blockBytes || bytes.length % blockBytes !== 0) return undefined;
    try {
      const decipher = createDecipheriv("aes-256-cbc", key, bytes.subarray(0, blockBytes));
      const text = Buffer.concat([decipher.update(bytes.subarray(blockBytes)), decipher.final()]);
      return text.toString("utf8");
    } catch {
      return undefined;
    }
  };
}
