import fc from "fast-check";
import { expect, test } from "vitest";
import { chatId, isAppId, messageId, userId } from "../../../src/platforms/feishu/ids.ts";

test("takes ids of the platform's form", () => {
  expect(messageId("om_dc13264520392913993dd051dba21dcf")).toBeDefined();
  expect(messageId("om_x100b5a-_Z")).toBeDefined();
  expect(chatId("oc_a0553eda9014c201e6969b478895c230")).toBeDefined();
  expect(userId("ou_7d8a6e6df7621556ce0d21922b676706")).toBeDefined();
});

test.each([
  ["x/../../chats/oc_1"],
  ["om_a/../../chats/oc_1"],
  ["om_a%2F..%2Fchats"],
  ["om_a%2e%2e"],
  ["om_.."],
  ["om_"],
  ["om_a b"],
  ["om_a\n"],
  ["om_a?x=1"],
  ["om_a#"],
  [" om_a"],
  ["OM_a"],
  ["om_ａ"],
  ["omt_a"],
  [`om_${"a".repeat(65)}`],
  [`om_${"a".repeat(5000)}`],
  [""],
  [undefined],
  [null],
  [{ toString: (): string => "om_a" }],
  [["om_a"]],
])("takes %j for no id", (text) => {
  expect(messageId(text)).toBeUndefined();
  expect(chatId(text)).toBeUndefined();
  expect(userId(text)).toBeUndefined();
});

test("never takes anything that would leave its path segment", () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.string().map((text) => `om_${text}`),
      ),
      (text) => {
        const id = messageId(text);
        if (id !== undefined) expect(new URL(`https://h/a/${id}`).pathname).toBe(`/a/${text}`);
      },
    ),
  );
});

test.each([
  ["cli_0123456789abcdef", true],
  ["cli_0123456789ABCDEF", true],
  ["cli_0123456789abcde", false],
  ["cli_0123456789abcdefa", false],
  ["cli_0123456789abcdeg", false],
  [" cli_0123456789abcdef", false],
  ["cli_0123456789abcdef\n", false],
  ["", false],
])("tells whether %j is an app id", (text, expected) => {
  expect(isAppId(text)).toBe(expected);
});
