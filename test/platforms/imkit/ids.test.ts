import fc from "fast-check";
import { expect, expectTypeOf, test } from "vitest";
import type { ChatId, MessageId, UserId } from "../../../src/core/ids.ts";
import {
  type Body,
  issueBody,
  type RecallBody,
  recallBody,
  type TextBody,
  textBody,
} from "../../../src/platforms/imkit/bodies.ts";
import { chatId, madeAtMs, messageId, userId } from "../../../src/platforms/imkit/ids.ts";
import { typedTarget } from "../../../src/platforms/imkit/links.ts";
import { paths } from "../../../src/platforms/imkit/paths.ts";

const id = "5f890cf37d980e06f6aaf349" as MessageId;

test("only 24 hex digits are a message id", () => {
  expect(messageId(id)).toBe(id);
  for (const other of [
    "_all",
    "",
    id.slice(1),
    `${id}0`,
    `${id}\n`,
    id.toUpperCase(),
    ` ${id}`,
    5,
    null,
  ])
    expect(messageId(other)).toBeUndefined();
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.string({ unit: fc.constantFrom(..."0123456789abcdefg"), minLength: 22, maxLength: 26 }),
      ),
      (text) => {
        expect(messageId(text) !== undefined).toBe(
          /^[0-9a-f]{24}$/.test(text) && text.length === 24,
        );
      },
    ),
  );
});

test("a message's id tells when it was made", () => {
  expect(madeAtMs(id)).toBe(0x5f890cf3 * 1000);
});

test("rooms and users may be called anything that stays in its path segment", () => {
  for (const name of [
    "demo-room",
    "58871b877390be11d5f1ab30",
    "群聊 1".replace(" ", "_"),
    "a@b.c",
    "user:1",
  ]) {
    expect(chatId(name)).toBe(name);
    expect(userId(name)).toBe(name);
  }
  for (const name of [
    "",
    ".",
    "..",
    "a/b",
    "a\\b",
    "a?b",
    "a#b",
    "a%2f",
    "a b",
    "a\nb",
    "_all",
    "x".repeat(129),
    "\u202ea",
  ]) {
    expect(chatId(name)).toBeUndefined();
    expect(userId(name)).toBeUndefined();
  }
});

test("no room id reaches another call's path", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 40 }), (name) => {
      const room = chatId(name);
      if (room === undefined) return;
      const { pathname } = new URL(`https://your-app.imkit.io${paths.roomMessage(room)}`);
      expect(pathname.split("/").length).toBe(4);
      expect(pathname.startsWith("/rooms/")).toBe(true);
      expect(pathname.endsWith("/message")).toBe(true);
    }),
    { numRuns: 2000 },
  );
});

test("bodies are exactly what the vendor's pages show", () => {
  expect(recallBody(id)).toEqual({ _id: id, messageType: "recall" });
  expect(textBody("hello")).toEqual({ message: "hello", messageType: "text" });
  expect(textBody("hello", { reply: id })).toEqual({
    message: "hello",
    messageType: "text",
    reply: id,
  });
  expect(textBody("@olga hello", { mentions: ["olga" as UserId] })).toEqual({
    message: "@olga hello",
    messageType: "text",
    mentions: ["olga"],
  });
  expect(issueBody("bot" as UserId)).toEqual({ _id: "bot", issueAccessToken: true });
});

test("a body that would edit a message does not compile", () => {
  expectTypeOf<{ _id: MessageId }>().not.toExtend<RecallBody>();
  expectTypeOf<{ _id: MessageId; messageType: "text" }>().not.toExtend<RecallBody>();
  expectTypeOf<{ _id: MessageId; message: string; messageType: "text" }>().not.toExtend<TextBody>();
  // Not even a right one, unless the one function for it made it.
  expectTypeOf<RecallBody>().not.toExtend<Body>();
  expectTypeOf<{ _id: MessageId; message: string }>().not.toExtend<Body>();
  expectTypeOf(paths.pin).parameter(0).not.toEqualTypeOf<string>();
  expectTypeOf<ChatId>().not.toExtend<Parameters<typeof paths.pin>[0]>();
});

test("a typed word is a message by its id alone", () => {
  expect(typedTarget(id)).toEqual({ kind: "message", message: id });
  expect(typedTarget(id.toUpperCase())).toEqual({ kind: "message", message: id });
  for (const word of [
    "_all",
    id.slice(1),
    `${id}0`,
    `${id}/pin`,
    `${id}?x=1`,
    "https://a.example/x",
    "../x",
  ])
    expect(typedTarget(word)).toEqual({ kind: "malformed" });
  for (const word of ["spam", "7d", "and/or", "deadbeef", "公告", "", "all"])
    expect(typedTarget(word)).toEqual({ kind: "none" });
});
