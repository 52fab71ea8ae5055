import type { Clock } from "../../core/clock.ts";
import type { UserId } from "../../core/ids.ts";
import type { Log } from "../../core/log.ts";
import type { Writes } from "../../core/platform.ts";
import { problem } from "../../core/problem.ts";
import { fail, ok } from "../../core/result.ts";
import type { ImkitClient } from "./client.ts";
import { pinnedOf } from "./facts.ts";
import type { MessageFinder } from "./find-message.ts";
import { createPinOne } from "./pin-one.ts";
import { createPinning } from "./pinning.ts";
import { createRecall } from "./recall.ts";

/** What the bot can change. All of it sets a state, so all of it may be repeated. */
export const createWrites = (options: {
  readonly client: ImkitClient;
  readonly finder: MessageFinder;
  readonly bot: UserId;
  readonly hasApiKey: boolean;
  /** Steady. */
  readonly clock: Clock;
  /** Dates. */
  readonly wallClock: Clock;
  readonly log: Log;
}): Writes => {
  const { client, finder } = options;
  const pinning = createPinning(client, finder);
  return {
    pin: createPinOne({ ...options, pinning }),
    unpin: async (ref, { signal }) => {
      const found = await finder.find(ref, signal);
      if (!found.ok) return found;
      // The call names no room, so what this room does not show is left alone: it could be another room's.
      if (found.value?.room !== ref.chat) return fail(problem("message-unknown"));
      const wasPinned = pinnedOf(found.value) !== false;
      const unpinned = await pinning.unpin(ref, signal);
      if (!unpinned.ok) return unpinned;
      return ok({ state: unpinned.value && wasPinned ? "applied" : "already" });
    },
    recall: createRecall(options),
  };
};
