import { expect, test } from "vitest";
import { settingsFor, toSettings } from "../../src/config/chat-settings.ts";
import type { ChatId } from "../../src/core/ids.ts";
import { effectivePolicy } from "../../src/core/policy.ts";
import { credentials, load, loaded, yaml } from "./a-configuration.ts";

const chat = "oc_1" as ChatId;
const elsewhere = "oc_2" as ChatId;
const { settings } = loaded(
  load(
    credentials,
    yaml(`
language: en-US
commands: { recall: { enabled: false }, pin: { role: moderator } }
chats:
  oc_1:
    language: zh-CN
    feedback: full
    timeZone: Europe/Berlin
    mode: observe
    hierarchy: { equals: deny }
    pins: { policy: single, defaultDuration: 1d12h }
    commands: { pin: { enabled: false, allow: [ou_1], deny: [ou_2], cooldownSeconds: 30 } }
`),
  ),
);

test("a chat's own section wins, key by key", () => {
  const own = settingsFor(settings, chat);

  expect(own).toMatchObject({ language: "zh-CN", feedback: "full", timeZone: "Europe/Berlin" });
  expect(own).toMatchObject({ mode: "observe", equals: "deny", pinPolicy: "single" });
  expect(own.pinDurationMs).toBe(36 * 3_600_000);
  expect(effectivePolicy({ role: "admin" }, own.command("pin"))).toEqual({
    enabled: false,
    role: "moderator",
    allow: ["ou_1"],
    deny: ["ou_2"],
    cooldownMs: 30_000,
    from: {
      enabled: "file-chat",
      role: "file",
      allow: "file-chat",
      deny: "file-chat",
      cooldownMs: "file-chat",
    },
  });
  expect(effectivePolicy({ role: "moderator" }, own.command("recall"))).toMatchObject({
    enabled: false,
    from: { enabled: "file", role: "built-in" },
  });
});

test("it can be told which part of the file decided, and what only repeats the default did not", () => {
  const own = settingsFor(settings, chat);

  expect(own.origin("feedback")).toBe("file-chat");
  expect(settingsFor(settings, elsewhere).origin("feedback")).toBe("built-in");
});

test("a chat without a section has what holds for all, and no language of its own", () => {
  const own = settingsFor(settings, elsewhere);

  expect(own).toMatchObject({ fallbackLanguage: "en-US", feedback: "quiet" });
  expect("language" in own).toBe(false);
  expect(effectivePolicy({ role: "admin" }, own.command("pin"))).toMatchObject({
    enabled: true,
    role: "moderator",
  });
});

test("a command that nobody configured leaves its own default", () => {
  expect(settingsFor(settings, chat).command("toString")).toEqual([]);
});

test("numbers arrive in the units that their names say", () => {
  expect(toSettings(settings)).toMatchObject({
    maxAgeMs: 900_000,
    commandTimeoutMs: 60_000,
    keepMs: 30 * 86_400_000,
    graceMs: 10_000,
  });
});
