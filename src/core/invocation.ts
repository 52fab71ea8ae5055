import type { Account, ChatId, MessageId, UserId } from "./ids.ts";

/** A word of a command: text, or a mention of somebody. */
export type Argument =
  | { readonly kind: "word"; readonly text: string }
  | {
      readonly kind: "member";
      readonly user: UserId;
      readonly name: string;
      readonly isBot: boolean;
    }
  | { readonly kind: "everyone" }
  /** The bot itself, only for commands about people. */
  | { readonly kind: "self" };

export type Language = "zh-CN" | "en-US";

/** A command that somebody gave, as it is written into the journal: all that is needed to run it again. */
export interface Invocation extends Account {
  readonly chat: ChatId;
  readonly chatKind: "group" | "direct";
  /** The message that carries the command: with platform and account, the identity of the command. */
  readonly message: MessageId;
  readonly sender?: UserId;
  /** The command's name in the list of commands. */
  readonly command: string;
  readonly args: readonly Argument[];
  readonly replyTo?: MessageId;
  readonly inThread: boolean;
  /** The language that the command itself shows: Han characters mean zh-CN; absent when it shows none. */
  readonly language?: Language;
  /** When it was written, by the platform's clock, in milliseconds. */
  readonly sentAtMs: number;
}

/** Identity of a command in words, for the journal, for reply keys and for logs. */
export const invocationKey = (invocation: Invocation): string =>
  `${invocation.platform}:${invocation.account}:${invocation.message}`;
