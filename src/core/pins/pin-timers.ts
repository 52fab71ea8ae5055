import { type Catalogues, readerIn, wordsFor } from "../answers/replies.ts";
import { sendKey } from "../answers/send-key.ts";
import type { Sentence, Who } from "../answers/sentences.ts";
import type { Clock } from "../clock.ts";
import type { ChatId, MessageRef } from "../ids.ts";
import type { Observer } from "../observer.ts";
import type { Capabilities, Platform } from "../platform.ts";
import type { Problem, ProblemReason } from "../problem.ts";
import type { ChatSettings } from "../settings/settings.ts";
import type { LedgerPin, Store } from "../store.ts";
import { within } from "../within.ts";

/** The timer that ends a timed pin; its subject is the message id. */
export const pinExpiry = "unpin";
/** The timer that pins again what the platform would end too early; its subject is the message id. */
export const pinRenewal = "renew-pin";

/** All timers that a pin can have. */
export const pinTimers = [pinExpiry, pinRenewal] as const;

/** What the timers of pins work with. */
export interface PinWork {
  readonly platform: Platform;
  readonly store: Store;
  readonly settings: ChatSettings;
  readonly catalogues: Catalogues;
  readonly observer: Observer;
  readonly clock: Clock;
  /** For each call to the platform. */
  readonly timeoutMs: number;
  readonly stopping: AbortSignal;
}

/** So long before the platform ends a pin it is pinned again: time enough for a platform that is out of reach. */
const earliestRenewalMs = 86_400_000;

/**
 * When a pin that the platform ends at `endsAtMs` is to be pinned again: a day before, or earlier by a tenth of the
 * time that the platform keeps pins, where that is less.
 */
export const renewalDueMs = (endsAtMs: number, { pins }: Pick<Capabilities, "pins">): number =>
  endsAtMs - Math.min(earliestRenewalMs, pins.keptMs / 10);

const nothingLeft: ReadonlySet<ProblemReason> = new Set([
  "message-gone",
  "message-unknown",
  "chat-gone",
  "chat-unknown",
  "bot-not-in-chat",
]);

/** There is no such message any more, or nowhere to look for it. */
export const isPointless = ({ reason }: Problem): boolean => nothingLeft.has(reason);

/** Who asked for a pin, as somebody to be told. */
export const askerOf = ({ by, byName }: LedgerPin): { readonly askedBy?: Who } =>
  by === undefined || byName === undefined
    ? {}
    : { askedBy: { kind: "person", id: by, name: byName } };

/** Where a message is, if the platform has links. */
export const linkIn = (platform: Platform, ref: MessageRef): { readonly link?: string } => {
  const link = platform.linkTo(ref);
  return link === undefined ? {} : { link };
};

/**
 * Says aloud that something was given up, and does what makes that final. Where a message can be sent again under
 * its key, it is sent first, so that no crash can silence it; elsewhere last, so that none can double it.
 */
export const giveUpAloud = async (
  what: { readonly chat: ChatId; readonly once: string; readonly sentence: Sentence },
  { platform, settings, catalogues, clock, timeoutMs, stopping }: PinWork,
  conclude: () => Promise<void>,
): Promise<void> => {
  const words = wordsFor(catalogues, what.sentence, readerIn(settings, clock.now()));
  const key = sendKey(what.once, "gave-up");
  const tell = () =>
    within(clock, { ms: timeoutMs, stopping }, (signal) =>
      platform.ports.post(what.chat, words, { signal, key }),
    );
  const mayRepeat = platform.capabilities.answers.again === "key";
  if (mayRepeat) await tell();
  await conclude();
  if (!mayRepeat) await tell();
};
