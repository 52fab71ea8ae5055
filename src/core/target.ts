import { type Sentence, say, sayProblem } from "./answers/sentences.ts";
import type { Command, Target } from "./command.ts";
import type { Invocation } from "./invocation.ts";
import type { CallOptions, MessageFacts, Platform } from "./platform.ts";
import { problem } from "./problem.ts";
import { shortened } from "./text/shortened.ts";

export type FoundTarget =
  | {
      readonly kind: "found";
      readonly target: Target;
      /** The words after the one that named the target. */
      readonly args: Invocation["args"];
    }
  | { readonly kind: "refused"; readonly sentence: Sentence };

const refused = (sentence: Sentence): FoundTarget => ({ kind: "refused", sentence });

/**
 * Finds the message that a command is about. What it replies to is in its own chat by nature; an id or link
 * typed by hand is fetched and must belong to the chat, otherwise an admin of one group could act in another.
 * With `facts`, the message is fetched in any case.
 */
export const findTarget = async (question: {
  readonly command: Pick<Command, "name">;
  readonly invocation: Invocation;
  readonly platform: Pick<Platform, "ports" | "typedTarget">;
  readonly facts: boolean;
  readonly options: CallOptions;
}): Promise<FoundTarget> => {
  const { command, invocation, platform, options } = question;
  const opening = invocation.args[0];
  const typed =
    opening?.kind === "word" ? platform.typedTarget(opening.text) : ({ kind: "none" } as const);

  if (typed.kind === "opaque-link")
    return refused(say("target.opaque-link", { command: command.name }));
  if (typed.kind === "malformed") {
    const text = opening?.kind === "word" ? opening.text : "";
    return refused(say("target.invalid", { typed: shortened(text, 64), command: command.name }));
  }

  const message = typed.kind === "message" ? typed.message : invocation.replyTo;
  if (message === undefined) return refused(say("target.missing", { command: command.name }));
  const args = typed.kind === "message" ? invocation.args.slice(1) : invocation.args;
  const topicStart = typed.kind !== "message" && invocation.inThread;
  const ref = { chat: invocation.chat, message };

  if (!question.facts && typed.kind !== "message")
    return { kind: "found", target: { ...ref, topicStart }, args };

  const answer = await platform.ports.message(ref, options);
  if (!answer.ok && answer.problem.reason === "message-gone" && typed.kind !== "message") {
    const gone: MessageFacts = { ...ref, gone: true, sentAtMs: 0 };
    return { kind: "found", target: { ...ref, topicStart, facts: gone }, args };
  }
  if (!answer.ok) return refused(sayProblem("look-up-message", answer.problem));
  const facts: MessageFacts = answer.value;
  if (facts.chat !== invocation.chat)
    return refused(sayProblem("look-up-message", problem("message-elsewhere")));
  return { kind: "found", target: { ...ref, topicStart, facts }, args };
};
