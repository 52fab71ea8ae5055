import type { Account, ChatId } from "../ids.ts";
import type { Timer } from "../store.ts";
import type { LaneWork } from "./lane-work.ts";

/** Who does the work: this process alone, or together with others. */
export interface Workforce {
  readonly work: LaneWork;
  /** Continues what is unfinished, and begins to watch the timers. */
  start(): Promise<void>;
  /** Leaves what is not begun to others or to the next start. */
  leave(): void;
  onTimerSet(timer: Pick<Timer, "dueAtMs">): void;
  /** What is remembered of a chat may be outdated, here and elsewhere. */
  onChanged(account: Account, chat: ChatId): void;
}
