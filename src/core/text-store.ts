import type { Account, ChatId } from "./ids.ts";

/** The words of a message that a command is about, where the group wants them kept for a time. */
export interface KeptText extends Account {
  readonly chat: ChatId;
  /** The key of the command. */
  readonly key: string;
  readonly text: string;
  readonly atMs: number;
}

/** Kept apart from the cases, which stay, so that words can be forgotten. */
export interface TextStore {
  /** Keeps it; a key that is known already is left as it is: those words were read before anything was done. */
  put(text: KeptText): Promise<void>;
  find(account: Account, chat: ChatId, key: string): Promise<KeptText | undefined>;
  remove(account: Account, chat: ChatId, key: string): Promise<void>;
  removeChat(account: Account, chat: ChatId): Promise<void>;
  /** Deletes at most `limit` that were put before `beforeMs`; returns how many. */
  sweep(beforeMs: number, limit: number): Promise<number>;
}
