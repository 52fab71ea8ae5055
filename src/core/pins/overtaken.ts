import type { Change, Pinned, Writes } from "../platform.ts";
import type { Result } from "../result.ts";

/** Whether a message is pinned: what a later command can set anew before an earlier one was carried out. */
export type PinSwitch = "pin" | "unpin";

/** It was not done by itself: a later command on the same message was, and `last` is what that one did. */
export interface Overtaken {
  readonly state: "overtaken";
  readonly last: PinSwitch;
}

/** The changing half of a platform as a command sees it, whose change may be overtaken by the next command's. */
export type CommandWrites = Omit<Writes, PinSwitch> & {
  pin(...given: Parameters<Writes["pin"]>): Promise<Result<Pinned | Overtaken>>;
  unpin(...given: Parameters<Writes["unpin"]>): Promise<Result<Change | Overtaken>>;
};
