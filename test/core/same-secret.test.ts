import fc from "fast-check";
import { expect, test } from "vitest";
import { isSameSecret } from "../../src/core/same-secret.ts";

test("secrets are the same only when they are equal", () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (one, other) => {
      expect(isSameSecret(one, other)).toBe(one === other);
      expect(isSameSecret(one, one)).toBe(true);
    }),
  );
});
