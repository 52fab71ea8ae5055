import { z } from "zod";
import { startFeishuSandbox } from "../../src/sandbox/feishu/sandbox.ts";
import { childAnswer } from "../child-answer.ts";
import { groupSeed, groupsOf, say } from "../groups.ts";
import { describeViolations } from "../limit-violations.ts";
import { median, ratioOf } from "../measure.ts";
import type { Row } from "../row.ts";

const latencyMs = 40;
const medians = z.object({
  command: z.array(z.number()),
  steward: z.array(z.number()),
  bare: z.array(z.number()),
});

/** What limits, token, retries and decoding add to one idle call, and what the way from a command to its call adds. */
export const call: Row = {
  name: "call",
  about:
    "an idle pin call through Steward's gates and client, and an idle /pin from its delivery to the answer of that call, over the SDK's client alone; the API answers in 40 ms",
  run: async ({ rounds, smoke }) => {
    const callsPerRound = smoke ? 5 : 20;
    const sandbox = await startFeishuSandbox({ latencyMs, seed: groupSeed(1) });
    try {
      const [group] = groupsOf(1);
      if (group === undefined) throw new Error("no group");
      const { url, appId, appSecret } = sandbox;
      const callsEach = callsPerRound * (rounds + 1);
      const messages = Array.from({ length: 3 * callsEach }, () =>
        say(sandbox, group, "please keep this"),
      );
      const commands = Array.from({ length: callsEach }, () => say(sandbox, group, "/pin"));
      const question = {
        url,
        appId,
        appSecret,
        chat: group.chatId,
        admin: group.adminId,
        messages,
        commands,
        rounds,
        callsPerRound,
      };
      const answer = medians.parse(await childAnswer("call.ts", question));
      const pins = sandbox.world.chats.get(group.chatId)?.pins.size ?? 0;
      return {
        figures: [
          {
            measure: "pin call → response",
            unit: "ms",
            steward: median(answer.steward),
            peer: { name: "SDK client", value: median(answer.bare) },
            ratio: ratioOf(answer.steward, answer.bare),
            bar: { atMost: 1.05 },
          },
          {
            measure: "idle command delivered → its pin call answered",
            unit: "ms",
            steward: median(answer.command),
            peer: { name: "SDK client", value: median(answer.bare) },
            ratio: ratioOf(answer.command, answer.bare),
            bar: { atMost: 1.05 },
          },
        ],
        broken: [
          ...(pins === messages.length
            ? []
            : [`${messages.length - pins} messages were not pinned`]),
          ...describeViolations(sandbox.control.arrivals()),
        ],
      };
    } finally {
      await sandbox.close();
    }
  },
};
