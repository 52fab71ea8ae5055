import type { Clock } from "../../core/clock.ts";
import type { ChatId, MessageId, MessageRef } from "../../core/ids.ts";
import type { CallOptions, MessageFacts } from "../../core/platform.ts";
import { problem } from "../../core/problem.ts";
import { createRecent } from "../../core/recent.ts";
import { fail, ok, type Result } from "../../core/result.ts";
import { isGroup } from "./ids.ts";

/** Makes sure that a message is in the chat in which something is to be done to it. */
export interface Whereabouts {
  saw(facts: MessageFacts): void;
  check(ref: MessageRef, options: CallOptions): Promise<Result<void>>;
}

/** Long enough for a command that looked at its message and now acts on it. */
const freshForMs = 10_000;
const mostKept = 1_000;

/**
 * The gateway finds a message by its id alone, in any chat. What a message replies to, and the ids of messages, are
 * made by the sender's client: somebody can quote a message of another group, or repeat its id. So before anything
 * is done to a message the gateway is asked where it is, unless it told just now.
 */
export const createWhereabouts = (options: {
  readonly look: (ref: MessageRef, options: CallOptions) => Promise<Result<MessageFacts>>;
  /** Steady. */
  readonly steadyClock: Clock;
}): Whereabouts => {
  const chatOf = createRecent<MessageId, ChatId>({
    clock: options.steadyClock,
    keepMs: freshForMs,
    most: mostKept,
  });

  return {
    saw: ({ chat, message }) => chatOf.set(message, chat),
    check: async (ref, call) => {
      if (chatOf.get(ref.message) === ref.chat) return ok(undefined);
      const looked = await options.look(ref, call);
      if (!looked.ok) return looked;
      const { chat } = looked.value;
      // A direct chat may be named by phone or by LID; nobody but its two people could name a message in it.
      const same = chat === ref.chat || (!isGroup(chat) && !isGroup(ref.chat));
      return same ? ok(undefined) : fail(problem("message-elsewhere"));
    },
  };
};
