import type { Account, ChatId } from "../ids.ts";

/** The lane of a chat: order is kept within it. */
export const laneOf = ({ platform, account }: Account, chat: ChatId): string =>
  `${platform}:${account}:${chat}`;
