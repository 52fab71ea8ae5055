import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeFrame, encodeFrame } from "../../src/sandbox/feishu/frame.ts";

const frames = fc.record({
  seqId: fc.nat(),
  logId: fc.maxSafeNat(),
  service: fc.integer({ min: 0, max: 0x7fffffff }),
  method: fc.constantFrom(0, 1),
  headers: fc.dictionary(fc.stringMatching(/^[a-z_]{1,12}$/), fc.string({ unit: "grapheme" }), {
    noNullPrototype: true,
  }),
  payload: fc.uint8Array({ maxLength: 300 }),
});

test("a frame survives the wire unchanged", () => {
  fc.assert(
    fc.property(frames, (frame) => {
      const decoded = decodeFrame(encodeFrame(frame));
      const { payload: _payload, ...rest } = frame;
      expect(decoded).toMatchObject(rest);
      expect([...(decoded?.payload ?? [])]).toEqual([...frame.payload]);
    }),
  );
});

test("bytes that are no frame are told apart, never thrown about", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      const decoded = decodeFrame(bytes);
      expect(decoded === null || typeof decoded.method === "number").toBe(true);
    }),
  );
  expect(decodeFrame(new Uint8Array(0))).toBeNull();
});

test("the four required fields are written even when zero", () => {
  const bytes = encodeFrame({
    seqId: 0,
    logId: 0,
    service: 0,
    method: 0,
    headers: {},
    payload: new Uint8Array(0),
  });
  expect([...bytes.slice(0, 8)]).toEqual([0x08, 0, 0x10, 0, 0x18, 0, 0x20, 0]);
});
