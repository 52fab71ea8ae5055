import type { Clock } from "../../core/clock.ts";
import type { ChatId, UserId } from "../../core/ids.ts";
import { ok, type Result } from "../../core/result.ts";

type Names = ReadonlyMap<UserId, string>;

const freshMs = 600_000;
const mostChats = 200;

/**
 * Remembers the names of a chat's members for ten minutes, for the 200 chats asked about last: names are for
 * showing only and change rarely, and a list of 500 costs five calls. Failures are not remembered.
 */
export const createMemberNames = (clock: Clock) => {
  // In order of use, the least recent first.
  const known = new Map<ChatId, { readonly names: Names; readonly untilMs: number }>();
  return {
    get: async (chat: ChatId, fetch: () => Promise<Result<Names>>): Promise<Result<Names>> => {
      const entry = known.get(chat);
      known.delete(chat);
      if (entry !== undefined && clock.now() < entry.untilMs) {
        known.set(chat, entry);
        return ok(entry.names);
      }
      const fetched = await fetch();
      if (!fetched.ok) return fetched;
      known.delete(chat);
      known.set(chat, { names: fetched.value, untilMs: clock.now() + freshMs });
      const [oldest] = known.keys();
      if (known.size > mostChats && oldest !== undefined) known.delete(oldest);
      return fetched;
    },
  };
};
