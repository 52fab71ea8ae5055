import type { Act } from "../command.ts";
import type { Account, ChatId, UserId } from "../ids.ts";
import type { Case, CaseStore } from "../store.ts";

/** Where and by whom something was done, and the key that makes telling it twice telling it once. */
export interface Occasion extends Account {
  readonly chat: ChatId;
  readonly sender: UserId | undefined;
  readonly key: string;
  readonly atMs: number;
}

/** Puts an act on record; a repeat returns the first case. */
export const recordAct = (
  cases: Pick<CaseStore, "append">,
  occasion: Occasion,
  { once, ...act }: Act,
): Promise<Case> => {
  const { platform, account, chat, sender, key, atMs } = occasion;
  return cases.append(
    { platform, account, chat, atMs, ...(sender === undefined ? {} : { actor: sender }), ...act },
    once ?? `${key}:${act.action}`,
  );
};
