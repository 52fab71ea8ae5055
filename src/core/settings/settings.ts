import type { Account, ChatId } from "../ids.ts";
import type { Language } from "../invocation.ts";
import type { CommandPolicy, Origin, PolicyLayer } from "../permissions/policy.ts";

/** What one layer of configuration says of a chat; what it leaves out, a weaker layer decides. */
export interface SettingsLayer {
  readonly language?: Language;
  readonly feedback?: "quiet" | "full";
  /** IANA name. */
  readonly timeZone?: string;
  readonly mode?: "act" | "observe";
  /** Whether one may act on the message of somebody of the same role. */
  readonly equals?: "allow" | "deny";
  readonly pinPolicy?: "any" | "single";
  /** How long a pin stands when nobody says; `null`: until it is unpinned. */
  readonly pinDurationMs?: number | null;
  /** Whether the words of a message that is acted on are kept beside the case. */
  readonly keepText?: boolean;
  readonly commands?: Readonly<Record<string, Partial<CommandPolicy>>>;
}

export type SettingName = Exclude<keyof SettingsLayer, "commands">;

/** What holds in one chat after every layer of configuration. */
export interface ChatSettings {
  /** Set for this chat; otherwise the text of the command decides. */
  readonly language?: Language;
  /** When neither the chat nor the text tells. */
  readonly fallbackLanguage: Language;
  /** `quiet`: a plain success is a reaction; `full`: it is said in words too. */
  readonly feedback: "quiet" | "full";
  /** IANA name. */
  readonly timeZone: string;
  /** `observe`: commands only say what they would do. */
  readonly mode: "act" | "observe";
  /** Whether one may act on the message of somebody of the same role; of a senior, never. */
  readonly equals: "allow" | "deny";
  /** `single`: a new pin takes the place of the one made before through the bot. */
  readonly pinPolicy: "any" | "single";
  /** How long a pin stands when nobody says, in milliseconds; `null`: until it is unpinned. */
  readonly pinDurationMs: number | null;
  /** Whether the words of a message that is acted on are kept beside the case, for `Settings.keepTextMs`. */
  readonly keepText: boolean;
  /** Which layer decided a value. */
  origin(name: SettingName): Origin;
  /** What each layer says of a command, weakest first; the command's own defaults come before them. */
  command(name: string): readonly PolicyLayer[];
}

/** What holds where nobody configured anything. */
export const standardSettings = {
  fallbackLanguage: "zh-CN",
  feedback: "quiet",
  timeZone: "Asia/Shanghai",
  mode: "act",
  equals: "allow",
  pinPolicy: "any",
  pinDurationMs: null,
  keepText: false,
} as const satisfies Partial<ChatSettings>;

const own = <Value>(
  table: Readonly<Record<string, Value>> | undefined,
  name: string,
): Value | undefined => (table && Object.hasOwn(table, name) ? table[name] : undefined);

/** Lays one more layer over what holds so far: what it says wins. A file that repeats what held decided nothing. */
export const withLayer = (
  base: ChatSettings,
  from: Origin,
  { commands, ...values }: SettingsLayer,
): ChatSettings => ({
  ...base,
  ...values,
  origin: (name) =>
    values[name] !== undefined && (from === "chat" || values[name] !== base[name])
      ? from
      : base.origin(name),
  command: (name) => {
    const policy = own(commands, name);
    return policy === undefined ? base.command(name) : [...base.command(name), { from, policy }];
  },
});

/** What the app needs to be told; `config/` makes it from files and environment. Its values may change while it runs. */
export interface Settings {
  /** What the configuration says of a chat, before the chat's own settings. */
  forChat(account: Account, chat: ChatId): ChatSettings;
  /** A command older than this is not run blindly: its sender is told. */
  readonly maxAgeMs: number;
  readonly commandTimeoutMs: number;
  /** Accepted commands that may wait, in all and per chat; beyond, events are not acknowledged. */
  readonly maxWaiting: number;
  readonly maxWaitingPerChat: number;
  /** How long finished journal rows are kept. */
  readonly keepMs: number;
  /** How long the words of messages are kept beside cases, in the chats that want them kept. */
  readonly keepTextMs: number;
  /** How long a stop waits for running commands. */
  readonly graceMs: number;
  /** What is wrong with the last edit of the configuration, line by line; absent or empty when nothing is. */
  readonly problems?: readonly string[];
}
