import type { MessageId, UserId } from "../../core/ids.ts";

declare const built: unique symbol;

/**
 * A body made by this file. The platform edits a message when a body carries `_id` without
 * `messageType: "recall"`, so nobody else can make a body: the brand keeps plain objects out of the client.
 */
export type Body = (RecallBody | TextBody | IssueBody) & { readonly [built]: true };

/** Both fields or no recall. */
export interface RecallBody {
  readonly _id: MessageId;
  readonly messageType: "recall";
}

/** A new message: `_id` in it would edit an old one. */
export interface TextBody {
  readonly _id?: never;
  readonly message: string;
  readonly messageType: "text";
  /** The message it replies to. */
  readonly reply?: MessageId;
  /** Whom the text mentions. */
  readonly mentions?: readonly UserId[];
}

/** Here `_id` is a user. */
export interface IssueBody {
  readonly _id: UserId;
  readonly messageType?: never;
  readonly issueAccessToken: true;
}

const body = <T extends RecallBody | TextBody | IssueBody>(fields: T): Body =>
  fields as unknown as Body;

/** Source: IMKit docs, Recall a Message. */
export const recallBody = (message: MessageId): Body =>
  body<RecallBody>({ _id: message, messageType: "recall" });

/** Source: IMKit docs, Message Format (`reply`) and Send a Message (`mentions`). */
export const textBody = (
  message: string,
  more: { readonly reply?: MessageId | undefined; readonly mentions?: readonly UserId[] } = {},
): Body => {
  const { reply, mentions = [] } = more;
  return body<TextBody>({
    message,
    messageType: "text",
    ...(reply === undefined ? {} : { reply }),
    ...(mentions.length === 0 ? {} : { mentions }),
  });
};

/** Source: IMKit docs, Issue Token. */
export const issueBody = (bot: UserId): Body =>
  body<IssueBody>({ _id: bot, issueAccessToken: true });
