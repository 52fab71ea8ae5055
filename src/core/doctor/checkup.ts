import { type Catalogues, readerIn, wordsFor } from "../answers/replies.ts";
import { say } from "../answers/sentences.ts";
import type { Clock } from "../clock.ts";
import type { ChatId, UserId } from "../ids.ts";
import type { SharedWindowsState } from "../limits/shared-windows.ts";
import type { CallOptions, Platform } from "../platform.ts";
import { recalledOnce } from "../records/recalled-once.ts";
import type { ChatSettings } from "../settings/settings.ts";
import type { Store } from "../store.ts";
import { examine } from "./examine.ts";
import type { Finding } from "./findings.ts";
import { selfTest } from "./self-test.ts";

/** What a check-up is about. */
export interface CheckupRequest {
  readonly chat: ChatId;
  readonly settings: ChatSettings;
  /** Given, the bot also tries itself out on a message of its own; the key makes a repeat post no second one. */
  readonly selfTestKey?: string;
  /** Who asked for it. */
  readonly by?: UserId;
  readonly options: CallOptions;
}

/** Looks at everything that the bot needs in one chat. */
export type Checkup = (request: CheckupRequest) => Promise<readonly Finding[]>;

/** The check-up of one account. */
export const createCheckup = (parts: {
  readonly platform: Platform;
  readonly store: Pick<Store, "probe" | "cases">;
  readonly catalogues: Catalogues;
  /** What is wrong with the last edit of the configuration, line by line. */
  readonly configProblems: () => readonly string[];
  /** Where limits are to be shared with other processes: whether they are. */
  readonly sharedLimits: () => SharedWindowsState | undefined;
  readonly clock: Clock;
}): Checkup => {
  const { platform, clock } = parts;
  return async ({ chat, settings, options, selfTestKey, by }) => {
    const findings = await examine({
      platform,
      chat,
      probe: () => parts.store.probe(),
      configProblems: parts.configProblems(),
      sharedLimits: parts.sharedLimits(),
      options,
    });
    if (selfTestKey === undefined) return findings;
    const reader = readerIn(settings, clock.now());
    const words = wordsFor(parts.catalogues, say("self-test.message", {}), reader);
    const test = { platform, chat, words, key: selfTestKey, clock, options };
    const tested = await selfTest(test);
    if (tested.message !== undefined) {
      // On record, so that the news of its recall is not taken for a recall by hand.
      await parts.store.cases.append(
        {
          platform: platform.platform,
          account: platform.account,
          chat,
          atMs: clock.now(),
          action: "self-test",
          outcome: tested.finding.state === "ok" ? "done" : "failed",
          target: tested.message,
          ...(by === undefined ? {} : { actor: by }),
        },
        recalledOnce(tested.message),
      );
    }
    return [...findings, tested.finding];
  };
};
