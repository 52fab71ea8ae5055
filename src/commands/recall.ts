import { say, sayProblem } from "../core/answers/sentences.ts";
import { defineCommand, type Outcome, type Parsed } from "../core/command.ts";
import type { Argument } from "../core/invocation.ts";
import { recalledOnce } from "../core/records/recalled-once.ts";
import { actOutcome } from "./act-outcome.ts";
import { reasonOf } from "./reason.ts";

const parseRecall = (
  args: readonly Argument[],
): Parsed<{ readonly reason: string | undefined }> => ({
  ok: true,
  args: { reason: reasonOf(args) },
});

export const recall = defineCommand({
  name: "recall",
  aliases: ["撤回"],
  role: "moderator",
  authorMay: true,
  destructive: true,
  target: "message",
  summary: "help.recall",
  needs: ["recall", "forgetPin"],
  parse: parseRecall,
  run: async ({ args, target, powers, rerun }): Promise<Outcome> => {
    const { message, facts, topicStart } = target;
    const act = {
      action: "recall",
      target: message,
      ...(facts?.author?.kind === "user" ? { author: facts.author.user } : {}),
      ...(args.reason === undefined ? {} : { reason: args.reason }),
    };

    const recalled = facts?.gone
      ? ({ ok: true, value: { state: "already" } } as const)
      : await powers.recall(message);
    if (!recalled.ok) {
      const { logId, reason } = recalled.problem;
      return {
        kind: "failed",
        sentence: sayProblem("recall", recalled.problem),
        act: {
          ...act,
          outcome: actOutcome(recalled.problem),
          ...(logId === undefined ? {} : { logId }),
          details: { reason },
        },
      };
    }

    // Run again after a crash, "already recalled" was in all likelihood our own doing.
    if (recalled.value.state === "already" && !rerun) {
      return { kind: "told", sentence: say("recall.already") };
    }
    await powers.forgetPin(message);
    const logId = "logId" in recalled.value ? recalled.value.logId : undefined;
    const requested = recalled.value.state === "requested";
    return {
      kind: "done",
      mark: "done",
      aloud: topicStart || requested,
      sentence: requested
        ? say("requested", { doing: "recall", topicStart })
        : say("recall.done", { topicStart }),
      act: {
        ...act,
        outcome: requested ? "requested" : "done",
        once: recalledOnce(message),
        ...(logId === undefined ? {} : { logId }),
      },
    };
  },
});
