import type { Route } from "../route.ts";
import { deleteMessage } from "./delete-message.ts";
import { getAccount } from "./get-account.ts";
import { getMessage } from "./get-message.ts";
import { groupInfo } from "./group-info.ts";
import { pinMessage } from "./pin-message.ts";
import { text } from "./text.ts";
import { getWebhook, setWebhook } from "./webhook.ts";

/** Everything that the look-alike serves. */
export const routes: readonly Route[] = [
  pinMessage,
  deleteMessage,
  getMessage,
  text,
  groupInfo,
  getAccount,
  setWebhook,
  getWebhook,
];
