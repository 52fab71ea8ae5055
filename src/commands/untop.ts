import { say, sayProblem } from "../core/answers/sentences.ts";
import { defineCommand, noArguments, type Outcome } from "../core/command.ts";
import { actOutcome } from "./act-outcome.ts";
import { unpinMessage, unpinNeeds } from "./unpin-message.ts";

/** Takes the banner down; where a platform has none, a pin is one, and it has to be said which. */
export const untop = defineCommand({
  name: "untop",
  aliases: ["取消置顶"],
  role: "admin",
  target: "optional",
  summary: "help.untop",
  needs: [...unpinNeeds, "removeTop"],
  parse: noArguments,
  run: async (context): Promise<Outcome> => {
    const { capabilities, powers, target } = context;
    if (!capabilities.topNotice) {
      return target === undefined
        ? { kind: "failed", sentence: say("target.missing", { command: "untop" }) }
        : unpinMessage({ ...context, target });
    }
    const removed = await powers.removeTop();
    const { logId } = removed.ok ? removed.value : removed.problem;
    const act = { action: "untop", ...(logId === undefined ? {} : { logId }) };
    if (!removed.ok) {
      return {
        kind: "failed",
        sentence: sayProblem("untop", removed.problem),
        act: {
          ...act,
          outcome: actOutcome(removed.problem),
          details: { reason: removed.problem.reason },
        },
      };
    }
    const requested = removed.value.state === "requested";
    return {
      kind: "done",
      mark: "done",
      aloud: requested,
      sentence: requested
        ? say("requested", { doing: "untop", topicStart: false })
        : say("untop.done"),
      act: { ...act, outcome: requested ? "requested" : "done" },
    };
  },
});
