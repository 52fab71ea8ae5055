import type { Account, ChatId } from "../ids.ts";
import type { Case, Store } from "../store.ts";

/** What the case of the bot's coming into a chat is called. */
export const joinedAction = "joined";

/** Enough to see past everything that may have happened until the platform gives up delivering an event. */
const mostCases = 1_000;

const joinedAtMs = ({ action, details }: Case): readonly number[] =>
  // Written by this very program.
  action === joinedAction ? [(details as { readonly joinedAtMs: number }).joinedAtMs] : [];

/** When the bot joined a chat, by the platform's clock, as far as it went on record since `sinceMs` of ours. */
export const joinings = async (
  store: Pick<Store, "cases">,
  where: Account & { readonly chat: ChatId; readonly sinceMs?: number },
): Promise<readonly number[]> =>
  (await store.cases.list({ ...where, limit: mostCases })).flatMap(joinedAtMs);
