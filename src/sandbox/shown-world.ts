import type { Answer } from "./feishu/answer.ts";
import type { ChatAct, HandSaying, MessageAct } from "./hand-bodies.ts";
import type {
  CallState,
  ChatState,
  MessageState,
  PinState,
  SandboxPlatform,
  UserState,
} from "./state.ts";

/** What one platform beside Feishu adds to the state of the sandbox; lists in the order that the state has. */
export interface WorldState {
  readonly users: readonly UserState[];
  readonly chats: readonly ChatState[];
  readonly messages: readonly MessageState[];
  readonly pins: readonly PinState[];
  readonly calls: readonly CallState[];
  /** How often the rate limit refused a call. */
  readonly violations: number;
}

/** A platform beside Feishu as the sandbox's page shows it and acts in it. Refusals are values. */
export interface ShownWorld {
  readonly platform: SandboxPlatform;
  state(): WorldState;
  hasChat(chatId: string): boolean;
  hasMessage(messageId: string): boolean;
  /** The answer's data is `{message_id}`. */
  say(saying: HandSaying): Answer;
  actOnMessage(act: MessageAct): Answer;
  actOnChat(act: ChatAct): Answer;
  /** Calls back after every change; the returned function ends that. */
  onChange(listener: () => void): () => void;
}
