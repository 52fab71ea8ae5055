import type { Account, ChatId, UserId } from "../core/ids.ts";
import type { CommandPolicy } from "../core/permissions/policy.ts";
import {
  type ChatSettings,
  type Settings,
  type SettingsLayer,
  standardSettings,
  withLayer,
} from "../core/settings/settings.ts";
import { readDuration } from "../core/text/duration.ts";
import type { FileSettings } from "./schema.ts";

type FileChat = FileSettings["chats"][string];
type FilePolicy = NonNullable<NonNullable<FileChat["commands"]>[string]>;

/** The schema let only times and `none` pass. */
const durationMs = (text: string): number | null => {
  const read = readDuration(text);
  return read.kind === "duration" ? read.ms : null;
};

/** People are written as text in the file; an id of another form equals nobody. */
const people = (ids: readonly string[]): readonly UserId[] => ids as readonly UserId[];

const policyOf = (policy: FilePolicy): Partial<CommandPolicy> => ({
  ...(policy.enabled === undefined ? {} : { enabled: policy.enabled }),
  ...(policy.role === undefined ? {} : { role: policy.role }),
  ...(policy.allow === undefined ? {} : { allow: people(policy.allow) }),
  ...(policy.deny === undefined ? {} : { deny: people(policy.deny) }),
  ...(policy.cooldownSeconds === undefined ? {} : { cooldownMs: policy.cooldownSeconds * 1000 }),
});

/** What a part of the file says of chats; the language of the whole file is only a fallback, so it is not here. */
const layerOf = (part: Omit<FileChat, "name" | "language">): SettingsLayer => ({
  ...(part.feedback === undefined ? {} : { feedback: part.feedback }),
  ...(part.timeZone === undefined ? {} : { timeZone: part.timeZone }),
  ...(part.mode === undefined ? {} : { mode: part.mode }),
  ...(part.hierarchy?.equals === undefined ? {} : { equals: part.hierarchy.equals }),
  ...(part.pins?.policy === undefined ? {} : { pinPolicy: part.pins.policy }),
  ...(part.pins?.defaultDuration === undefined
    ? {}
    : { pinDurationMs: durationMs(part.pins.defaultDuration) }),
  ...(part.cases?.keepText === undefined ? {} : { keepText: part.cases.keepText }),
  commands: Object.fromEntries(
    Object.entries(part.commands ?? {}).map(([name, policy]) => [name, policyOf(policy)]),
  ),
});

/** What the file says of one chat: the chat's own section over the rest of it. Pure. */
export const settingsFor = (settings: FileSettings, chat: ChatId): ChatSettings => {
  const standard: ChatSettings = {
    ...standardSettings,
    fallbackLanguage: settings.language,
    origin: () => "built-in",
    command: () => [],
  };
  const everywhere = withLayer(standard, "file", layerOf(settings));
  const own = Object.hasOwn(settings.chats, chat) ? settings.chats[chat] : undefined;
  if (own === undefined) return everywhere;
  return withLayer(everywhere, "file-chat", {
    ...layerOf(own),
    ...(own.language === undefined ? {} : { language: own.language }),
  });
};

const minuteMs = 60_000;

/**
 * The settings in the shape that the core asks for, from the values that hold at the moment of asking. Chat ids
 * are unique over all accounts.
 */
export const liveSettings = (
  current: () => FileSettings,
  problems: () => readonly string[] = () => [],
): Settings => ({
  get problems() {
    return problems();
  },
  forChat: (_account: Account, chat) => settingsFor(current(), chat),
  get maxAgeMs() {
    return current().journal.maxAgeMinutes * minuteMs;
  },
  get commandTimeoutMs() {
    return current().lanes.commandTimeoutSeconds * 1000;
  },
  get maxWaiting() {
    return current().lanes.maxWaiting;
  },
  get maxWaitingPerChat() {
    return current().lanes.maxWaitingPerChat;
  },
  get keepMs() {
    return current().journal.keepDays * 24 * 60 * minuteMs;
  },
  get keepTextMs() {
    return current().cases.keepTextDays * 24 * 60 * minuteMs;
  },
  get graceMs() {
    return current().shutdown.graceSeconds * 1000;
  },
});
