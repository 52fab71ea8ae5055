import type { Clock } from "./clock.ts";
import type { ChatId, UserId } from "./ids.ts";

/** When somebody used a command in a chat last. */
export interface Cooldowns {
  used(chat: ChatId, user: UserId, command: string): void;
  lastUsedAtMs(chat: ChatId, user: UserId, command: string): number | undefined;
}

const mostUses = 20_000;

/** In memory: a pause between two uses that a restart shortens does no harm. The oldest uses are forgotten first. */
export const createCooldowns = (clock: Clock): Cooldowns => {
  const uses = new Map<string, number>();
  const keyOf = (...parts: readonly string[]): string => parts.join("\n");
  return {
    used: (chat, user, command) => {
      const key = keyOf(chat, user, command);
      uses.delete(key);
      uses.set(key, clock.now());
      const oldest = uses.keys().next();
      if (uses.size > mostUses && !oldest.done) uses.delete(oldest.value);
    },
    lastUsedAtMs: (chat, user, command) => uses.get(keyOf(chat, user, command)),
  };
};
