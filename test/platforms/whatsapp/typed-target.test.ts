import fc from "fast-check";
import { expect, test } from "vitest";
import { chatId, messageId, userId } from "../../../src/platforms/whatsapp/ids.ts";
import { typedTarget } from "../../../src/platforms/whatsapp/typed-target.ts";

test.each([
  ["3EB0C767D26B8A1C2D3E", "message"],
  ["AC3A0F6E1B2C3D4E5F60718293A4B5C6", "message"],
  ["3EB0C767D26B8A1C2D3E/../../x", "malformed"],
  ["3eb0c767d26b8a1c2d3e", "malformed"],
  [`3EB0${"A".repeat(80)}`, "malformed"],
  ["120363000000000001@g.us", "malformed"],
  ["false_5511999990000@c.us_3EB0C767D26B8A1C2D3E", "malformed"],
  ["https://chat.whatsapp.com/AbCdEf", "opaque-link"],
  ["wa.me/5511999990000", "opaque-link"],
  ["https://whatsapp.com.evil.example/3EB0", "none"],
  ["important", "none"],
  ["DEADLINE", "none"],
  ["7d", "none"],
  ["20260305120000", "none"],
  ["1234567890123456", "none"],
  ["", "none"],
] as const)("%s is %s", (word, kind) => {
  expect(typedTarget(word).kind).toBe(kind);
});

test("what passes as an id is harmless in a path, a query and a header", () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      for (const id of [messageId(text), chatId(text), userId(text)]) {
        if (id !== undefined) expect(id).toMatch(/^[0-9A-Za-z@.-]+$/);
      }
    }),
  );
});

test("the device that somebody used is not part of who they are", () => {
  expect(userId("5511999990000:12@s.whatsapp.net")).toBe("5511999990000@s.whatsapp.net");
});

test.each([
  "120363000000000001@g.us",
  "5511999990000-1600000000@g.us",
  "5511999990000@s.whatsapp.net",
  "123456789012345@lid",
])("%s is a chat", (id) => {
  expect(chatId(id)).toBe(id);
});

test.each(["status@broadcast", "120363@newsletter", "1@g.us/..", "12036300000@g.us\n", "_all"])(
  "%j is none",
  (id) => {
    expect(chatId(id)).toBeUndefined();
  },
);
