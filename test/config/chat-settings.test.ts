import { expect, test } from "vitest";
import { liveSettings, settingsFor } from "../../src/config/chat-settings.ts";
import type { ChatId } from "../../src/core/ids.ts";
import { effectivePolicy } from "../../src/core/permissions/policy.ts";
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
    cases: { keepText: true }
    commands: { pin: { enabled: false, allow: [ou_1], deny: [ou_2], cooldownSeconds: 30 } }
`),
  ),
);

test("a chat's own section wins, key by key", () => {
  const own = settingsFor(settings, chat);

  expect(own).toMatchObject({ language: "zh-CN", feedback: "full", timeZone: "Europe/Berlin" });
  expect(own).toMatchObject({ mode: "observe", equals: "deny", pinPolicy: "single" });
  expect(own.pinDurationMs).toBe(36 * 3_600_000);
  expect(own.keepText).toBe(true);
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
  expect(liveSettings(() => settings)).toMatchObject({
    maxAgeMs: 900_000,
    commandTimeoutMs: 60_000,
    keepMs: 30 * 86_400_000,
    keepTextMs: 30 * 86_400_000,
    graceMs: 10_000,
  });
});

test("no text of messages is kept unless the file or the group's section says so", () => {
  const everywhere = loaded(
    load(credentials, yaml("cases: { keepText: true, keepTextDays: 7 }\n")),
  ).settings;

  expect(settingsFor(settings, elsewhere).keepText).toBe(false);
  expect(settingsFor(settings, chat).origin("keepText")).toBe("file-chat");
  expect(settingsFor(everywhere, elsewhere).keepText).toBe(true);
  expect(liveSettings(() => everywhere).keepTextMs).toBe(7 * 86_400_000);
});

test.each(["0", "366", "forever"])("texts cannot be kept for %s days", (days) => {
  expect(load(credentials, yaml(`cases: { keepTextDays: ${days} }\n`)).ok).toBe(false);
});
