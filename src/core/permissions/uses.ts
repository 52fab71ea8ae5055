import type { Command } from "../command.ts";
import type { Account, ChatId, UserId } from "../ids.ts";
import { laneOf } from "../lanes/lane-of.ts";
import type { ChatSettings } from "../settings/settings.ts";
import type { JournalStore, Use } from "../store.ts";
import { effectivePolicy } from "./policy.ts";

/**
 * Who used which command in a chat lately, as far back as any pause between two uses reaches there. The journal
 * knows, whichever process ran them and however often it was started since; where nothing pauses it is not asked.
 */
export const readUses = async (
  parts: {
    readonly store: { readonly journal: Pick<JournalStore, "uses"> };
    readonly commands: readonly Command[];
  },
  where: Account & { readonly chat: ChatId; readonly settings: ChatSettings },
  nowMs: number,
): Promise<readonly Use[]> => {
  const pausesMs = parts.commands.map(
    (command) => effectivePolicy(command, where.settings.command(command.name)).cooldownMs,
  );
  const longestMs = Math.max(0, ...pausesMs);
  return longestMs === 0
    ? []
    : parts.store.journal.uses(laneOf(where, where.chat), nowMs - longestMs);
};

/** When somebody used a command last, in milliseconds; `undefined` when not lately. */
export const lastUsedAtMs = (
  uses: readonly Use[],
  user: UserId,
  command: string,
): number | undefined => {
  const times = uses.filter((use) => use.user === user && use.command === command);
  return times.length === 0 ? undefined : Math.max(...times.map(({ atMs }) => atMs));
};
