import type { Clock } from "../../core/clock.ts";
import type { ChatEvent, MessageEvent } from "../../core/events.ts";
import type { ChatId } from "../../core/ids.ts";
import type { Reads } from "../../core/platform.ts";
import { type Problem, problem } from "../../core/problem.ts";
import { createRecent } from "../../core/recent.ts";
import { fail, ok, type Result } from "../../core/result.ts";
import type { ImkitSelf } from "./content.ts";
import { type Claim, messageEvent } from "./decode.ts";
import { isRecalled } from "./facts.ts";
import type { MessageFinder } from "./find-message.ts";

/** The event behind a claim, `undefined` when the platform does not confirm it, or why it could not be asked. */
export type Verify = (
  claim: Exclude<Claim, { kind: "ignored" | "junk" }>,
  signal: AbortSignal,
) => Promise<Result<ChatEvent | undefined>>;

const kindKeptMs = 3_600_000;
const mostRooms = 10_000;

/** The platform says that the bot is out, rather than that it cannot be asked. */
const isOut = ({ reason }: Problem): boolean =>
  ["bot-not-in-chat", "chat-unknown", "chat-gone"].includes(reason);

/**
 * Asks the platform whether a claim is true. Deliveries are unsigned: whoever learns the address can write any. So a
 * command is taken from the room's own record, with its sender, and must equal what was delivered; a recall must show
 * there; and the bot is out of a room only if the room is closed to it.
 */
export const createVerify = (options: {
  readonly reads: Pick<Reads, "chat">;
  readonly finder: MessageFinder;
  readonly self: () => ImkitSelf;
  /** Steady. */
  readonly clock: Clock;
  /** Dates. */
  readonly wallClock: Clock;
}): Verify => {
  const { reads, finder, wallClock } = options;
  // A room does not change its kind.
  const kinds = createRecent<ChatId, MessageEvent["chatKind"]>({
    clock: options.clock,
    keepMs: kindKeptMs,
    most: mostRooms,
  });

  /** When it cannot be had: a group, where less is answered. */
  const kindOf = async (chat: ChatId, signal: AbortSignal): Promise<MessageEvent["chatKind"]> => {
    const known = kinds.get(chat);
    if (known !== undefined) return known;
    const facts = await reads.chat(chat, { signal });
    if (!facts.ok) return "group";
    kinds.set(chat, facts.value.kind);
    return facts.value.kind;
  };

  return async (claim, signal) => {
    switch (claim.kind) {
      case "command": {
        const [found, chatKind] = await Promise.all([
          finder.find(claim.ref, signal),
          kindOf(claim.ref.chat, signal),
        ]);
        if (!found.ok) return isOut(found.problem) ? ok(undefined) : found;
        if (found.value === undefined) return ok(undefined);
        return ok(messageEvent(claim, found.value, { self: options.self(), chatKind }));
      }
      case "recall": {
        const found = await finder.find(claim.ref, signal);
        if (!found.ok) return isOut(found.problem) ? ok(undefined) : found;
        const shown = found.value;
        if (shown === undefined || shown.room !== claim.ref.chat || !isRecalled(shown)) {
          return ok(undefined);
        }
        // Who recalled it is told, but not in which capacity.
        return ok({ type: "recalled", ...claim.ref, by: "unknown", atMs: wallClock.now() });
      }
      case "bot-removed": {
        const facts = await reads.chat(claim.chat, { signal });
        if (facts.ok) return ok({ type: "chat-changed", chat: claim.chat });
        if (!isOut(facts.problem)) return fail(problem(facts.problem.reason));
        return ok({ type: "bot-removed", chat: claim.chat, atMs: wallClock.now() });
      }
      case "bot-added":
        return ok({ type: "bot-added", chat: claim.chat, atMs: wallClock.now() });
      case "chat-changed":
        // Believed as it is: all it does is to let what is remembered of the room be asked anew.
        return ok({ type: "chat-changed", chat: claim.chat });
    }
  };
};
