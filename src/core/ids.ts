/**
 * Branded ids: a chat id cannot be passed where a message id is meant. Platforms make them, after checking a
 * strict pattern, in one place each; nothing else casts to them.
 */
declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

export type ChatId = Branded<"ChatId">;
export type UserId = Branded<"UserId">;
export type MessageId = Branded<"MessageId">;

/** Which bot on which platform: ids are unique only within one account. */
export interface Account {
  /** `feishu`, `imkit` or `whatsapp`; core never compares it with a literal. */
  readonly platform: string;
  /** The app id, host or instance: tells two bots of one platform apart. */
  readonly account: string;
}

/** A message and the chat it is in; some platforms need both to act on it. */
export interface MessageRef {
  readonly chat: ChatId;
  readonly message: MessageId;
}
