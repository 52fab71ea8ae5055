import { createCipheriv, createHash, randomBytes } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  createDecrypter,
  isDigest,
  webhookSignature,
} from "../../../src/platforms/feishu/webhook-crypto.ts";

describe("decryption", () => {
  test("reads the platform's own example", () => {
    const decrypt = createDecrypter("test key");
    expect(decrypt("P37w+VZImNgPEO1RBhJ6RtKl7n6zymIbEG1pReEzghk=")).toBe("hello world");
  });

  test("reads back any text encrypted with the key", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.string({ minLength: 1 }), (text, key) => {
        const iv = randomBytes(16);
        const digest = createHash("sha256").update(key).digest();
        const cipher = createCipheriv("aes-256-cbc", digest, iv);
        const bytes = Buffer.concat([iv, cipher.update(text, "utf8"), cipher.final()]);
        expect(createDecrypter(key)(bytes.toString("base64"))).toBe(text);
      }),
    );
  });

  test("of anything else never throws", () => {
    const decrypt = createDecrypter("test key");
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.base64String()), (text) => {
        expect(["string", "undefined"]).toContain(typeof decrypt(text));
      }),
    );
  });
});

describe("a signature", () => {
  const parts = {
    timestamp: "1700000000",
    nonce: "533226633",
    encryptKey: "test key",
    body: Buffer.from('{"encrypt":"x"}'),
  };
  // Computed with `printf %s '1700000000533226633test key{"encrypt":"x"}' | sha256sum`.
  const known = "211d0017ed887105a955ff4533fdcd4ed7e3a536bd803fc428dc596c0a468811";

  test("is the hash of timestamp, nonce, key and raw body", () => {
    expect(webhookSignature(parts).toString("hex")).toBe(known);
    expect(isDigest(webhookSignature(parts), known)).toBe(true);
    expect(isDigest(webhookSignature(parts), known.toUpperCase())).toBe(true);
  });

  test("is another with any part changed", () => {
    const others = [
      { ...parts, timestamp: "1700000001" },
      { ...parts, nonce: "533226634" },
      { ...parts, encryptKey: "test keys" },
      { ...parts, body: Buffer.from('{"encrypt": "x"}') },
    ];
    for (const other of others) expect(isDigest(webhookSignature(other), known)).toBe(false);
  });

  test("is not matched by another length or alphabet", () => {
    for (const claimed of ["", known.slice(1), `${known}0`, `g${known.slice(1)}`, "é".repeat(64)]) {
      expect(isDigest(webhookSignature(parts), claimed)).toBe(false);
    }
  });
});
