import { say, sayProblem } from "../core/answers/sentences.ts";
import type { Context, Outcome, Power, Target } from "../core/command.ts";
import { actOutcome } from "./act-outcome.ts";
import { overtaken } from "./overtaken-outcome.ts";

/** What unpinning needs. */
export const unpinNeeds = ["unpin", "forgetPin"] as const satisfies readonly Power[];

/** Unpins the target and forgets its end. */
export const unpinMessage = async ({
  target,
  powers,
}: Context<(typeof unpinNeeds)[number], unknown, Target>): Promise<Outcome> => {
  const { message, topicStart } = target;
  const unpinned = await powers.unpin(message);
  if (!unpinned.ok) {
    const { logId, reason } = unpinned.problem;
    return {
      kind: "failed",
      sentence: sayProblem("unpin", unpinned.problem),
      act: {
        action: "unpin",
        outcome: actOutcome(unpinned.problem),
        target: message,
        ...(logId === undefined ? {} : { logId }),
        details: { reason },
      },
    };
  }
  await powers.forgetPin(message);
  if (unpinned.value.state === "overtaken") return overtaken("unpin", message, unpinned.value);
  const { logId, state } = unpinned.value;
  const requested = state === "requested";
  return {
    kind: "done",
    mark: "done",
    aloud: topicStart || requested,
    sentence: requested
      ? say("requested", { doing: "unpin", topicStart })
      : say("unpin.done", { topicStart }),
    act: {
      action: "unpin",
      outcome: requested ? "requested" : "done",
      target: message,
      ...(logId === undefined ? {} : { logId }),
    },
  };
};
