import type { Catalogues } from "../answers/replies.ts";
import type { Clock } from "../clock.ts";
import type { Checkup } from "../doctor/checkup.ts";
import { welcomeDue, welcomeGroup } from "../membership/welcome.ts";
import type { Observer } from "../observer.ts";
import { endTimedPin } from "../pins/pin-expiry.ts";
import { renewPin } from "../pins/pin-renewal.ts";
import { pinExpiry, pinRenewal } from "../pins/pin-timers.ts";
import type { Platform } from "../platform.ts";
import { grantExpiry } from "../records/records.ts";
import { readChatState } from "../settings/chat-state.ts";
import type { Settings } from "../settings/settings.ts";
import type { Store, Timer } from "../store.ts";
import { endGrant } from "./grant-expiry.ts";
import type { TimerOutcome } from "./schedule.ts";

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
