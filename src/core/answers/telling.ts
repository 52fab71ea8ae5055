import type { Outcome } from "../command.ts";
import type { ChatId } from "../ids.ts";
import { persist } from "../persist.ts";
import type { Platform } from "../platform.ts";
import type { Problem } from "../problem.ts";
import type { RunnerParts } from "../runner.ts";
import { readChatState } from "../settings/chat-state.ts";
import type { JournalEntry } from "../store.ts";
import { within } from "../within.ts";
import { answer, type RequestedText } from "./replies.ts";

/** How much is known of the answer: whether it was given before a crash, or surely not given in this life. */
export interface Telling {
  readonly again: boolean;
  readonly unsaid: boolean;
  readonly stopping: AbortSignal;
}

/** An answer has its own deadline, so that a command that used up its own can still be answered. */
const answerTimeoutMs = 30_000;

/** A platform that could not be reached, as opposed to one that refuses: what failed can be done later. */
export const mayPass = ({ reason }: Problem): boolean =>
  reason === "platform-down" || reason === "timeout" || reason === "too-fast";

/**
 * Whether an answer may be on its way while what it tells is still being written down: when a crash in between leads
 * to the same answer, which the platform then lets through once. A private one has no key, and a card's buttons need
 * what is written.
 */
export const mayTellBeforeRecord = (
  { capabilities }: Pick<Platform, "capabilities">,
  outcome: Outcome,
): boolean =>
  capabilities.answers.again === "key" &&
  outcome.card === undefined &&
  (outcome.kind === "done" || (outcome.kind === "told" && outcome.withTextOf === undefined));

/**
 * Gives the answer to a command, in whatever form gets through. What comes of it: `later` when the platform could not
 * be reached, `never` when it is not to be tried again. Never rejects.
 */
export const createTelling = (
  parts: Pick<
    RunnerParts,
    "platform" | "store" | "settings" | "catalogues" | "clock" | "log" | "incidentId"
  >,
) => {
  const { platform, store, clock, log } = parts;

  /** The words to be told with a case; `over` when they were kept and are not any more. */
  const keptTextFor = async (said: Outcome, chat: ChatId): Promise<RequestedText> => {
    if (said.kind !== "told" || said.withTextOf === undefined) return undefined;
    const kept = await store.texts.find(platform, chat, said.withTextOf);
    const sinceMs = clock.now() - parts.settings.keepTextMs;
    return kept !== undefined && kept.atMs >= sinceMs ? { text: kept.text } : "over";
  };

  return async (
    { invocation }: JournalEntry,
    said: Outcome,
    how: Telling,
  ): Promise<"told" | "later" | "never"> => {
    const fields = { command: invocation.command };
    const patiently = <T>(ask: () => Promise<T>): Promise<T> =>
      persist(ask, { clock, log, stopping: how.stopping });
    try {
      // Outside the deadline, which is the platform's: no command stays unanswered because the store was away.
      const { settings } = await patiently(() => readChatState(parts, platform, invocation.chat));
      const keptText = await patiently(() => keptTextFor(said, invocation.chat));
      const answered = await within(
        clock,
        { ms: answerTimeoutMs, stopping: how.stopping },
        (signal) =>
          answer({
            platform,
            invocation,
            outcome: said,
            keptText,
            settings,
            catalogues: parts.catalogues,
            again: how.again,
            unsaid: how.unsaid,
            nowMs: clock.now(),
            options: { signal },
          }),
      );
      if (answered?.ok) {
        const { card } = said;
        const shown = answered.value;
        if (card && shown !== undefined) await patiently(() => store.cards.bind(card.token, shown));
        return "told";
      }
      const { reason = "timeout", code } = answered?.problem ?? {};
      log.warn({ ...fields, reason, code }, "an answer could not be sent");
      // Where nothing tells whether it was said, saying it later could say it twice.
      const inDoubt =
        answered?.problem.effect === "maybe" && platform.capabilities.answers.again === "never";
      if (answered && !inDoubt && mayPass(answered.problem)) return "later";
    } catch (error) {
      // Not to be tried again at every start.
      const incident = parts.incidentId();
      log.error({ ...fields, err: error, incident }, "an answer failed unexpectedly");
    }
    return "never";
  };
};
