import { say, sayProblem } from "../core/answers/sentences.ts";
import { defineCommand, type Outcome } from "../core/command.ts";
import { actOutcome } from "./act-outcome.ts";
import { parsePin } from "./pin-arguments.ts";
import { pinMessage, pinNeeds } from "./pin-message.ts";
import { reasonOf } from "./reason.ts";

/** The banner at the top of a chat, which shows one message. Where a platform has no such thing, a pin is one. */
export const top = defineCommand({
  name: "top",
  aliases: ["置顶"],
  role: "admin",
  target: "message",
  summary: "help.top",
  needs: [...pinNeeds, "putTop"],
  parse: (args) => ({ ok: true, args }),
  run: async (context): Promise<Outcome> => {
    const { args, target, capabilities, powers } = context;
    if (!capabilities.topNotice) {
      const parsed = parsePin(args);
      return parsed.ok
        ? pinMessage({ ...context, args: parsed.args })
        : { kind: "failed", sentence: parsed.sentence };
    }
    const { message, topicStart } = target;
    const reason = reasonOf(args);
    const act = {
      action: "top",
      target: message,
      ...(reason === undefined ? {} : { reason }),
    };
    const put = await powers.putTop(message);
    const { logId } = put.ok ? put.value : put.problem;
    const logged = { ...act, ...(logId === undefined ? {} : { logId }) };
    if (!put.ok) {
      return {
        kind: "failed",
        sentence: sayProblem("top", put.problem),
        act: {
          ...logged,
          outcome: actOutcome(put.problem),
          details: { reason: put.problem.reason },
        },
      };
    }
    const requested = put.value.state === "requested";
    return {
      kind: "done",
      mark: "pinned",
      aloud: topicStart || requested,
      sentence: requested
        ? say("requested", { doing: "top", topicStart })
        : say("top.done", { topicStart }),
      act: { ...logged, outcome: requested ? "requested" : "done" },
    };
  },
});
