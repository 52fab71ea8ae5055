import { readChatState } from "./chat-state.ts";
import type { Checkup } from "./checkup.ts";
import type { Clock } from "./clock.ts";
import { endGrant } from "./grant-expiry.ts";
import type { Observer } from "./observer.ts";
import { endTimedPin } from "./pin-expiry.ts";
import { renewPin } from "./pin-renewal.ts";
import { pinExpiry, pinRenewal } from "./pin-timers.ts";
import type { Platform } from "./platform.ts";
import { grantExpiry } from "./records.ts";
import type { Catalogues } from "./replies.ts";
import type { TimerOutcome } from "./schedule.ts";
import type { Settings } from "./settings.ts";
import type { Store, Timer } from "./store.ts";
import { welcomeDue, welcomeGroup } from "./welcome.ts";

/** What is done when a timer is due, in the lane of its chat. */
export type DueWork = (
  timer: Timer,
  platform: Platform,
  stopping: AbortSignal,
) => Promise<TimerOutcome>;

/** What is done by kind of timer; `undefined` for a kind that a later version knows. */
export const createDueWork = (parts: {
  readonly store: Store;
  readonly settings: Settings;
  readonly catalogues: Catalogues;
  readonly checkupOf: (platform: Platform) => Checkup;
  readonly newToken: () => string;
  readonly observer: Observer;
  readonly clock: Clock;
}): ((kind: string) => DueWork | undefined) => {
  const { store, settings, clock } = parts;

  const occasion = async (timer: Timer, platform: Platform, stopping: AbortSignal) => ({
    ...parts,
    platform,
    settings: (await readChatState({ store, settings }, platform, timer.chat)).settings,
    timeoutMs: settings.commandTimeoutMs,
    stopping,
  });

  const byKind = new Map<string, DueWork>([
    [
      pinExpiry,
      async (timer, platform, stopping) =>
        endTimedPin(timer, await occasion(timer, platform, stopping)),
    ],
    [
      pinRenewal,
      async (timer, platform, stopping) =>
        renewPin(timer, await occasion(timer, platform, stopping)),
    ],
    [
      welcomeDue,
      async (timer, platform, stopping) =>
        welcomeGroup(timer, {
          ...(await occasion(timer, platform, stopping)),
          checkup: parts.checkupOf(platform),
        }),
    ],
    [grantExpiry, (timer) => endGrant(timer, { store, nowMs: clock.now() })],
  ]);
  return (kind) => byKind.get(kind);
};
