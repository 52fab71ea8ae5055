/**
 * What the sandbox shows of itself: the answer of `GET /sandbox/state`. The page, the tests and anybody's
 * scripts read this shape; names follow the platform's own (snake_case, times as millisecond strings).
 */
export interface SandboxState {
  /** Grows with every change; `GET /sandbox/events` (server-sent events) announces it. */
  readonly rev: number;
  readonly app: AppState;
  readonly users: readonly UserState[];
  readonly chats: readonly ChatState[];
  /** Of all chats, oldest first; the newest 3,000. */
  readonly messages: readonly MessageState[];
  /** Of all chats, newest pin first. */
  readonly pins: readonly PinState[];
  /** Cards that one member alone can see, oldest first. */
  readonly ephemeral: readonly EphemeralState[];
  /** The newest 300 API calls that the bot made, oldest first, with their answers; secrets removed. */
  readonly calls: readonly CallState[];
  /** How often a sliding-window limit refused a call, by limit (`api`, `message`, `chat`, `user`, `pin_list`, `ephemeral`, `card`; `imkit`, `whatsapp`). */
  readonly violations: Readonly<Record<string, number>>;
}

/** The chat platforms whose look-alikes the sandbox can show. */
export type SandboxPlatform = "feishu" | "imkit" | "whatsapp";

export interface AppState {
  readonly app_id: string;
  readonly name: string;
  /** The bot's own open_id, as in mentions. */
  readonly open_id: string;
  readonly scopes: readonly { readonly name: string; readonly granted: boolean }[];
  /** Open long connections. */
  readonly connections: number;
  /** Commands that the app registered for the client's `/` panel. */
  readonly slash_commands: readonly {
    readonly command_id: string;
    readonly command: string;
    readonly description: unknown;
  }[];
}

export interface UserState {
  readonly platform: SandboxPlatform;
  /** The platform's id of a person: a Feishu open_id, an IMKit client id, a WhatsApp JID. */
  readonly open_id: string;
  readonly name: string;
  /** CSS colour of the avatar. */
  readonly color: string;
}

export type SandboxRole = "owner" | "admin" | "member";

export interface ChatState {
  readonly platform: SandboxPlatform;
  /** Ids of the platforms differ in form, so no two chats, messages or people of theirs share one. */
  readonly chat_id: string;
  readonly name: string;
  readonly description: string;
  readonly chat_mode: "group" | "topic" | "p2p";
  readonly group_message_type: "chat" | "thread";
  readonly external: boolean;
  readonly chat_status: "normal" | "dissolved";
  /** Who may pin: the group setting behind code 230046. */
  readonly pin_permission: "all_members" | "only_owner";
  /** Who may speak: the group setting behind codes 230018 and 230035. */
  readonly moderation_permission: "all_members" | "only_owner";
  readonly members: readonly {
    readonly open_id: string;
    readonly name: string;
    readonly role: SandboxRole;
  }[];
  /** The bot's standing here; `null` when it is not in the chat. */
  readonly bot_role: SandboxRole | null;
  readonly bot: {
    /** As the sender of messages. */
    readonly sender_id: string;
    /** As somebody mentioned. */
    readonly mention_id: string;
    readonly name: string;
  };
  readonly top_notice_message_id: string | null;
}

export interface MessageState {
  readonly message_id: string;
  readonly chat_id: string;
  readonly root_id: string | null;
  readonly parent_id: string | null;
  readonly thread_id: string | null;
  readonly msg_type: string;
  /** The platform's content, a JSON string; empty once recalled. */
  readonly content: string;
  readonly sender: {
    readonly id: string;
    /** `app_id` for the bot, `open_id` for people, on every platform. */
    readonly id_type: "open_id" | "app_id";
    readonly name: string;
  };
  readonly mentions: readonly {
    readonly key: string;
    readonly id: string;
    readonly name: string;
  }[];
  readonly create_time: string;
  readonly update_time: string;
  readonly deleted: boolean;
  readonly reactions: readonly {
    readonly reaction_id: string;
    readonly emoji_type: string;
    readonly operator_id: string;
    readonly operator_name: string;
  }[];
}

export interface PinState {
  readonly message_id: string;
  readonly chat_id: string;
  readonly operator_id: string;
  readonly operator_id_type: "open_id" | "app_id";
  readonly operator_name: string;
  readonly create_time: string;
  /** When the platform itself takes the pin down; `null` where it stands until somebody does. */
  readonly ends_at: string | null;
}

export interface EphemeralState {
  readonly message_id: string;
  readonly chat_id: string;
  /** The only member who sees it. */
  readonly open_id: string;
  readonly card: unknown;
  readonly create_time: string;
}

export interface CallState {
  readonly platform: SandboxPlatform;
  /** Counts the calls of one platform. */
  readonly id: number;
  readonly at: string;
  readonly method: string;
  /** Path with query, without host. */
  readonly path: string;
  readonly request: unknown;
  /** Of HTTP; 0 when nothing was answered. */
  readonly status: number;
  /** Feishu's code; elsewhere 0 when the call succeeded, else the status of HTTP. */
  readonly code: number;
  readonly response: unknown;
  readonly duration_ms: number;
  /** Empty where the platform has none. */
  readonly log_id: string;
}
