import fc from "fast-check";
import { expect, test } from "vitest";
import { controlToken, readControlToken } from "../../../src/core/cards/control-token.ts";
import type { UserId } from "../../../src/core/ids.ts";
import type { Argument } from "../../../src/core/invocation.ts";
import {
  chatOptionKeys,
  layerOf,
  offeredValues,
  policyOptionKeys,
  readOption,
  shownOptions,
  typedDuration,
} from "../../../src/core/settings/chat-options.ts";
import {
  type ChatSettings,
  standardSettings,
  withLayer,
} from "../../../src/core/settings/settings.ts";
import { readDuration } from "../../../src/core/text/duration.ts";

const standard: ChatSettings = {
  ...standardSettings,
  origin: () => "built-in",
  command: () => [],
};
const word = (text: string): Argument => ({ kind: "word", text });
const keys = [...chatOptionKeys, ...policyOptionKeys.map((part) => `pin.${part}`)];
const commands = [{ name: "pin", role: "admin" as const }];

test.each([
  ["language", "EN", "en-US"],
  ["feedback", "Full", "full"],
  ["feedback", "文字", "full"],
  ["timezone", "Europe/Berlin", "Europe/Berlin"],
  ["timezone", "asia/tokyo", "Asia/Tokyo"],
  ["timezone", "asia/kolkata", "asia/kolkata"],
  ["timezone", "utc", "UTC"],
  ["timezone", "+08:00", "+08:00"],
  ["pin-duration", "1d12h", 129_600_000],
  ["pin-duration", "none", null],
  ["keep-text", "ON", "on"],
  ["keep-text", "关", "off"],
  ["pin.role", "管理员", "admin"],
  ["pin.enabled", "off", "off"],
  ["pin.cooldown", "1m", 60_000],
  ["pin.deny", "none", []],
] as const)("%s understands %s", (key, typed, value) => {
  expect(readOption(key, [word(typed)])).toEqual({ ok: true, value });
});

test.each([
  ["feedback", "loud"],
  ["timezone", "Mars"],
  ["timezone", "CST"],
  ["timezone", "bst"],
  ["pin-duration", "0d"],
  ["pin-duration", "-1d"],
  ["pin.cooldown", "2d"],
  ["pin.role", "god"],
  ["pin.allow", "ou_1"],
])("%s does not understand %s", (key, typed) => {
  expect(readOption(key, [word(typed)])).toMatchObject({ ok: false });
});

test("people are mentioned, once each, and bots and everyone are none", () => {
  const bo: Argument = { kind: "member", user: "ou_bo" as UserId, name: "Bo", isBot: false };

  expect(readOption("pin.allow", [bo, bo])).toEqual({ ok: true, value: ["ou_bo"] });
  expect(readOption("pin.allow", [{ ...bo, isBot: true }])).toMatchObject({ ok: false });
  expect(readOption("pin.allow", [{ kind: "everyone" }])).toMatchObject({ ok: false });
});

test("whatever is typed is understood or not, never thrown at", () => {
  fc.assert(
    fc.property(fc.constantFrom(...keys), fc.array(fc.string()), (key, texts) => {
      const read = readOption(key, texts.map(word));
      if (read.ok) expect(layerOf([{ key, value: read.value }])).not.toEqual({ commands: {} });
    }),
  );
});

test("what another version stored, or nobody could have set, is left to the configuration", () => {
  fc.assert(
    fc.property(fc.string(), fc.jsonValue(), (key, value) => {
      const settings = withLayer(standard, "chat", layerOf([{ key, value }]));
      expect(shownOptions(settings, commands)).toHaveLength(keys.length);
    }),
  );
  for (const value of [1, null, "loud", ["full"], {}])
    expect(layerOf([{ key: "feedback", value }])).toEqual({ commands: {} });
  expect(layerOf([{ key: "pin.role", value: "god" }])).toEqual({ commands: {} });
});

test("everything that a list offers can be set", () => {
  for (const { key, value } of shownOptions(standard, commands)) {
    for (const offered of offeredValues(key, value)) {
      if (offered === "auto") continue;
      expect([key, offered, readOption(key, [word(offered)]).ok]).toEqual([key, offered, true]);
    }
  }
});

test("a time is shown as it can be typed", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 365 * 86_400 }), (seconds) => {
      expect(readDuration(typedDuration(seconds * 1_000))).toEqual({
        kind: "duration",
        ms: seconds * 1_000,
      });
    }),
  );
});

test("only what a control of ours sends is taken for a token", () => {
  const card = "0123456789abcdef0123456789abcdef";
  for (const key of [...keys, "why", "main"])
    expect(readControlToken(controlToken(card, key))).toEqual({ card, control: key });
  fc.assert(
    fc.property(fc.anything(), (sent) => {
      expect(readControlToken(sent)).toBeUndefined();
    }),
  );
});
