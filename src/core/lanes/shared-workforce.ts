import type { Clock } from "../clock.ts";
import type { Account, ChatId } from "../ids.ts";
import type { Log } from "../log.ts";
import type { JournalStore } from "../store.ts";
import type { Schedule } from "../timers/schedule.ts";
import { createTimekeeping } from "../timers/timekeeping.ts";
import type { RunEntry } from "./lane-work.ts";
import type { Lanes } from "./lanes.ts";
import type { Ownership } from "./ownership.ts";
import { createSharedLanes } from "./shared-lanes.ts";
import type { Workforce } from "./workforce.ts";

/** What surrounds the work of a process that may be one of several. */
export interface SharedSurroundings {
  readonly lanes: Lanes;
  readonly schedule: Pick<Schedule, "start" | "stop" | "look">;
  readonly run: RunEntry;
  /** Drops what is remembered of a chat, or of all. */
  readonly forget: (what: { readonly account: Account; readonly chat: ChatId } | "all") => void;
  readonly maxWaitingPerChat: () => number;
  readonly clock: Clock;
  readonly log: Log;
  readonly onBug: (error: unknown) => void;
}

/** One of several processes that share a store. */
export const createSharedWorkforce = (
  parts: SharedSurroundings & {
    readonly ownership: Ownership;
    readonly journal: Pick<JournalStore, "next">;
    /** Whether this process works for the account of that lane. */
    readonly servesLane: (lane: string) => boolean;
  },
): Workforce => {
  const { ownership } = parts;
  const work = createSharedLanes(parts);
  const timekeeping = createTimekeeping(parts);
  return {
    work,
    start: () => {
      ownership.listen((news) => {
        switch (news.kind) {
          case "work":
            if (parts.servesLane(news.lane)) work.wake(news.lane);
            return;
          case "timers":
            return timekeeping.look();
          case "changed":
            return parts.forget(news);
          case "all-changed":
            return parts.forget("all");
        }
      });
      timekeeping.start();
      return Promise.resolve();
    },
    leave: () => {
      timekeeping.stop();
      work.leave();
    },
    onTimerSet: () => ownership.tell({ kind: "timers" }),
    onChanged: ({ platform, account }, chat) =>
      ownership.tell({ kind: "changed", account: { platform, account }, chat }),
  };
};
