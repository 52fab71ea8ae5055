import type { MessageId } from "../ids.ts";

/**
 * Identity of a recall in the record: a message is recalled once, so our own recall and the platform's news of
 * it are one case, whichever is written first.
 */
export const recalledOnce = (message: MessageId): string => `recalled:${message}`;
