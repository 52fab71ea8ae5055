import type { Account } from "../core/ids.ts";
import type { SharedWindowsState } from "../core/limits/shared-windows.ts";
import type { Link } from "../core/platform.ts";

export interface Verdict {
  readonly ok: boolean;
  /** In plain words, also for what is wrong without being fatal. */
  readonly reasons: readonly string[];
}

export interface LinkFacts extends Account {
  readonly link: Link;
}

const seconds = (ms: number): string => `${Math.round(ms / 1000)} s`;

/**
 * Whether this process is worth keeping. Pure. A link counts as dead when it was not up for longer than
 * `linkDeadMs`. One dead link among living ones is named, but does not fail: a restart would stop the others. Limits
 * that are not shared are slower, not wrong.
 */
export const health = (
  facts: {
    readonly links: readonly LinkFacts[];
    /** The longest time for which the event loop was stuck lately, in milliseconds. */
    readonly loopStalledMs: number;
    readonly linkDeadMs: number;
    readonly loopStallMs: number;
    /** Where limits are to be shared with other processes: whether they are. */
    readonly sharedLimits?: SharedWindowsState;
  },
  nowMs: number,
): Verdict => {
  const dead = facts.links.filter(
    ({ link }) => link.state !== "up" && nowMs - link.sinceMs > facts.linkDeadMs,
  );
  const stalled = facts.loopStalledMs > facts.loopStallMs;
  const reasons = dead.map(
    ({ platform, account, link }) =>
      `the link to ${platform} (${account}) has been down for ${seconds(nowMs - link.sinceMs)}`,
  );
  if (stalled) reasons.push(`the process was stuck for ${seconds(facts.loopStalledMs)}`);
  const { sharedLimits } = facts;
  if (sharedLimits?.kind === "alone") {
    reasons.push(
      `Redis has been out of reach for ${seconds(nowMs - sharedLimits.sinceMs)}: this instance keeps to its share of the limits, 1/${sharedLimits.instances}`,
    );
  }
  const allDead = facts.links.length > 0 && dead.length === facts.links.length;
  return { ok: !stalled && !allDead, reasons };
};

/**
 * Whether events can be accepted now. Pure. `storeProblem` is what a write probe of the store met, in words
 * without secrets.
 */
export const readiness = (facts: {
  readonly started: boolean;
  readonly stopping: boolean;
  readonly storeProblem?: string;
  readonly links: readonly LinkFacts[];
  /** Whether another command would be taken. */
  readonly hasRoom: boolean;
}): Verdict => {
  const reasons: string[] = [];
  if (!facts.started) reasons.push("still starting");
  if (facts.stopping) reasons.push("stopping");
  if (facts.storeProblem !== undefined) {
    reasons.push(`the store cannot be written: ${facts.storeProblem}`);
  }
  if (!facts.hasRoom) reasons.push("as many commands are waiting as is allowed");
  const down = facts.links.filter(({ link }) => link.state !== "up");
  const noneUp = facts.links.length > 0 && down.length === facts.links.length;
  const ok = reasons.length === 0 && !noneUp;
  for (const { platform, account } of down) {
    reasons.push(`no link to ${platform} (${account}) at the moment`);
  }
  return { ok, reasons };
};
